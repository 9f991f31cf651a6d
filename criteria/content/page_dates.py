"""When a page was last reviewed: the dates that it shows, by their labels, and those of its structured data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec

from criteria.content.sentences import of_others
from criteria.facts.dossier_words import dates_at, months_at, plain
from criteria.facts.editorial import Block, ContentPage
from criteria.page_kinds import patterns

DATES, BYLINES, SOURCES = "date_patterns", "byline_patterns", "source_patterns"
Label = Literal["reviewed", "modified", "published"]
LABELS: tuple[Label, ...] = ("reviewed", "modified", "published")


class Dated(msgspec.Struct, frozen=True):
    """One date that the page shows, with its label and how sure the reading is."""

    day: date
    label: Label
    confidence: float


class PageDates(msgspec.Struct, frozen=True):
    """``last`` is the last review that the page shows, ``structured`` the one that its data claim."""

    last: Dated | None
    structured: date | None

    @property
    def apart(self) -> int:
        """Days between the shown and the structured date, 0 when there are not both."""
        return abs((self.last.day - self.structured).days) if self.last and self.structured else 0


def page_dates(page: ContentPage) -> PageDates:
    """The dates of a page; the latest of the surest readings counts."""
    shown = list(_shown(page))
    sure = [one for one in shown if one.confidence >= float(patterns("health_content")["bounds"]["confidence"])]
    return PageDates(max(sure or shown, key=lambda one: one.day, default=None), _structured(page))


def _shown(page: ContentPage) -> Iterator[Dated]:
    teasers, heading = re.compile(patterns(BYLINES)["teasers"]), re.compile(patterns(SOURCES)["headings"])
    past_sources = False
    for block in page.main:
        if block.heading:
            past_sources = heading.search(plain(block.text)) is not None
        if not past_sources and not teasers.search(block.hints):
            yield from _read(block, page.language)


def _read(block: Block, language: str) -> Iterator[Dated]:
    bare = plain(block.text)
    full = list(dates_at(bare))
    taken = {place for place, _ in full}
    for place, day in full:
        doubtful = language == "en" and day.day <= 12 and re.match(r"[0-9]{1,2}\s?[/.]", bare[place:])
        yield from _labelled(block, bare, place, day, "ambiguous" if doubtful else "labelled")
    for place, month in months_at(bare):
        day_before = re.search(r"[0-9](?:er|st|nd|rd|th)?\s{0,3}$", bare[max(0, place - 8) : place])
        if day_before is None and place not in taken:
            yield from _labelled(block, bare, place, _month_end(month), "month_only")
    if not full and (moment := _iso(block.moment)) is not None:
        yield from _labelled(block, bare, len(bare), moment, "labelled")


def _labelled(block: Block, bare: str, place: int, day: date, kind: str) -> Iterator[Dated]:
    known = patterns(DATES)
    before = bare[max(0, place - int(known["reach"])) : place]
    if re.search(known["to_come"], before):
        return
    ends = {label: _last_end(known["labels"][label], before) for label in LABELS}
    label = max(LABELS, key=lambda one: ends[one])
    if ends[label] >= 0:
        yield Dated(day, label, _confidence("of_others" if of_others(before) else kind))
    elif block.moment and len(bare) < 200:
        yield Dated(day, "published", min(_confidence("unlabelled_time"), _confidence(kind)))
    elif len(bare) < 80 and re.search(known["hints"], block.hints):
        yield Dated(day, "published", _confidence("unlabelled_hint"))


def _last_end(pattern: str, text: str) -> int:
    return max((one.end() for one in re.finditer(pattern, text)), default=-1)


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _structured(page: ContentPage) -> date | None:
    said = page.structured
    return max(filter(None, map(_iso, (said.reviewed, said.modified))), default=None) or _iso(said.published)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _confidence(name: str) -> float:
    return float(patterns(DATES)["confidence"][name])
