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
    states: States = []
    for seen in sample.pages:
        dates = page_dates(seen.fact)
        state = _state(seen.fact, dates, _looked(seen))
        states.append((seen, state))
        yield from _age_notes(seen, dates, cycle, certain=state == "dated")
    return states


def _state(page: ContentPage, dates: PageDates, looked: date) -> str:
    bounds = patterns(CONTENT)["bounds"]
    if page.thin or page.words < int(bounds["readable"]):
        return "unclear"
    if dates.last is None:
        return "undated"
    to_come = dates.last.day > looked + timedelta(days=31)
    return "unclear" if to_come or dates.last.confidence < float(bounds["confidence"]) else "dated"


def _age_notes(seen: Seen[ContentPage], dates: PageDates, cycle: int, *, certain: bool) -> Iterator[Note]:
    if dates.last is None:
        return
    about = {"url": seen.fact.url, "date": dates.last.day.isoformat(), "cycle": cycle}
    if dates.apart > 1:
        yield note("dates_differ", seen, **about, structured=dates.structured)
    due = _before(_looked(seen), cycle)
    if dates.last.day >= due:
        return
    newer = dates.structured is not None and dates.structured >= due
    yield note("stale" if certain and not newer else "maybe_stale", seen, **about)


def _looked(seen: Seen[ContentPage]) -> date:
    return date.fromisoformat(seen.observation.at[:10])


def _before(day: date, months: int) -> date:
    """The same day so many months earlier; a day that the month has not is its 28th."""
    count = day.year * 12 + day.month - 1 - months
    return date(max(1, count // 12), count % 12 + 1, min(day.day, 28))
