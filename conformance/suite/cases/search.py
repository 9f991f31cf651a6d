"""Searching: the two modes, the bounds of the period, the code, the computed index (MES 1.5.2, section 2.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from conformance.suite.answer import Answer, at
from conformance.suite.bench import Bench, during, stamp
from conformance.suite.case import case
from conformance.suite.described import check_described
from conformance.suite.outcome import Unseen, expect, expect_same, expect_status
from conformance.suite.pair import Pair, found

LAST = (("_sort", "-date"), ("_count", "1"))


def instants(answer: Answer) -> list[str]:
    """When the measures of a page were taken, in its order."""
    return [str(one.get("effectiveDateTime")) for one in found(answer)]


def fill(pair: Pair, indicator: str, when: datetime, count: int) -> list[str]:
    """Feed so many measures, a minute apart; return their instants. Raises ``Unseen`` when that fails."""
    told = [stamp(when, minutes=minute) for minute in range(count)]
    for number, instant in enumerate(told):
        written = pair.write(indicator, instant, 50 + number)
        if written.status != 200:
            raise Unseen("no_write", written)
    return told


@case("search.answer")
def answer_shape(bench: Bench) -> None:
    answer = bench.pair().search("body_weight", *during(bench.minute()))
    expect_status(answer, 200)
    check_described(answer)


@case("search.period")
def period(bench: Bench) -> None:
    pair, when = bench.pair(), bench.minute()
    told = fill(pair, "body_weight", when, 3)
    answer = pair.search("body_weight", *during(when))
    expect_status(answer, 200)
    expect_same("effectiveDateTime", sorted(instants(answer)), told, answer)


@case("search.newest-first")
def newest_first(bench: Bench) -> None:
    pair, when = bench.pair(), bench.minute()
    fill(pair, "body_weight", when, 3)
    answer = pair.search("body_weight", *during(when))
    expect_same("effectiveDateTime", instants(answer), sorted(instants(answer), reverse=True), answer)


def _bounded(bench: Bench, lower: str, upper: str) -> tuple[list[int], Answer]:
    """Which of three measures, a minute apart, lie between the first and the last by these comparators."""
    pair, when = bench.pair(), bench.minute()
    told = fill(pair, "body_weight", when, 3)
    answer = pair.search("body_weight", ("date", f"{lower}{told[0]}"), ("date", f"{upper}{told[2]}"))
    expect_status(answer, 200)
    return sorted(told.index(one) for one in instants(answer) if one in told), answer


@case("search.bounds-inclusive")
def bounds_inclusive(bench: Bench) -> None:
    seen, answer = _bounded(bench, "ge", "le")
    expect_same("ge, le", seen, [0, 1, 2], answer)


@case("search.bounds-exclusive")
def bounds_exclusive(bench: Bench) -> None:
    seen, answer = _bounded(bench, "gt", "lt")
    expect_same("gt, lt", seen, [1], answer)


@case("search.day-as-bound")
def day_as_bound(bench: Bench) -> None:
    pair, when = bench.pair(), bench.minute()
    (told,) = fill(pair, "waist_circumference", when, 1)
    day = when.date().isoformat()
    answer = pair.search("waist_circumference", ("date", f"ge{day}"), ("date", f"le{day}"))
    expect_status(answer, 200)
    expect(told in instants(answer), "absent", answer, what=told)


@case("search.code-alone")
def code_alone(bench: Bench) -> None:
    pair, when = bench.pair(), bench.minute()
    fill(pair, "body_weight", when, 1)
    fill(pair, "heart_rate", when, 1)
    answer = pair.search("heart_rate", *during(when))
    expect_status(answer, 200)
    codes = [at(one, "code", "coding", 0, "code") for one in found(answer)]
    expect_same("code", codes, ["8867-4"], answer)


@case("search.last")
def last(bench: Bench) -> None:
    pair, now = bench.pair(), datetime.now(UTC)
    earlier, later = stamp(now, minutes=-1), stamp(now)
    for number, instant in enumerate((later, earlier)):  # the last to come is not the last taken
        if pair.write("steps_by_day", instant, 4000 + number).status != 200:
            raise Unseen("no_write")
    answer = pair.search("steps_by_day", *LAST)
    expect_status(answer, 200)
    seen = instants(answer)
    expect(
        len(seen) == 1 and seen[0] >= later,
        "value",
        answer,
        what="effectiveDateTime",
        seen=", ".join(seen),
        wanted=later,
    )


@case("search.bmi-computed")
def bmi_computed(bench: Bench) -> None:
    pair, when = bench.pair(), bench.minute()
    written = pair.write("body_height", stamp(when), 180), pair.write("body_weight", stamp(when, minutes=1), 81)
    if any(one.status != 200 for one in written):
        raise Unseen("no_write", *written)
    answer = pair.search("body_mass_index", *during(when))
    expect_status(answer, 200)
    values = [at(one, "valueQuantity", "value") for one in found(answer)]
    numbers = [Decimal(one) for one in values if isinstance(one, int | Decimal)]
    close = [one for one in numbers if abs(one - 25) <= Decimal("0.1")]
    expect(close, "value", answer, what="valueQuantity.value", seen=", ".join(map(str, values)), wanted="25")


@case("search.another-app-sees")
def another_app_sees(bench: Bench) -> None:
    """What one app wrote, the person may let another read."""
    pair, other, when = bench.pair(0), bench.pair(1), bench.minute()
    fill(pair, "body_weight", when, 1)
    answer = other.search("body_weight", *during(when))
    expect_status(answer, 200)
    expect_same("total", answer.member("total"), 1, answer)
