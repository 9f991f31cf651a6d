"""What SEC-06 states: whose scripts may read what the person is shown (Fetch standard, CORS protocol)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Note, Seen, note
from criteria.facts.http import Exchange

PURPOSE = "identity"
ASKED = ("hostile", "preflight")
ALLOW, CREDENTIALS = "access-control-allow-origin", "access-control-allow-credentials"


def origin_notes(answers: Sequence[Seen[Exchange]]) -> Iterator[Note]:
    """Every answer that lets a hostile origin read; ``sound`` with what was asked."""
    mine = [seen for seen in answers if seen.fact.purpose == PURPOSE]
    intact = [seen for seen in mine if seen.fact.tags.get("experiment") == "intact"]
    shown = [seen for seen in intact if seen.fact.tags.get("canary") and 200 <= seen.fact.status < 300]
    if not shown:
        yield note("no_canary", *intact, pages=len(intact))
        return
    asked = [seen for seen in mine if seen.fact.tags.get("experiment") in ASKED]
    for seen in asked:
        yield from _answer_notes(seen)
    pages = {seen.fact.url for seen in shown}
    origins = {seen.fact.tags.get("origin", "") for seen in asked}
    if any(not _asked(url, origin, asked) for url in pages for origin in origins) or not origins:
        yield note("not_all_asked", *asked, *shown, pages=len(pages))
    yield note("sound", *shown, *asked, pages=len(pages), origins=len(origins), answers=len(asked))


def _asked(url: str, origin: str, asked: Sequence[Seen[Exchange]]) -> bool:
    kinds = {seen.fact.tags.get("experiment") for seen in asked if _is_of(seen, url, origin)}
    return kinds == set(ASKED)


def _is_of(seen: Seen[Exchange], url: str, origin: str) -> bool:
    return seen.fact.url == url and seen.fact.tags.get("origin") == origin


def _answer_notes(seen: Seen[Exchange]) -> Iterator[Note]:
    answer, origin = seen.fact, seen.fact.tags.get("origin", "")
    allowed = answer.value(ALLOW).strip()
    told = {"url": answer.url, "origin": origin, "allowed": allowed or "-"}
    preflight = answer.tags.get("experiment") == "preflight"
    if not answer.status or answer.status == 429 or (answer.status >= 500 and not preflight):
        yield note("unanswered", seen, **told, error=answer.error or str(answer.status))
    elif allowed in (origin, "null") and answer.value(CREDENTIALS).strip().lower() == "true":
        yield note("readable_preflight" if preflight else "readable", seen, **told)
    elif allowed in (origin, "*") and _bears_token(answer):
        yield note("readable_with_token", seen, **told)


def _bears_token(answer: Exchange) -> bool:
    return any(name.lower() == "authorization" for name, _ in answer.request_headers)
