"""Who looked: every access, write and refusal is written down once, and only those whom it concerns read it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from conformance.space.accesses import accesses_of
from conformance.space.clock import Clock
from conformance.space.limits import Rate
from conformance.space.tables import AccessRow, ObservationRow
from tests.conformance import samples
from tests.conformance.space.conftest import Maker
from tests.conformance.space.direct import LAST, OBSERVATION, PERIOD, Answer, Direct, Member, location


def count(direct: Direct, table: type = AccessRow) -> int:
    with direct.space.store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def last(member: Member) -> tuple[str, str, str, int, str]:
    (one,) = accesses_of(member.direct.space.store, member.login, limit=1)
    return one.operation, one.kind, one.code, one.status, one.error


Act = Callable[[Member], Answer]
ACTS: list[tuple[Act, tuple[str, str, str, int, str]]] = [
    (lambda m: m.write("body_weight"), ("transaction", "Bundle", "29463-7", 200, "")),
    (lambda m: m.write("body_weight"), ("transaction", "Bundle", "29463-7", 200, "")),
    (lambda m: m.search("29463-7", *PERIOD), ("search-type", "Observation", "29463-7", 200, "")),
    (lambda m: m.search("29463-7"), ("search-type", "Observation", "", 400, "no_mode")),
    (lambda m: m.search("39156-5", *LAST), ("search-type", "Observation", "39156-5", 200, "")),
    (lambda m: m.get(f"{OBSERVATION}/none"), ("read", "Observation", "", 404, "not_found")),
    (lambda m: m.get("/fhir/Device/none"), ("read", "Device", "", 404, "not_found")),
    (lambda m: m.get("/fhir/Patient"), ("", "", "", 404, "not_found")),
    (lambda m: m.direct.ask("DELETE", "/fhir", m.headers), ("", "", "", 405, "method_not_allowed")),
    (lambda m: m.send(b""), ("transaction", "Bundle", "", 400, "bundle_missing")),
    (lambda m: m.send(b"{"), ("transaction", "Bundle", "", 400, "json_invalid")),
    (lambda m: m.send(b"[" * 50_000), ("transaction", "Bundle", "", 400, "json_too_deep")),
    (lambda m: m.send(b"x" * 300_000), ("transaction", "Bundle", "", 413, "body_too_large")),
    (lambda m: m.send(b"{}", content_type="text/xml"), ("transaction", "Bundle", "", 415, "media_type")),
    (lambda m: m.write("body_mass_index"), ("transaction", "Bundle", "39156-5", 422, "bmi_creation")),
    (lambda m: m.search("29463-7", id_token="x"), ("search-type", "Observation", "", 400, "id_token_invalid")),
    (
        lambda m: m.get(f"{OBSERVATION}?{urlencode([('code', '29463-7'), ('subject.identifier', 'x'), *PERIOD])}"),
        ("search-type", "Observation", "29463-7", 403, "idpe_mismatch"),
    ),
    (lambda m: m.get("/fhir/AuditEvent"), ("search-type", "AuditEvent", "", 400, "audit_period")),
    (
        lambda m: m.get("/fhir/AuditEvent?date=ge2020&date=le2100"),
        ("search-type", "AuditEvent", "", 200, ""),
    ),
]


def test_every_call_leaves_one_event(make: Maker, database: str) -> None:
    member = make(database).pair("app-1")
    for number, (act, told) in enumerate(ACTS, 1):
        answer = act(member)
        assert (answer.status, last(member)) == (told[3], told)
        assert count(member.direct) == number


def test_refusals_for_want_of_consent_and_of_life(make: Maker) -> None:
    clock = Clock()
    direct = make(clock=clock)
    member = direct.pair("app-1", actions=("write",))
    assert member.search("29463-7", *PERIOD).status == 403
    assert last(member)[3:] == (403, "consent_missing")
    clock.advance(timedelta(hours=2))
    assert member.search("29463-7", *PERIOD).status == 401
    assert last(member)[3:] == (401, "access_token_invalid")
    assert count(direct) == 2


def test_a_stranger_leaves_no_event(make: Maker) -> None:
    member = make().pair("app-1")
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}):
        assert member.direct.ask("GET", OBSERVATION, headers).status == 401
        assert member.direct.ask("GET", "/fhir/Patient", headers).status == 404
    assert count(member.direct) == 0


def test_a_throttled_call_is_written_down(make: Maker) -> None:
    member = make(person_rate=Rate(per_second=1, burst=1), monotonic=lambda: 0.0).pair("app-1")
    assert [member.write("body_weight").status for _ in range(2)] == [200, 429]
    assert last(member)[3:] == (429, "throttled")


def test_a_write_and_its_event_are_one_transaction(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    member = make().pair("app-1")

    def fails(*_args: object) -> None:
        raise ValueError("the event cannot be written")

    monkeypatch.setattr("conformance.space.calls.record", fails)
    with pytest.raises(ValueError, match="the event"):
        member.write("body_weight")
    assert (count(member.direct), count(member.direct, ObservationRow)) == (0, 0)


def test_the_events_as_fhir(make: Maker, database: str) -> None:
    member = make(database).pair("app-1")
    where = location(member.send(samples.bundle(member.measure("body_weight")), x_request_id="call-7"))
    member.search("29463-7", *PERIOD)
    member.write("body_mass_index")
    refused, searched, written = member.audit()
    assert [one["resourceType"] for one in (refused, searched, written)] == ["AuditEvent"] * 3
    assert [one["outcome"] for one in (refused, searched, written)] == ["4", "0", "0"]
    assert refused["outcomeDesc"] == "422 bmi_creation"
    assert [one["subtype"][0]["code"] for one in (searched, written)] == ["search-type", "transaction"]
    assert written["agent"][0]["who"]["identifier"]["value"] == f"urn:oid:{member.oid}"
    person, target, call = written["entity"]
    assert person["what"]["identifier"] == {"system": member.authority, "value": member.idpe}
    assert target["what"] == {"reference": where}
    assert call["what"]["identifier"]["value"] == "call-7"
    query = next(one["query"] for one in searched["entity"] if "query" in one)
    assert base64.b64decode(query) == b"code=29463-7&date=ge2026-11-01&date=le2026-11-30"


def test_the_request_id_of_the_answer_is_in_the_event(make: Maker) -> None:
    member = make().pair("app-1")
    for given in ("abc-1", "not one"):
        answer = member.search("29463-7", *PERIOD, x_request_id=given)
        (one,) = accesses_of(member.direct.space.store, member.login, limit=1)
        assert one.request_id == answer.headers["x-request-id"] != "not one"


def test_an_application_sees_its_own_events_and_the_person_all(make: Maker) -> None:
    direct = make()
    direct.register("app-2")
    one = direct.pair("app-1")
    two, stranger = direct.pair("app-2", one.login), direct.pair("app-1")
    one.write("body_weight")
    two.search("29463-7", *PERIOD)
    stranger.write("heart_rate")
    assert [event["subtype"][0]["code"] for event in one.audit()] == ["transaction"]
    assert [event["subtype"][0]["code"] for event in two.audit()] == ["search-type"]
    seen = accesses_of(direct.space.store, one.login)
    assert [(access.client_id, access.kind) for access in seen] == [
        ("app-2", "AuditEvent"),
        ("app-1", "AuditEvent"),
        ("app-2", "Observation"),
        ("app-1", "Bundle"),
    ]
    assert [access.number for access in accesses_of(direct.space.store, one.login, before=seen[1].number, limit=1)] == [
        seen[2].number
    ]


def test_reading_ones_own_events_needs_no_consent_to_health_data(make: Maker) -> None:
    member = make().pair("app-1", actions=("write",))
    member.write("body_weight")
    assert len(member.audit()) == 1


def test_a_period_and_pages_of_events(make: Maker) -> None:
    clock = Clock(lambda: 1_790_000_000.0)
    member = make(clock=clock).pair("app-1")
    for _ in range(5):
        member.search("29463-7", *PERIOD)
        clock.advance(timedelta(seconds=30))
    first = "2026-09-21T14:13:20Z"
    some = member.get(f"/fhir/AuditEvent?date=gt{first}&date=lt2026-09-21T14:14:50Z&_count=1").json
    assert some["total"] == 2
    assert [one["relation"] for one in some["link"]] == ["self", "next"]
    assert member.get(some["link"][1]["url"].removeprefix("https://space.example.test")).json["total"] == 2
    for wrong in ("date=ge2020", "date=ge2020&date=ge2021", "date=eq2020&date=le2021", "date=gex&date=le2021",
                  "date=ge2020&date=le2021&_count=101", "date=ge2020&date=le2021&patient=1"):  # fmt: skip
        assert member.get(f"/fhir/AuditEvent?{wrong}").status == 400
