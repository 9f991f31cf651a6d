"""Values on their way through the health space: written as they were entered, shown as the space gave them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from criteria.check import Note, Seen, note
from criteria.content.vectors import calculations
from criteria.facts.fhir_bodies import Measure
from criteria.facts.shown import Trigger
from criteria.facts.space_calls import MeasureWrite
from criteria.security.rounds import Played
from criteria.security.shown_values import Reading, plain, values_of

OWN, DOUBTFUL = "own_measures", "unit_unknown"
CLOSE = 0.01
"""Relative difference within which a converted value is the same."""
Entered = Mapping[str, str]


def written_notes(writes: Sequence[Seen[MeasureWrite]], triggers: Sequence[Seen[Trigger]]) -> Iterator[Note]:
    """Whether some write holds what was entered; if none does, whether they hold it converted."""
    named = {name: known.code for name, known in calculations().quantities.items() if known.code}
    walked = [seen for seen in triggers if set(seen.fact.entered) & set(named)]
    entered = [_by_code(seen.fact.entered, named) for seen in walked]
    sent = [(seen, one) for seen in writes for one in seen.fact.measures if _codes(entered) & set(one.codes)]
    if not sent:
        yield note("entered_unknown", *writes[:1])
        return
    if any(_kept(one, values) for _, one in sent for values in entered):
        return
    for seen, one in sent:
        values = next((values for values in entered if _converted(one, values)), None)
        if values is not None:
            steps = [step for step in walked if _by_code(step.fact.entered, named) == values]
            told = {"entered": " / ".join(values.values()), "sent": " / ".join(one.values)}
            yield note("value_changed", seen, *steps, **told)
            return
    yield note("value_not_recognised", *[seen for seen, _ in sent[:3]], writes=len(sent))


def _by_code(entered: Entered, named: Mapping[str, str]) -> dict[str, str]:
    return {named[name]: plain(value) for name, value in entered.items() if name in named}


def _codes(entered: Sequence[Entered]) -> set[str]:
    return {code for values in entered for code in values}


def _parts(measure: Measure, entered: Entered) -> list[tuple[str, str]]:
    """What was sent and what was entered, for each code that both have."""
    sent = dict(zip(measure.codes, measure.values, strict=False))
    return [(plain(sent[code]), value) for code, value in entered.items() if code in sent]


def _kept(measure: Measure, entered: Entered) -> bool:
    parts = _parts(measure, entered)
    return bool(parts) and all(sent == value for sent, value in parts)


def _converted(measure: Measure, entered: Entered) -> bool:
    """Whether each value is the entered one, or differs from it by a pinned factor; or they changed places."""
    parts = _parts(measure, entered)
    if len(parts) > 1 and sorted(sent for sent, _ in parts) == sorted(value for _, value in parts):
        return True
    return bool(parts) and all(sent == value or _by_factor(sent, value) for sent, value in parts)


def _by_factor(sent: str, value: str) -> bool:
    try:
        found, asked = float(sent), float(value)
    except ValueError:
        return False
    return any(asked and abs(found - asked * factor) <= CLOSE * asked * factor for factor in calculations().factors)


def own_notes(played: Played) -> Iterator[Note]:
    """Whether the person's measures were shown as the space gave them."""
    reads = [seen for seen in played.fault.reads if seen.fact.altered]
    given = [one for seen in reads for one in seen.fact.measures if all(one.values) and one.values]
    reading = Reading.of(played)
    least = min(2, len(given))
    if not given:
        yield note("not_played", *played.fault.triggers, scenario=played.scenario)
    elif sum(reading.shows(values_of([one])) for one in given) >= least:
        return
    elif sum(_shown_converted(reading, one) for one in given) >= least:
        if not reading.marked(given):
            yield note("shown_changed", *reads, *reading.pages)
    elif sum(_shown_rounded(reading, one) for one in given) >= least:
        yield note("shown_rounded", *reads, *reading.pages)
    else:
        yield note("own_not_shown", *reads, *reading.pages)


def doubtful_notes(played: Played) -> Iterator[Note]:
    """Whether values whose unit contradicts itself were shown, and if so like all others."""
    reads = [seen for seen in played.fault.reads if seen.fact.altered]
    given = [one for seen in reads for one in seen.fact.measures if all(one.values) and one.values]
    reading = Reading.of(played)
    if not given or not reading.pages:
        yield note("not_played", *played.fault.triggers, scenario=played.scenario)
    elif sum(reading.shows(values_of([one])) for one in given) >= min(2, len(given)):
        yield note("doubtful_unit_marked" if reading.marked(given) else "wrong_unit_shown", *reads, *reading.pages)
    elif not played.alive("read"):
        yield note("not_alive", *reads, scenario=played.scenario)


def _shown_converted(reading: Reading, measure: Measure) -> bool:
    tried = ((factor, digits) for factor in calculations().factors for digits in (0, 1, 2))
    return any(reading.shows(_times(measure, factor, digits)) for factor, digits in tried)


def _shown_rounded(reading: Reading, measure: Measure) -> bool:
    rounded = _times(measure, 1.0, 0)
    return rounded != values_of([measure]) and reading.shows(rounded)


def _times(measure: Measure, factor: float, digits: int) -> set[str]:
    try:
        return {plain(f"{float(value) * factor:.{digits}f}") for value in measure.values}
    except ValueError:
        return set()


READINGS: Mapping[str, Callable[[Played], Iterator[Note]]] = {OWN: own_notes, DOUBTFUL: doubtful_notes}
"""What is read back, and what is said of it."""
