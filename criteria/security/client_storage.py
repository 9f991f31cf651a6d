"""SEC-08: what the browser may cache of health data, and what is left in its storage after logout."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.account_canaries import health_canaries
from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.browser import BrowserCookie, BrowserJourney, BrowserStorage
from criteria.facts.browser.answers import BrowserAnswer
from criteria.facts.canary import CanarySearch
from criteria.security.first_party import is_first_party

READ_WHOLE = 4096
"""Characters of a stored value that the probe keeps."""
COUNTED = frozenset(("document", "xhr", "fetch", "iframe", "other", ""))


@check("SEC-08")
def sec_08(facts: Facts) -> Iterator[Note]:
    """Canary answers are never cached, storage is empty of canaries after logout (ASVS 5.0.0 V14.3.1 to V14.3.3)."""
    journeys = facts.all(BrowserJourney)
    if not journeys:
        signs = bool(facts.candidate.accounts or "sign_in" in facts.candidate.journeys)
        yield note("no_journey") if signs else note("no_login")
        return
    search = CanarySearch(health_canaries(facts.candidate))
    bearing = [one for one in facts.all(BrowserAnswer) if _bears(one, search, facts)]
    for one in _distinct(bearing):
        if "no-store" not in one.fact.directives:
            yield note("cacheable", one, url=one.fact.url, said=", ".join(sorted(one.fact.directives)) or "-")
    out = [one for one in journeys if one.fact.journey == "sign_out" and one.fact.outcome == "done"]
    yield from _left(facts, search)
    if not bearing:
        yield note("no_canary", *journeys[:1])
    elif not out:
        yield note("no_logout", *journeys[:1])
    else:
        stored = [one for one in facts.all(BrowserStorage) if one.fact.state == "signed_out"]
        yield note("sound", *bearing, *out, answers=len(bearing), stored=len(stored))


def _bears(one: Seen[BrowserAnswer], search: CanarySearch, facts: Facts) -> bool:
    seen = one.fact
    own = is_first_party(seen.host, facts.candidate) and seen.type in COUNTED
    return own and 200 <= seen.status < 300 and bool(search.hits(seen.text))


def _left(facts: Facts, search: CanarySearch) -> Iterator[Note]:
    """Canaries in what is still stored once the person has signed out."""
    for kept in facts.all(BrowserStorage):
        if kept.fact.state != "signed_out":
            continue
        for hit in search.hits(f"{kept.fact.key} {kept.fact.value}"):
            yield note("left_stored", kept, area=kept.fact.area, key=kept.fact.key[:80], canary=hit.name)
        if kept.fact.size > READ_WHOLE:
            yield note("value_cut", kept, area=kept.fact.area, key=kept.fact.key[:80], size=kept.fact.size)
    for cookie in facts.all(BrowserCookie):
        if cookie.fact.state == "signed_out":
            for hit in search.hits(cookie.fact.value):
                yield note("left_stored", cookie, area="cookie", key=cookie.fact.name[:80], canary=hit.name)


def _distinct(bearing: list[Seen[BrowserAnswer]]) -> list[Seen[BrowserAnswer]]:
    return list({(one.fact.url, one.fact.directives): one for one in bearing}.values())
