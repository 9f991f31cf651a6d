"""Whether a calculator's page shows the pinned result, with its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from criteria.check import Note, Seen, note
from criteria.content.vectors import Formula, Vector, calculations, written
from criteria.facts.driven import DrivenCase
from criteria.facts.page_lines import PageLines
from criteria.facts.visible import NUMBER

Case = Seen[DrivenCase]
Lines = Seen[PageLines]
AFTER = 24
"""Characters after a number in which its unit is looked for."""
MOST_NUMBERS = 2_000
SPACE = re.compile(r"\s+")


class Shown(msgspec.Struct, frozen=True):
    """The numbers that only the page of a result shows, whether a unit follows each, and if it stands anywhere."""

    numbers: tuple[tuple[float, bool], ...]
    named: bool

    @classmethod
    def of(cls, final: PageLines, earlier: Sequence[PageLines], units: Sequence[str]) -> Shown:
        """Read the last page of a journey, without the lines that its form had already."""
        known = {line for page in earlier for line in page.lines}
        fresh = [line for line in final.lines if line not in known]
        found = tuple(one for line in fresh for one in _numbers(line, units))[:MOST_NUMBERS]
        every = _bare(" ".join(final.lines))
        return cls(found, not units or any(unit in every for unit in units))


def result_notes(cases: Sequence[Case], pages: Sequence[Lines]) -> Iterator[Note]:
    """What is wrong with the results, and which could not be found."""
    for case in cases:
        formula = calculations().formulas.get(case.fact.subject)
        if formula is None:
            yield note("no_vector", case)
        elif case.fact.outcome != "accepted":
            yield note("calculator_refused", case, formula=case.fact.subject, outcome=case.fact.outcome)
        else:
            yield from _of(case, formula, [seen for seen in pages if seen.fact.case == case.fact.case])


def _of(case: Case, formula: Formula, pages: Sequence[Lines]) -> Iterator[Note]:
    vector = next((one for one in formula.vectors if _same(one, case.fact)), None)
    if vector is None or not pages:
        yield note("result_unclear", case, *pages[-1:], formula=case.fact.subject)
        return
    final, earlier = pages[-1], pages[:-1]
    shown = Shown.of(final.fact, [seen.fact for seen in earlier], formula.units)
    right = [value for value, _ in shown.numbers if abs(value - vector.expected) <= formula.tolerance]
    given = set(vector.given.values())
    others = [value for value, unit in shown.numbers if unit and value not in given]
    told = {"formula": case.fact.subject, "given": _given(case.fact), "expected": written(vector.expected)}
    if right and not shown.named:
        yield note("no_unit", case, final, **told)
    elif not right and others and formula.units:
        yield note("wrong_result", case, final, **told, seen=written(others[0]))
    elif not right:
        yield note("result_unclear", case, final, formula=case.fact.subject)


def _same(vector: Vector, case: DrivenCase) -> bool:
    return {name: written(value) for name, value in vector.given.items()} == case.given


def _given(case: DrivenCase) -> str:
    return " / ".join(case.given.values())


def _numbers(line: str, units: Sequence[str]) -> Iterator[tuple[float, bool]]:
    """Each number of a line that is no part of a unit, and whether a unit of the formula follows."""
    for found in NUMBER.finditer(line):
        if found.start() and line[found.start() - 1].isalpha():
            continue
        after = _bare(line[found.end() : found.end() + AFTER])
        yield float(found[0].replace(",", ".")), any(after.startswith(unit) for unit in units)


def _bare(text: str) -> str:
    return SPACE.sub("", text).lower()
