"""Reading what the probe of rights recorded: who tried what, at which stage, and where canaries came back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from criteria.check import Facts, Note, Seen, note
from criteria.facts.canary import CanarySearch
from criteria.facts.dossier_words import plain
from criteria.facts.html import Page
from criteria.facts.http import Crawl
from criteria.facts.rights import Act, Told
from criteria.gdpr.notice_reach import asks_password
from criteria.health_consent import RIGHTS
from criteria.page_kinds import patterns, plain_text
from criteria.submitted_forms import TURNED_AWAY

FactT = TypeVar("FactT")
SIGN_UP, ENTER = "sign_up", "enter_measure"
ANSWERED = frozenset(("accepted", "refused"))


def latest(acts: Sequence[Seen[Act]], name: str, stage: str = "") -> Seen[Act] | None:
    """The last time that somebody tried ``name`` (at this stage)."""
    found = [seen for seen in acts if seen.fact.act == name and stage in ("", seen.fact.stage)]
    return found[-1] if found else None


def label_of(seen: Seen[FactT], name: str) -> str:
    """A tag of the exchange behind a fact (``stage``, ``clicks``, ``step``)."""
    return str(seen.observation.data.get("tags", {}).get(name, ""))


def pages_at(facts: Facts, look: str, *stages: str) -> list[Seen[Page]]:
    """The pages shown in a look at these stages (all without any), whatever their status but redirects."""
    found = (seen for seen in facts.all(Page) if seen.fact.purpose == look)
    return [seen for seen in found if not stages or label_of(seen, "stage") in stages]


def bearing(told: Iterable[Seen[Told]], canaries: Mapping[str, str]) -> list[tuple[Seen[Told], str]]:
    """Answers that bear one of these canaries, with its name. What a person has just sent and reads again in the
    answer to it (a form that was turned back) does not count: only what is asked for with GET does."""
    search = CanarySearch(canaries)
    read = (seen for seen in told if seen.fact.method == "GET")
    return [(seen, hits[0].name) for seen in read if (hits := search.hits(seen.fact.text))]


def at(facts: Facts, look: str, *stages: str) -> list[Seen[Told]]:
    """The exchanges of a look at these stages."""
    return [seen for seen in facts.all(Told) if seen.fact.look == look and seen.fact.stage in stages]


def speaking(pages: Iterable[Seen[Page]], what: str) -> list[Seen[Page]]:
    """The pages whose text speaks of something (a name of ``rights_patterns``)."""
    return [seen for seen in pages if re.search(patterns(RIGHTS)[what], plain_text(seen.fact.text))]


def by_hand(page: Page, what: str) -> bool:
    """Whether the page says, near the words for ``what``, that one must write, call or ask for it."""
    return beside(page, what, "by_hand")


def beside(page: Page, what: str, other: str) -> bool:
    """Whether the page speaks of one thing beside the words for another (names of ``rights_patterns``)."""
    known, text = patterns(RIGHTS), plain_text(page.text)
    near = int(known["near"])
    around = (text[max(0, one.start() - near) : one.end() + near] for one in re.finditer(known[what], text))
    return any(re.search(known[other], part) for part in around)


def matches(text: str, what: str) -> bool:
    """Whether a short text matches a pattern of ``rights_patterns``."""
    return re.search(patterns(RIGHTS)[what], plain(text[:2000])) is not None


def undriven(seen: Seen[Act] | None) -> dict[str, str]:
    """Why a journey was not walked to its end, for a sentence."""
    if seen is None:
        return {"journey": "?", "detail": "-", "step": "0", "status": "0"}
    act = seen.fact
    why = act.detail or act.outcome
    return {"journey": act.act, "detail": why, "step": str(act.step), "status": str(act.status)}


def turned_away(act: Act) -> bool:
    """Whether a refusal may be meant for the instrument: a busy server, a filter, a step before the last."""
    return act.outcome not in ANSWERED or not (act.accepted or act.declined) or act.status in TURNED_AWAY


def without_accounts(facts: Facts) -> bool:
    """Whether a crawl that met no bound, and the manifest, show no sign-in: nobody's data are kept."""
    crawls = facts.all(Crawl)
    known = facts.candidate.journeys
    if not crawls or any(seen.fact.truncated for seen in crawls) or facts.candidate.accounts:
        return False
    asked = any(asks_password(seen.fact) for seen in facts.all(Page))
    return not {"sign_in", SIGN_UP} & set(known) and not asked


def unseen_faces(facts: Facts) -> Iterator[Note]:
    """The probe walks the web; what a mobile app asks and does is not seen."""
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")


def acts_of(facts: Facts, look: str) -> list[Seen[Act]]:
    """What was tried in looks of one kind."""
    kind = f":{look}/"
    return [seen for seen in facts.all(Act) if kind in seen.observation.look]


def arrival_notes(facts: Facts, look: str, stage: str, none: str) -> Iterator[Note]:
    """Why there is nobody with data in this look: no account at all (``none``), or a journey that did not end.

    Nothing when somebody signed up and entered something at this stage.
    """
    here = acts_of(facts, look)
    signed = latest(here, SIGN_UP)
    if signed is None or not signed.fact.accepted:
        if without_accounts(facts):
            yield note(none, *facts.all(Crawl))
        else:
            yield note("undriven", *([signed] if signed else []), **undriven(signed))
        return
    entered = latest(here, ENTER, stage)
    if entered is None or not entered.fact.accepted:
        yield note("undriven", *([entered] if entered else []), **undriven(entered))


__all__ = [
    "acts_of",
    "arrival_notes",
    "at",
    "bearing",
    "beside",
    "by_hand",
    "label_of",
    "latest",
    "matches",
    "pages_at",
    "speaking",
    "turned_away",
    "undriven",
    "unseen_faces",
    "without_accounts",
]
