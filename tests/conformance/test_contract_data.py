"""The contract's data are whole and agree with the text that they transcribe."""

from __future__ import annotations

from conformance.contract.errors import catalogue, issue, operation_outcome
from conformance.contract.measures import load_measures
from conformance.contract.when import interval


def test_eleven_measures_and_fourteen_codes() -> None:
    measures = load_measures().measures
    codes = [i.code for m in measures for i in m.indicators]
    assert len(measures) == 11
    assert len(codes) == len(set(codes)) == 14
    assert all(set(m.profiles) == set(load_measures().families) for m in measures)
    assert all(set(m.title) == {"en", "fr"} for m in measures)


def test_every_clause_says_its_source() -> None:
    assert all(one.source.startswith(("MES 1.5.2", "ANS ", "our reading")) for one in catalogue().values())
    assert all(i.source.startswith("MES 1.5.2") for m in load_measures().measures for i in m.indicators)
    fields = {"status", "text", "code", "diagnostics"}
    assert all(fields.issuperset(one.our_reading) for one in catalogue().values())


def test_an_outcome_carries_the_text_of_the_catalogue() -> None:
    told = operation_outcome([issue("page_too_large", max_page_size="100", request_page_size="101")])
    assert told["issue"] == [
        {
            "severity": "error",
            "code": "invalid",
            "details": {"text": "Request not valid"},
            "diagnostics": "Maximum page size allowed is 100. Actual : 101",
        }
    ]


def test_intervals_of_fhir_dates() -> None:
    told = {text: tuple(at.isoformat() for at in interval(text)) for text in ("2023", "2023-12", "2023-07-21")}
    assert told == {
        "2023": ("2023-01-01T00:00:00+00:00", "2023-12-31T23:59:59.999999+00:00"),
        "2023-12": ("2023-12-01T00:00:00+00:00", "2023-12-31T23:59:59.999999+00:00"),
        "2023-07-21": ("2023-07-21T00:00:00+00:00", "2023-07-21T23:59:59.999999+00:00"),
    }
    start, end = interval("2023-07-21T10:00:00.250+02:00")
    assert start == end
    assert start.isoformat() == "2023-07-21T08:00:00.250000+00:00"
