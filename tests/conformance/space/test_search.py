"""Searching and reading: modes, pages that stand still, body mass index, versions."""

from __future__ import annotations

from typing import Literal

import pytest

from conformance.contract.profiles import validate_resource
from conformance.space.purposes import Exchange, Purpose
from tests.conformance.space.conftest import Maker
from tests.conformance.space.direct import BASE, LAST, OBSERVATION, PERIOD, Member, location

HEART, WEIGHT, HEIGHT, BMI = "8867-4", "29463-7", "8302-2", "39156-5"


def days(answer_entries: list[dict[str, dict[str, str]]]) -> list[str]:
    return [one["resource"]["effectiveDateTime"][8:10] for one in answer_entries]


def links(page: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {one["relation"]: one["url"].removeprefix(BASE) for one in page["link"]}


def test_pages_stand_still_while_others_write(make: Maker, database: str) -> None:
    member = make(database).pair("app-1")
    for day in range(10, 16):
        member.write("heart_rate", f"2026-11-{day}T08:00:00Z")
    page = member.search(HEART, *PERIOD, ("_count", "2")).json
    seen, totals = days(page["entry"]), [page["total"]]
    while "next" in links(page):
        member.write("heart_rate", f"2026-11-{20 + len(seen)}T08:00:00Z")  # would move every page by one
        page = member.get(links(page)["next"]).json
        seen, totals = seen + days(page["entry"]), [*totals, page["total"]]
    assert seen == ["15", "14", "13", "12", "11", "10"]
    assert totals == [6, 6, 6]
    assert member.search(HEART, *PERIOD).json["total"] == 8
    assert days(member.get(links(page)["previous"]).json["entry"]) == ["13", "12"]


def test_offset_counts_pages(make: Maker) -> None:
    member = make().pair("app-1")
    for day in range(10, 15):
        member.write("heart_rate", f"2026-11-{day}T08:00:00Z")
    pages = [member.search(HEART, *PERIOD, ("_count", "2"), ("_offset", str(n))).json for n in range(4)]
    assert [days(one["entry"]) for one in pages] == [["14", "13"], ["12", "11"], ["10"], []]
    assert {one["total"] for one in pages} == {5}


BOUNDS = [
    (("ge2026-11-02", "le2026-11-02"), True),
    (("gt2026-11-02", "lt2026-11-03"), False),
    (("ge2026-11-02T23:59:59Z", "le2026-12"), True),
    (("ge2026-11-03", "le2026-12"), False),
    (("gt2026-11-01", "lt2026-11-02"), False),
    (("ge2026", "lt2026-11-02T00:00:01Z"), True),
    (("ge0001-01-01", "le9999-12-31"), True),
]


@pytest.mark.parametrize(("bounds", "there"), BOUNDS)
def test_a_day_is_an_interval(make: Maker, bounds: tuple[str, str], there: bool) -> None:
    member = make().pair("app-1")
    assert member.write("steps_by_day", "2026-11-02").status == 200
    found = member.search("41950-7", *(("date", one) for one in bounds))
    assert found.json["total"] == int(there)


def test_the_last_measure(make: Maker, database: str) -> None:
    member = make(database).pair("app-1")
    assert member.search(HEART, *LAST).json["total"] == 0
    for day in (3, 5, 4):
        member.write("heart_rate", f"2026-11-0{day}T08:00:00Z", device=True)
    found = member.search(HEART, *LAST, ("_include", "Observation:device")).json
    assert [one["search"]["mode"] for one in found["entry"]] == ["match", "include"]
    assert days(found["entry"][:1]) == ["05"]
    assert found["total"] == 1


def height(member: Member, at: str, value: object) -> None:
    assert member.send(_bundle(member.measure("body_height", at, value))).status == 200


def weight(member: Member, at: str, value: object) -> None:
    assert member.send(_bundle(member.measure("body_weight", at, value))).status == 200


def _bundle(made: dict[str, object]) -> dict[str, object]:
    entry = {"resource": made, "request": {"method": "POST", "url": "Observation"}}
    return {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}


def test_the_body_mass_index_is_computed(make: Maker, database: str) -> None:
    member = make(database).pair("app-1")
    assert member.search(BMI, *LAST).json["total"] == 0
    weight(member, "2026-11-02T08:00:00Z", 70)
    assert member.search(BMI, *LAST).json["total"] == 0
    height(member, "2026-11-03T08:00:00Z", 175)
    weight(member, "2026-11-05T08:00:00Z", 72.5)
    height(member, "2026-10-01T08:00:00Z", 174)
    found = member.search(BMI, *PERIOD).json
    values = [one["resource"]["valueQuantity"]["value"] for one in found["entry"]]
    assert found["total"] == 3
    # 72.5 and 175; 70 and 175; 70 and the height of October.
    assert values == [23.7, 22.9, 23.1]
    assert days(found["entry"]) == ["05", "03", "02"]
    assert member.search(BMI, *PERIOD, ("_count", "1"), ("_offset", "1")).json["entry"] == found["entry"][1:2]
    last = member.search(BMI, *LAST).json["entry"][0]["resource"]
    assert last == found["entry"][0]["resource"]
    assert last["subject"]["identifier"]["value"] == member.idpe
    read = member.get(f"{OBSERVATION}/{last['id']}")
    assert (read.status, read.json, read.headers["etag"]) == (200, last, 'W/"1"')
    assert member.search(BMI, ("date", "ge2026-10-01"), ("date", "le2026-10-02")).json["total"] == 0


def test_the_body_mass_index_is_a_right_observation(make: Maker) -> None:
    member = make().pair("app-1")
    weight(member, "2026-11-02T08:00:00Z", 70)
    height(member, "2026-11-02T08:00:00Z", 175)
    told = member.search(BMI, *LAST).json["entry"][0]["resource"]
    assert validate_resource(told) == []


@pytest.mark.parametrize("value", [0, 1e-300, 0.0001])
def test_an_absurd_height_breaks_nothing(make: Maker, value: float) -> None:
    member = make().pair("app-1")
    weight(member, "2026-11-02T08:00:00Z", 70)
    answer = member.send(_bundle(member.measure("body_height", "2026-11-02T08:00:00Z", value)))
    assert answer.status in (200, 422)
    assert member.search(BMI, *LAST).status == 200


def test_a_mistake_is_no_part_of_the_index(make: Maker) -> None:
    member = make().pair("app-1")
    weight(member, "2026-11-02T08:00:00Z", 70)
    height(member, "2026-11-02T08:00:00Z", 175)
    wrong = member.measure("body_weight", "2026-11-03T08:00:00Z", 700) | {"status": "entered-in-error"}
    assert member.send(_bundle(wrong)).status == 200
    assert member.search(BMI, *PERIOD).json["total"] == 1


def test_one_resource_by_its_id(make: Maker, database: str) -> None:
    member = make(database).pair("app-1")
    written = member.write("body_weight", device=True)
    for entry in (0, 1):
        where = f"/fhir/{location(written, entry)}"
        first = member.get(where)
        assert (first.status, first.headers["etag"]) == (200, 'W/"1"')
        assert first.json["meta"]["versionId"] == "1"
        for known in ('W/"1"', '"1"', 'W/"7", W/"1"', "*"):
            again = member.get(where, if_none_match=known)
            assert (again.status, again.body, again.headers["etag"]) == (304, b"", 'W/"1"')
        assert member.get(where, if_none_match='W/"2"').status == 200


def test_what_may_not_be_read_does_not_exist(make: Maker) -> None:
    direct = make()
    member, stranger = direct.pair("app-1"), direct.pair("app-1")
    written = member.write("body_weight", device=True)
    weight(member, "2026-11-02T08:00:00Z", 70)
    height(member, "2026-11-02T08:00:00Z", 175)
    index = member.search(BMI, *LAST).json["entry"][0]["resource"]["id"]
    wanted = [location(written, 0), location(written, 1), f"Observation/{index}", "Observation/bmi", "Device/x"]
    for where in wanted:
        answer = stranger.get(f"/fhir/{where}")
        assert (answer.status, answer.errors) == (404, ["The space has no such resource."])


def test_a_consent_covers_measures_by_name(make: Maker) -> None:
    direct = make()
    words: dict[Literal["en", "fr"], str] = {"en": "x", "fr": "x"}
    exchanges = (Exchange(action="write"), Exchange(action="read", categories=("heart_rate",)))
    purpose = Purpose(code="follow", label=words, description=words, exchanges=exchanges)
    direct.register("app-2", purposes=(purpose,))
    member = direct.pair("app-2")
    heart, weighed = member.write("heart_rate"), member.write("body_weight", device=True)
    assert member.search(HEART, *PERIOD).json["total"] == 1
    assert member.get(f"/fhir/{location(heart)}").status == 200
    refused = member.search(WEIGHT, *PERIOD)
    assert (refused.status, refused.errors) == (403, ["Consent not given, access refused."])
    assert {member.get(f"/fhir/{location(weighed, n)}").status for n in (0, 1)} == {404}


def test_a_writer_without_consent_to_read(make: Maker) -> None:
    member = make().pair("app-1", actions=("write",))
    where = location(member.write("body_weight"))
    assert member.get(f"/fhir/{where}").errors == ["Consent not given, access refused."]


def test_what_the_space_does_not_offer(make: Maker) -> None:
    member = make().pair("app-1")
    where = location(member.write("body_weight"))
    for method, target, status in [
        ("PUT", f"/fhir/{where}", 405),
        ("DELETE", f"/fhir/{where}", 405),
        ("PATCH", f"/fhir/{where}", 405),
        ("GET", "/fhir/Patient", 404),
        ("GET", "/fhir/Device", 404),
        ("DELETE", "/fhir", 405),
        ("POST", OBSERVATION, 405),
    ]:
        answer = member.direct.ask(method, target, member.headers, b"{}")
        assert (method, target, answer.status) == (method, target, status)
        assert answer.errors


def test_a_foreign_parameter_of_a_page(make: Maker) -> None:
    member = make().pair("app-1")
    for value in ("x", "-1", "9" * 19, ""):
        assert member.search(HEART, *PERIOD, ("_until", value)).errors == ["Parameter _until has no valid value."]
    assert member.search(HEART, *LAST, ("_until", "1")).errors[0].startswith("Paged search and search last")
