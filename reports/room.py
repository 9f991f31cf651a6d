"""How many steps the report has room for: a flood of requests must not make it too large to open."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

import msgspec
from markupsafe import escape

from criteria.played import Part, Played, Step
from criteria.text import VALUE_LIMIT
from reports.plain import plain
from reports.words import secret_short

ROOM = 2_000_000
"""Characters of markup, about, for all steps together; those that a finding cites have as much again."""
MOST_STEPS = 80
"""Steps of one phase."""
MOST_VALUES = 30
LONGEST = 100
"""Values of one step, and characters of one of them."""
FRAME = 500
PAIR = 90
"""Characters of markup around a step, and around a value."""


def within(played: Iterable[Played], cited: Container[str]) -> Iterator[Played]:
    """What was played, less the steps for which there is no room: those are counted."""
    left = ROOM
    for one in played:
        parts = []
        for part in one.parts:
            kept: list[Step] = []
            for step in part.steps:
                if len(kept) < MOST_STEPS and left > (-ROOM if step.observation in cited else 0):
                    kept.append(step)
                    left -= size(step)
            parts.append(Part(phase=part.phase, steps=tuple(kept), more=part.more + len(part.steps) - len(kept)))
        yield msgspec.structs.replace(one, parts=tuple(parts))


def size(step: Step) -> int:
    """Characters of markup that the step takes, about."""
    said = sum(len(escape(plain(one, VALUE_LIMIT))) for one in (*step.told[:MOST_VALUES], step.reason))
    return FRAME + _values(step.sent) + _values(step.answered) + said


def _values(found: Mapping[str, str]) -> int:
    shown = list(found.items())[:MOST_VALUES]
    return sum(PAIR + len(name) + len(escape(plain(secret_short(value), LONGEST))) for name, value in shown)
