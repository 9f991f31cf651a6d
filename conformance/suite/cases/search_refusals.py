"""Searches that are refused, each with its own words (MES 1.5.2, codes of error)."""

from __future__ import annotations

from conformance.suite.bench import Bench, during
from conformance.suite.case import case
from conformance.suite.cases.search import LAST
from conformance.suite.outcome import expect_outcome, expect_status

Fields = list[tuple[str, str]]


def _refused(bench: Bench, error: str, *params: tuple[str, str]) -> None:
    expect_outcome(bench.pair().search("body_weight", *params), error)


@case("search.no-mode")
def no_mode(bench: Bench) -> None:
    _refused(bench, "no_mode")


@case("search.one-bound")
def one_bound(bench: Bench) -> None:
    _refused(bench, "no_mode", during(bench.minute())[0])


@case("search.both-modes")
def both_modes(bench: Bench) -> None:
    _refused(bench, "both_modes", *during(bench.minute()), *LAST)


@case("search.sort-wrong")
def sort_wrong(bench: Bench) -> None:
    _refused(bench, "sort_invalid", ("_sort", "date"), ("_count", "1"))


@case("search.last-of-several")
def last_of_several(bench: Bench) -> None:
    _refused(bench, "sort_invalid", ("_sort", "-date"), ("_count", "2"))


@case("search.code-missing")
def code_missing(bench: Bench) -> None:
    pair = bench.pair()
    asked: Fields = [("subject.identifier", f"{pair.subject['system']}|{pair.idpe}"), *during(bench.minute())]
    expect_outcome(pair.get("/Observation", asked), "search_code")


@case("search.code-unknown")
def code_unknown(bench: Bench) -> None:
    pair = bench.pair()
    subject = ("subject.identifier", f"{pair.subject['system']}|{pair.idpe}")
    expect_outcome(pair.get("/Observation", [("code", "0-0"), subject, *during(bench.minute())]), "search_code")


@case("search.subject-missing")
def subject_missing(bench: Bench) -> None:
    expect_outcome(bench.pair().get("/Observation", [("code", "29463-7"), *during(bench.minute())]), "search_subject")


@case("search.value-wrong")
def value_wrong(bench: Bench) -> None:
    for wrong in (("_offset", "-1"), ("_count", "0"), ("_count", "many"), ("_include", "Observation:subject")):
        _refused(bench, "search_value", *during(bench.minute()), wrong)


@case("search.date-wrong")
def date_wrong(bench: Bench) -> None:
    for lower in ("ge2026-13-45", "geyesterday", "ge"):
        _refused(bench, "search_value", ("date", lower), during(bench.minute())[1])


@case("search.parameter-unknown")
def parameter_unknown(bench: Bench) -> None:
    _refused(bench, "search_parameter", *during(bench.minute()), ("_elements", "id"))


@case("search.hostile-values")
def hostile_values(bench: Bench) -> None:
    for value in ("' OR 1=1 --", "\x00", "<script>", "9" * 5000, "é" * 300):
        for name in ("code", "subject.identifier", "date", "_count", "_offset"):
            answer = bench.pair().get("/Observation", [(name, value), *during(bench.minute())])
            expect_status(answer, 400, 403, 414, 431)
