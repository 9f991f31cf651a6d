"""Whether implausible values of a measure were kept: a new line of the account's pages that looks like a sound one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from criteria.check import Note, Seen, note
from criteria.facts.driven import DrivenCase
from criteria.facts.page_lines import PageLines
from criteria.facts.visible import numbers_of, without_numbers

Case = Seen[DrivenCase]
Lines = Seen[PageLines]
SIGNS = str.maketrans("", "", "-−–")


class Kept(msgspec.Struct, frozen=True):
    """One case, the new lines that hold its values, and the pages that show them."""

    case: Case
    lines: tuple[str, ...]
    pages: tuple[Lines, ...]

    @property
    def shapes(self) -> frozenset[str]:
        """The new lines without their numbers."""
        return frozenset(without_numbers(line).translate(SIGNS) for line in self.lines)


def entry_notes(cases: Sequence[Case], pages: Sequence[Lines]) -> Iterator[Note]:
    """What was kept that should not be; else why nothing can be concluded of an entry, if so."""
    kept = [_kept(case, pages) for case in cases]
    for subject in dict.fromkeys(case.fact.subject for case in cases):
        mine = [one for one in kept if one.case.fact.subject == subject]
        yield from _of(subject, [one for one in mine if _sound(one)], [one for one in mine if not _sound(one)])


def _of(subject: str, sound: Sequence[Kept], implausible: Sequence[Kept]) -> Iterator[Note]:
    shapes = frozenset().union(*(one.shapes for one in sound))
    refused = [one.case for one in sound if one.case.fact.outcome != "accepted"]
    if refused or not sound:
        yield note("entry_refused", *refused, entry=subject)
    for one in implausible:
        given = " / ".join(one.case.fact.given.values())
        if one.shapes & shapes:
            yield note("implausible_stored", one.case, *one.pages, entry=subject, given=given)
        elif one.lines:
            yield note("maybe_stored", one.case, *one.pages, entry=subject, given=given)
    unseen = [one.case for one in implausible if one.case.fact.outcome == "accepted" and not one.lines]
    if unseen and not shapes:
        yield note("entry_not_seen", *unseen, entry=subject)
    if not implausible:
        yield note("entry_refused", entry=subject)


def _sound(one: Kept) -> bool:
    return one.case.fact.kind == "sound"


def _kept(case: Case, pages: Sequence[Lines]) -> Kept:
    """What is new on the account's pages after the case; a page is compared with its last state before."""
    moment = case.observation.mono_ns
    before: dict[str, PageLines] = {}
    for seen in pages:
        if seen.fact.part != "entered" and seen.observation.mono_ns < moment:
            before[seen.fact.url] = seen.fact
    after = [seen for seen in pages if (seen.fact.case, seen.fact.part) == (case.fact.case, "after")]
    values = [number for text in case.fact.given.values() for number in numbers_of(text)]
    lines: list[str] = []
    showing: list[Lines] = []
    for seen in after:
        earlier = before.get(seen.fact.url)
        fresh = Counter(seen.fact.holding(values))
        fresh -= Counter(earlier.holding(values) if earlier else fresh.elements())
        if fresh:
            lines += fresh
            showing.append(seen)
    return Kept(case, tuple(lines), tuple(showing))
