"""What SEC-16 states of secrets in web assets, of technical errors and of source maps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, note
from criteria.facts.exposure import LeakedSecret, SourceMap, TechnicalError
from criteria.facts.http.urls import host_of
from criteria.security.exposed_answers import is_public
from criteria.security.first_party import is_first_party

SHIPPED = ("crawl", "asset", "discover")
"""Purposes of what a browser is given; pinned addresses are judged by themselves."""
MALFORMED = "malformed"
ERROR_CLAUSES = {"stack_trace": "stack_trace", "sql": "database_error", "debug_page": "debug_page"}


def secret_notes(facts: Facts) -> Iterator[Note]:
    """One note for each secret, however many answers ship it."""
    found: dict[tuple[str, str], list[Seen[LeakedSecret]]] = {}
    for seen in facts.all(LeakedSecret):
        if seen.fact.purpose in SHIPPED and _own(seen.fact.url, facts):
            found.setdefault((seen.fact.id, seen.fact.shown), []).append(seen)
    for places in found.values():
        first = places[0].fact
        yield note("secret", *places, url=first.url, name=first.name, shown=first.shown, places=len(places))


def error_notes(facts: Facts) -> Iterator[Note]:
    """One note for each technical error. A page that answers well may quote one, unless malformed input brought it."""
    told = [seen for seen in facts.all(TechnicalError) if _own(seen.fact.url, facts) and not _pinned(seen.fact)]
    quoted = {_text(seen) for seen in told if seen.fact.quotable and seen.fact.purpose != MALFORMED}
    found: dict[tuple[str, str], list[Seen[TechnicalError]]] = {}
    for seen in told:
        brought = seen.fact.purpose == MALFORMED and _text(seen) not in quoted
        clause = ERROR_CLAUSES[seen.fact.kind] if brought or not seen.fact.quotable else "error_quoted"
        found.setdefault((clause, seen.fact.id), []).append(seen)
    for (clause, signature), places in found.items():
        first = places[0].fact
        values = {"url": first.url, "status": first.status, "signature": signature, "excerpt": first.excerpt}
        yield note(clause, *places, **values, places=len(places))


def map_notes(facts: Facts, public: Sequence[str]) -> Iterator[Note]:
    """Source maps are told; whether they are meant to be public is the dossier's to say."""
    for seen in facts.all(SourceMap):
        if _own(seen.fact.url, facts):
            clause = "source_map_public" if is_public(seen.fact.url, public) else "source_map"
            yield note(clause, seen, url=seen.fact.url, sources=seen.fact.sources)


def _pinned(found: TechnicalError) -> bool:
    """Whether this stands in the content of a pinned address (a dump holds SQL), which is judged by itself."""
    return found.purpose == "exposed" and found.quotable


def _text(seen: Seen[TechnicalError]) -> tuple[str, str]:
    return seen.fact.id, seen.fact.excerpt


def _own(url: str, facts: Facts) -> bool:
    return is_first_party(host_of(url), facts.candidate)
