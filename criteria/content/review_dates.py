"""Whether health pages show a review that is recent enough for their declared cycle (CON-07)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date, timedelta

from criteria.check import Note, Seen, note
from criteria.content.page_dates import PageDates, page_dates
from criteria.content.sample import CONTENT, Sample
from criteria.facts.editorial import ContentPage
from criteria.page_kinds import patterns

States = list[tuple[Seen[ContentPage], str]]
Read = list[tuple[Seen[ContentPage], PageDates]]


def review_notes(sample: Sample) -> Generator[Note, None, States]:
    """Judge every page by itself; returns the state of each (``dated``, ``undated``, ``unclear``)."""
    bounds = patterns(CONTENT)["bounds"]
    longest = int(bounds["longest_cycle_months"])
    declared = sample.declared.review_cycle_months if sample.declared else 0
    if not declared:
        yield note("no_cycle", sample.summary, longest=longest)
    cycle = min(declared or longest, longest)
    if declared > longest:
        yield note("cycle_too_long", sample.summary, declared=declared, longest=longest)
    read = [(seen, page_dates(seen.fact)) for seen in sample.pages]
    states = [(seen, _state(seen.fact, dates, _looked(seen))) for seen, dates in read]
    yield from _age_notes(read, cycle, {seen.fact.url for seen, state in states if state == "dated"})
    yield from _gathered("dates_differ", [(seen, dates) for seen, dates in read if dates.apart > 1], cycle)
    return states


def _state(page: ContentPage, dates: PageDates, looked: date) -> str:
    bounds = patterns(CONTENT)["bounds"]
    if page.thin or page.words < int(bounds["readable"]):
        return "unclear"
    if dates.last is None:
        return "undated"
    to_come = dates.last.day > looked + timedelta(days=31)
    return "unclear" if to_come or dates.last.confidence < float(bounds["confidence"]) else "dated"


def _age_notes(read: Read, cycle: int, certain: set[str]) -> Iterator[Note]:
    """Pages whose last review is too old; for a person where the date is not sure, or the structured data newer."""
    sure: Read = []
    unsure: Read = []
    for seen, dates in read:
        due = _before(_looked(seen), cycle)
        if dates.last is None or dates.last.day >= due:
            continue
        newer = dates.structured is not None and dates.structured >= due
        (sure if seen.fact.url in certain and not newer else unsure).append((seen, dates))
    yield from _gathered("stale", sure, cycle)
    yield from _gathered("maybe_stale", unsure, cycle)


def _gathered(clause: str, found: Read, cycle: int) -> Iterator[Note]:
    """One note on all of these pages; its sentence names the first."""
    if found:
        seen, dates = found[0]
        day = dates.last.day if dates.last else "-"
        about = {"url": seen.fact.url, "date": day, "structured": dates.structured, "cycle": cycle, "pages": len(found)}
        yield note(clause, *(one for one, _ in found), **about)


def _looked(seen: Seen[ContentPage]) -> date:
    return date.fromisoformat(seen.observation.at[:10])


def _before(day: date, months: int) -> date:
    """The same day so many months earlier; a day that the month has not is its 28th."""
    count = day.year * 12 + day.month - 1 - months
    return date(max(1, count // 12), count % 12 + 1, min(day.day, 28))
