"""Feeding: one measure is one resource, in each edition of the API, on each database."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from conformance.space.identity import content_key
from tests.conformance import samples
from tests.conformance.space.conftest import Maker
from tests.conformance.space.direct import LAST, PERIOD, Member, location


def statuses(answer: Any) -> list[str]:
    return [one["response"]["status"] for one in answer.json["entry"]]


def test_a_write_sent_again_is_the_same_measure(make: Maker, database: str) -> None:
    member = make(database).pair("app-1")
    first, again = member.write("body_weight", device=True), member.write("body_weight", device=True)
    assert (statuses(first), statuses(again)) == (["201 Created", "201 Created"], ["200 OK", "200 OK"])
    assert [location(first, n) for n in (0, 1)] == [location(again, n) for n in (0, 1)]
    assert member.search("29463-7", *PERIOD).json["total"] == 1


SAME: list[dict[str, Any]] = [
    {"note": [{"text": "again"}]},
    {"valueQuantity": {"value": 71.0, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}},
    {"effectiveDateTime": "2026-11-02T06:30:00Z"},
    {"identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:1"}]},
]
OTHER: list[dict[str, Any]] = [
    {"valueQuantity": {"value": 71.01, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}},
    {"effectiveDateTime": "2026-11-02T07:30:00.5+01:00"},
    {"effectiveDateTime": "2026-11-02"},
]


@pytest.mark.parametrize("changes", SAME)
def test_the_same_content_is_the_same_measure(make: Maker, changes: dict[str, Any]) -> None:
    member = make().pair("app-1")
    assert location(member.write("body_weight")) == location(member.write("body_weight", **changes))


@pytest.mark.parametrize("changes", OTHER)
def test_another_content_is_another_measure(make: Maker, changes: dict[str, Any]) -> None:
    member = make().pair("app-1")
    assert location(member.write("body_weight")) != location(member.write("body_weight", **changes))


def test_another_source_person_or_client_is_another_measure(make: Maker) -> None:
    direct = make()
    direct.register("app-2")
    member = direct.pair("app-1")
    meta = member.measure("body_weight")["meta"]
    others = [
        member.write("body_weight", meta=meta | {"source": f"urn:oid:{member.oid}.7"}),
        direct.pair("app-1").write("body_weight"),
        direct.pair("app-2", member.login).write("body_weight"),
    ]
    assert len({location(member.write("body_weight")), *map(location, others)}) == 4


def test_an_identifier_names_one_measure(make: Maker, database: str) -> None:
    member = make(database).pair("app-1")
    named: dict[str, Any] = {"identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:1"}]}
    assert statuses(member.write("body_weight", **named)) == ["201 Created"]
    assert statuses(member.write("body_weight", **named)) == ["200 OK"]
    clash = member.write("body_weight", "2026-11-03T07:30:00Z", device=True, **named)
    assert clash.status == 409
    assert clash.errors[0].startswith("Observation.identifier names another measure")
    # Nothing of it is there, not even its device.
    assert statuses(member.write("body_weight", "2026-11-04T07:30:00Z", device=True)) == ["201 Created", "201 Created"]


def test_values_are_compared_as_numbers() -> None:
    made = samples.observation("blood_pressure")
    turned = copy.deepcopy(made)
    turned["component"].reverse()
    instant = ("a", "b")
    assert content_key(made, "85354-9", instant) == content_key(turned, "85354-9", instant)
    turned["component"][0]["valueQuantity"]["value"] = 72
    assert content_key(made, "85354-9", instant) != content_key(turned, "85354-9", instant)


def test_the_profile_is_checked(make: Maker) -> None:
    member = make().pair("app-1")
    for changes in ({"bodySite": "arm"}, {"effectiveDateTime": "2026-11-02T07:30:00Z", "status": "final", "x": 1}):
        answer = member.write("body_weight", **changes)
        assert answer.status == 422
        assert answer.json["issue"][0]["details"]["text"] == "Observation resource not valid."
    made = samples.bundle(member.measure("body_weight"), with_device=True)
    made["entry"][1]["resource"].pop("modelNumber")
    answer = member.send(made)
    assert (answer.status, answer.json["issue"][0]["details"]["text"]) == (422, "Device resource not valid.")
    assert answer.json["issue"][0]["expression"] == ["Device.modelNumber"]


def test_the_edition_of_the_agency(make: Maker) -> None:
    member = make(edition="ans-3.1.1").pair("app-1")
    empty = member.send(b"")
    assert (empty.status, empty.errors) == (422, ["No bundle provided."])
    ans: dict[str, Any] = {"meta": {"profile": ["https://interop.esante.gouv.fr/ig/fhir/mesures/StructureDefinition/"
                                "mesures-fr-observation-body-weight"]}}  # fmt: skip
    alone = member.write("body_weight", **ans)
    assert alone.errors == ["Bundle must contains one conditional creation of a device (POST + ifNoneExist)"]
    right = member.write("body_weight", device=True, **ans)
    where = location(right)
    assert where.startswith(f"Observation/urn:oid:{member.oid}|")
    assert member.get(f"/fhir/{where}").status == 200
    assert member.write("body_weight", device=True).errors == [
        "Observation.meta.profile is not the profile of this measure."
    ]


def test_the_edition_of_the_space(make: Maker) -> None:
    member = make().pair("app-1")
    empty = member.send(b"")
    assert (empty.status, empty.errors) == (400, ["No bundle provided."])
    where = location(member.write("body_weight"))
    assert where.startswith("Observation/") and ":" not in where


def test_what_is_read_keeps_every_digit_and_word(make: Maker, database: str) -> None:
    member = make(database).pair("app-1")
    body = json.dumps(samples.bundle(member.measure("body_weight") | {"note": [{"text": 'é"\\ \\u0001 \n'}]}))
    assert member.send(body.replace('"value": 71', '"value": 71.00').encode()).status == 200
    found = member.search("29463-7", *LAST)
    assert b'"value":71.00' in found.body
    resource = found.json["entry"][0]["resource"]
    assert resource["note"] == [{"text": 'é"\\ \\u0001 \n'}]
    assert resource["subject"]["identifier"] == {"system": member.authority, "value": member.idpe}


def test_each_client_has_its_own_devices(make: Maker) -> None:
    """Whether another application knows the device is not this one's to learn."""
    direct = make()
    direct.register("app-2")
    first = direct.pair("app-1")
    second = direct.pair("app-2", first.login, ("write",))
    assert statuses(first.write("body_weight", device=True))[1] == "201 Created"
    assert statuses(second.write("body_weight", device=True))[1] == "201 Created"


def reader_of(member: Member, client_id: str) -> Member:
    return member.direct.pair(client_id, member.login)


def test_an_application_reads_its_own_name_for_the_person(make: Maker) -> None:
    direct = make()
    direct.register("app-2")
    writer = direct.pair("app-1")
    made = writer.measure("body_weight") | {"performer": [{"identifier": {"value": f"x-{writer.idpe}"}}]}
    assert writer.send(samples.bundle(made, with_device=True)).status == 200
    reader = reader_of(writer, "app-2")
    found = reader.search("29463-7", *LAST)
    assert writer.idpe.encode() not in found.body
    assert found.json["entry"][0]["resource"]["performer"] == [{"identifier": {"value": f"x-{reader.idpe}"}}]
