"""How rights can be exercised without an account: what the notice offers, and whether its form works."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from criteria.check import Note, Seen, note
from criteria.crawled import Site, address
from criteria.facts.html import Link, Page
from criteria.facts.html_contacts import emails, postal, shown
from criteria.gdpr.notice import NOTICE
from criteria.gdpr.notice_reach import asks_password
from criteria.page_kinds import labelled, path_of, patterns, titled
from criteria.submitted_forms import takes_messages

JOURNEY = "rights_request"


def channel_notes(site: Site, notices: Sequence[Seen[Page]]) -> Iterator[Note]:
    """Whether a notice shows a postal, electronic or form channel; nothing when one does."""
    if any(_offers(site, seen.fact) for seen in notices):
        return
    hidden = [seen for seen in notices if re.search(patterns(NOTICE)["hidden_mail"], shown(seen.fact))]
    doubtful = [seen for seen in notices if seen.fact.has_script or _unplaced(shown(seen.fact))]
    if hidden or doubtful:
        yield note("channel_unclear", *(hidden or doubtful))
    else:
        yield note("no_channel", *notices)


def _offers(site: Site, page: Page) -> bool:
    own = [one for one in emails(page) if not re.search(patterns(NOTICE)["foreign_mail"], one)]
    prose = re.search(patterns(NOTICE)["contact_prose"], shown(page))
    written = own or prose or _posts(shown(page))
    return bool(written or takes_messages(page) or any(_usable(site, link) for link in page.links))


def _usable(site: Site, link: Link) -> bool:
    """Whether the link leads to a form for rights that asks for no account."""
    known = patterns(NOTICE)
    if not labelled(link, known["rights_label"], known["rights_path"]):
        return False
    end = site.end_of(address(link))
    page, answer = site.pages.get(end), site.answers.get(end)
    if page is not None:
        return not asks_password(page.fact)
    return answer is None or answer.fact.status not in (401, 403, 404, 410)


def _posts(text: str) -> bool:
    """Whether a postal address stands where one is told to write; neither the authority's nor the host's."""
    return any(_owner(text, place) == "ours" for place in postal(text))


def _unplaced(text: str) -> bool:
    """Whether some postal address may or may not be the channel."""
    return any(_owner(text, place) == "unknown" for place in postal(text))


def _owner(text: str, place: int) -> Literal["ours", "others", "unknown"]:
    """Whose address it is, by the nearest word before it that tells."""
    known = patterns(NOTICE)["postal"]
    before = text[max(0, place - int(known["reach"])) : place + int(known["itself"])]
    ours, others = (_last(known[name], before) for name in ("before", "not_ours"))
    if ours == others:
        return "unknown"
    return "ours" if ours > others else "others"


def _last(pattern: str, text: str) -> int:
    return max((found.start() for found in re.finditer(pattern, text)), default=-1)


def rights_forms(site: Site) -> list[Seen[Page]]:
    """Pages with a form for rights requests."""
    known = patterns(NOTICE)
    forms = [(url, seen) for url, seen in site.pages.items() if takes_messages(seen.fact)]
    return [
        seen
        for url, seen in forms
        if re.search(known["rights_path"], path_of(url)) or titled(seen.fact, known["rights_label"])
    ]
