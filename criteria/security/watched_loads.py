"""What a browser saw pages load: in clear (SEC-03), and scripts of third parties behind the sign-in (SEC-04)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.candidate import Candidate
from criteria.check import Facts, Note, Seen, note
from criteria.facts.browser import BrowserRequest, RenderedPage
from criteria.facts.http.urls import host_of
from criteria.facts.web_reasons import WebReasons
from criteria.security.first_party import is_first_party
from criteria.watched import SIGNED_IN

CLEAR = ("http://", "ws://")
SHOWN = 300


def clear_notes(requests: Sequence[Seen[BrowserRequest]], candidate: Candidate) -> Iterator[Note]:
    """One fail for each host from which a page of the candidate loaded something in clear."""
    told: set[str] = set()
    for seen in requests:
        one = seen.fact
        mine = one.page.startswith("https://") and is_first_party(host_of(one.page), candidate)
        if mine and one.url.startswith(CLEAR) and one.sent and not one.main and one.host not in told:
            told.add(one.host)
            yield note("loads_in_clear", seen, url=one.page[:SHOWN], value=one.url[:SHOWN])


def script_notes(facts: Facts, known: frozenset[str], reasons: WebReasons) -> Iterator[Note]:
    """Scripts of third parties that ran behind the sign-in and stand in no HTML that was served (``known``)."""
    pinned = _pinned(facts.all(RenderedPage))
    told: set[str] = set()
    for seen in facts.all(BrowserRequest):
        one = seen.fact
        runs = one.state == SIGNED_IN and one.type == "script" and one.status == 200
        if not runs or one.url in known or one.url in pinned or one.host in told:
            continue
        if is_first_party(host_of(one.page), facts.candidate) and not is_first_party(one.host, facts.candidate):
            told.add(one.host)
            clause = "script_reasoned" if reasons.of_script(one.url) else "script_unpinned"
            yield note(clause, seen, url=one.page[:SHOWN], pages=1, value=one.url[:SHOWN])


def _pinned(pages: Sequence[Seen[RenderedPage]]) -> frozenset[str]:
    """Addresses of scripts whose element had a hash when the page had settled."""
    scripts = [script for seen in pages for script in seen.fact.page.scripts]
    loose = {script.url for script in scripts if not script.integrity}
    return frozenset(script.url for script in scripts if script.integrity) - loose
