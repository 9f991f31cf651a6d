"""Searching measures over TLS: modes, pages, and every refusal of the table."""

from __future__ import annotations

import pytest

from tests.conformance.conftest import Running
from tests.conformance.paired import LAST, PERIOD, Paired, diagnostics


@pytest.fixture(scope="module")
def paired(running: Running) -> Paired:
    return Paired(running)


def test_pages_lead_to_all_measures(running: Running) -> None:
    someone = Paired(running)
    for day in range(1, 6):
        assert someone.write("heart_rate", f"2026-11-{day:02}T08:00:00Z").status_code == 200
    page = someone.read("8867-4", *PERIOD, ("_count", "2")).json()
    seen, relations = [], []
    while True:
        seen += [entry["resource"]["effectiveDateTime"][8:10] for entry in page["entry"]]
        links = {one["relation"]: one["url"] for one in page["link"]}
        relations.append(sorted(links))
        if "next" not in links:
            break
        page = someone.client.http.get(links["next"], headers=someone.client.headers(someone.tokens)).json()
    assert seen == ["05", "04", "03", "02", "01"]
    assert relations == [["next", "self"], ["next", "previous", "self"], ["previous", "self"]]
    assert page["total"] == 5
    bounds = [("date", "gt2026-11-02"), ("date", "lt2026-11-04")]
    assert [e["resource"]["effectiveDateTime"][8:10] for e in someone.read("8867-4", *bounds).json()["entry"]] == ["03"]


SEARCHES: list[tuple[int, str, list[tuple[str, str]]]] = [
    (400, "Maximum page size allowed is 100. Actual : 101", [*PERIOD, ("_count", "101")]),
    (400, "Sort parameter must be equals to -date", [("_sort", "date"), ("_count", "1")]),
    (400, "Sort parameter must be equals to -date", [("_sort", "-date")]),
    (400, "Sort parameter must be equals to -date", [("_sort", "-date"), ("_count", "2")]),
    (400, "Paged search and search last", [*PERIOD, *LAST]),
    (400, "Paged search and search last", [*LAST, ("_offset", "0")]),
    (400, "No search mode detected", []),
    (400, "No search mode detected", [PERIOD[0]]),
    (400, "No search mode detected", [PERIOD[0], PERIOD[0]]),
    (400, "Parameter date has no valid value.", [("date", "ge2026-13-01"), PERIOD[1]]),
    (400, "Parameter _offset has no valid value.", [*PERIOD, ("_offset", "-1")]),
    (400, "Parameter _offset has no valid value.", [*PERIOD, ("_offset", "9" * 40)]),
    (400, "Parameter _count has no valid value.", [*PERIOD, ("_count", "0")]),
    (400, "Parameter _include has no valid value.", [*PERIOD, ("_include", "*")]),
    (400, "Parameter patient is not supported.", [*PERIOD, ("patient", "1")]),
]


@pytest.mark.parametrize(("status", "text", "query"), SEARCHES)
def test_a_wrong_search_is_told_so(paired: Paired, status: int, text: str, query: list[tuple[str, str]]) -> None:
    answer = paired.read("29463-7", *query)
    assert answer.status_code == status
    assert diagnostics(answer)[0].startswith(text)


def test_a_search_needs_a_known_code_and_a_subject(paired: Paired) -> None:
    assert diagnostics(paired.read("0-0", *PERIOD))[0].startswith("Parameter code is mandatory")
    answer = paired.client.read(paired.tokens, [("code", "29463-7"), *PERIOD])
    assert diagnostics(answer)[0].startswith("Parameter subject.identifier is mandatory")


def test_request_ids_come_back(running: Running) -> None:
    http = running.client.http
    for path in ("/fhir/metadata", "/fhir/Observation", "/nowhere"):
        answer = http.get(f"{running.base}{path}", headers={"X-Request-ID": "abc-123"})
        assert answer.headers["x-request-id"] == "abc-123"
    made = http.get(f"{running.base}/fhir/metadata", headers={"X-Request-ID": "a b"}).headers["x-request-id"]
    assert made not in ("a b", "")


def test_what_the_space_says_of_itself(running: Running) -> None:
    http = running.client.http
    told = http.get(f"{running.base}/fhir/metadata").json()
    assert (told["resourceType"], told["fhirVersion"]) == ("CapabilityStatement", "4.0.1")
    smart = http.get(f"{running.base}/fhir/.well-known/smart-configuration").json()
    assert smart["issuer"] == f"{running.base}/oauth"
    missing = http.get(f"{running.base}/fhir/Patient")
    assert (missing.status_code, missing.json()["resourceType"]) == (404, "OperationOutcome")
    assert http.delete(f"{running.base}/fhir/Observation").status_code == 405
