"""The extension of the API: a measure corrected or withdrawn by its author, version by version."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.space.conftest import Maker
from tests.conformance.space.direct import LAST, PERIOD, Answer, Member, location


def correct(member: Member, where: str, value: float, version: str | None = 'W/"1"', **changes: Any) -> Answer:
    made = member.measure("body_weight", value=value) | {"id": where.partition("/")[2]} | changes
    headers = member.headers | {"Content-Type": "application/fhir+json"} | ({"If-Match": version} if version else {})
    return member.direct.ask("PUT", f"/fhir/{where}", headers, json.dumps(made).encode())


def withdraw(member: Member, where: str, version: str | None = 'W/"1"') -> Answer:
    headers = member.headers | ({"If-Match": version} if version else {})
    return member.direct.ask("DELETE", f"/fhir/{where}", headers)


def test_a_correction_is_a_new_version(make: Maker, database: str) -> None:
    member = make(database, extensions=True).pair("app-1")
    where = location(member.write("body_weight", device=True))
    answer = correct(member, where, 72)
    assert (answer.status, answer.headers["etag"]) == (200, 'W/"2"')
    read = member.get(f"/fhir/{where}", if_none_match='W/"1"')
    assert (read.status, read.json["valueQuantity"]["value"], read.json["meta"]["versionId"]) == (200, 72, "2")
    assert read.json["device"]["reference"].startswith("Device/")
    assert correct(member, where, 73).status == 412
    assert correct(member, where, 73, None).status == 428
    assert member.search("29463-7", *PERIOD).json["total"] == 1


def test_only_the_author_changes_a_measure(make: Maker) -> None:
    direct = make(extensions=True)
    direct.register("app-2")
    member = direct.pair("app-1")
    other, stranger = direct.pair("app-2", member.login), direct.pair("app-1")
    where = location(member.write("body_weight"))
    assert correct(other, where, 72).errors == ["Only the application that wrote a measure may change it."]
    assert correct(stranger, where, 72).status == withdraw(stranger, where).status == 404
    assert withdraw(other, where).status == 403


def test_a_correction_keeps_to_the_rules(make: Maker) -> None:
    member = make(extensions=True).pair("app-1")
    where = location(member.write("body_weight"))
    assert correct(member, where, 72, id="other").status == 422
    assert correct(member, where, 72, status="done").status == 422
    heart = member.measure("heart_rate")
    moved = correct(member, where, 72, code=heart["code"], meta=heart["meta"], valueQuantity=heart["valueQuantity"])
    assert moved.errors == ["A correction keeps the measure's code and id."]
    assert member.write("body_weight", "2026-11-05T07:30:00Z").status == 200
    same = correct(member, where, 71, effectiveDateTime="2026-11-05T07:30:00Z")
    assert same.status == 409
    assert member.get(f"/fhir/{where}").headers["etag"] == 'W/"1"'


def test_a_withdrawn_measure_is_gone(make: Maker, database: str) -> None:
    member = make(database, extensions=True).pair("app-1")
    where = location(member.write("body_weight"))
    assert withdraw(member, where, None).status == 428
    gone = withdraw(member, where)
    assert (gone.status, gone.body) == (204, b"")
    assert member.get(f"/fhir/{where}").status == correct(member, where, 72).status == 410
    assert member.search("29463-7", *LAST).json["total"] == 0
    assert location(member.write("body_weight")) != where
