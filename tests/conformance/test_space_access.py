"""Who may call, for whom, and with whose consent."""

from __future__ import annotations

import pytest

from tests.conformance import samples
from tests.conformance.conftest import Running
from tests.conformance.paired import PERIOD, Paired, diagnostics


@pytest.fixture(scope="module")
def paired(running: Running) -> Paired:
    return Paired(running)


def test_another_person_has_another_record(running: Running, paired: Paired) -> None:
    other = Paired(running)
    assert paired.write("steps_by_day").status_code == 200
    assert other.read("41950-7", *PERIOD).json()["total"] == 0
    foreign = other.client.read(
        other.tokens, [("code", "41950-7"), ("subject.identifier", f"{paired.authority}|{paired.idpe}"), *PERIOD]
    )
    assert foreign.status_code == 403
    assert diagnostics(foreign) == ["idPe requested do not match authorized idPe."]
    written = other.client.write(other.tokens, samples.bundle(paired.measure("steps_by_day")))
    assert written.status_code == 403
    mixed = other.client.http.get(
        f"{running.base}/fhir/Observation",
        headers=other.client.headers(other.tokens | {"id_token": paired.tokens["id_token"]}),
    )
    assert mixed.status_code == 403


def test_reading_and_writing_are_consented_apart(running: Running) -> None:
    reader, writer = Paired(running, boxes=("read",)), Paired(running, boxes=("write",))
    refused = [reader.write("body_weight"), writer.read("29463-7", *PERIOD)]
    assert [one.status_code for one in refused] == [403, 403]
    assert [diagnostics(one) for one in refused] == [["Consent not given, access refused."]] * 2
    assert writer.write("body_weight").status_code == 200
    assert reader.read("29463-7", *PERIOD).status_code == 200
    assert "patient/Observation.c" not in reader.tokens["scope"].split()


def test_the_two_tokens(running: Running, paired: Paired) -> None:
    space = running.space
    claims = paired.client.claims(paired.tokens["id_token"])

    def status(**changed: str) -> tuple[int, list[str]]:
        query = [("code", "29463-7"), ("subject.identifier", paired.idpe), *PERIOD]
        answer = paired.client.read(paired.tokens | changed, query)
        return answer.status_code, [] if answer.ok else diagnostics(answer)

    invalid = (400, ["Bad request -> The ID_TOKEN value is not valid (invalid JWT)"])
    assert status()[0] == 200
    assert status(access_token="x")[0] == 401
    assert status(id_token="x") == invalid
    assert status(id_token="") == invalid
    assert status(id_token=space.signing_keys.sign(claims | {"exp": 1})) == invalid
    assert status(id_token=space.signing_keys.sign(claims | {"iss": "https://other.example.test"})) == invalid
    assert status(id_token=space.signing_keys.sign(claims | {"oid": "2.25.7"})) == (
        409,
        ["OID conflict between the one from id_token and the one in the system"],
    )
