"""Writing and searching measures, over TLS: what the API promises, and every refusal of its tables."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.contract.measures import load_measures
from tests.conformance import samples
from tests.conformance.client import AppClient
from tests.conformance.conftest import Running

PERIOD = [("date", "ge2026-11-01"), ("date", "le2026-11-30")]
LAST = [("_sort", "-date"), ("_count", "1")]
WRITABLE = [i.id for m in load_measures().measures if m.writable for i in m.indicators]


class Paired:
    """A person's tokens, and requests made with them."""

    def __init__(self, running: Running, **consent: Any) -> None:
        self.client: AppClient = running.client
        self.tokens = self.client.pair(running.browser(), **consent)
        claims = self.client.claims(self.tokens["id_token"])
        self.idpe, self.authority = claims["sub"], f"urn:oid:{claims['assign_auth']}"

    def measure(self, indicator: str, at: str = "2026-11-02T07:30:00+01:00") -> dict[str, Any]:
        made = samples.observation(indicator, idpe=self.idpe, authority=self.authority)
        return made | {"effectiveDateTime": at}

    def write(self, indicator: str, at: str = "2026-11-02T07:30:00+01:00", device: bool = False) -> requests.Response:
        return self.client.write(self.tokens, samples.bundle(self.measure(indicator, at), device))

    def read(self, code: str, *more: tuple[str, str]) -> requests.Response:
        subject = ("subject.identifier", f"{self.authority}|{self.idpe}")
        return self.client.read(self.tokens, [("code", code), subject, *more])


@pytest.fixture(scope="module")
def paired(running: Running) -> Paired:
    return Paired(running)


def diagnostics(answer: requests.Response) -> list[str]:
    assert answer.headers["content-type"] == "application/fhir+json"
    told = answer.json()
    assert told["resourceType"] == "OperationOutcome"
    return [one["diagnostics"] for one in told["issue"]]


@pytest.mark.parametrize("indicator", WRITABLE)
def test_what_is_written_can_be_read(running: Running, indicator: str) -> None:
    someone = Paired(running)
    answer = someone.write(indicator)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["resourceType"], told["type"]) == ("Bundle", "transaction-response")
    response = told["entry"][0]["response"]
    assert response["status"] == "201 Created"
    made = someone.measure(indicator)
    found = someone.read(made["code"]["coding"][0]["code"], *LAST).json()
    resource = found["entry"][0]["resource"]
    assert found["total"] == 1
    assert response["location"] == f"Observation/{resource.pop('id')}"
    assert resource.pop("meta") == made.pop("meta") | {"source": f"urn:oid:{samples.OID}"}
    assert resource == made


def test_digits_are_kept_as_written(running: Running) -> None:
    someone = Paired(running)
    body = json.dumps(samples.bundle(someone.measure("body_temperature"))).replace('"value": 71', '"value": 36.60')
    assert someone.client.write(someone.tokens, body.encode()).status_code == 200
    assert '"value":36.60' in someone.read("8310-5", *LAST).text


def test_a_device_is_created_once(running: Running) -> None:
    someone = Paired(running)
    answers = [someone.write("body_weight", device=True).json() for _ in range(2)]
    assert [one["entry"][1]["response"]["status"] for one in answers] == ["201 Created", "200 OK"]
    assert len({one["entry"][1]["response"]["location"] for one in answers}) == 1
    found = someone.read("29463-7", *PERIOD, ("_include", "Observation:device")).json()
    kinds = [entry["resource"]["resourceType"] for entry in found["entry"]]
    assert kinds == ["Observation", "Observation", "Device"]
    assert found["total"] == 2
    device = f"Device/{found['entry'][2]['resource']['id']}"
    assert all(entry["resource"]["device"]["reference"] == device for entry in found["entry"][:2])


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


def test_a_wrong_write_stores_nothing(running: Running) -> None:
    someone = Paired(running)
    made = samples.bundle(someone.measure("body_weight"), with_device=True)
    made["entry"][0]["resource"].pop("valueQuantity")
    answer = someone.client.write(someone.tokens, made)
    assert answer.status_code == 422
    assert diagnostics(answer) == ["Observation value quantity not provided."]
    assert answer.json()["issue"][0]["details"]["text"] == "Observation resource not valid."
    assert someone.write("body_mass_index").json()["issue"][0]["diagnostics"] == "Bmi observation cannot be created."
    assert someone.read("29463-7", *PERIOD).json()["total"] == 0
    assert someone.write("body_weight", device=True).json()["entry"][1]["response"]["status"] == "201 Created"


HOSTILE: list[tuple[int, bytes]] = [
    (400, b""),
    (400, b"null"),
    (400, b"{"),
    (400, b"\xff\xfe"),
    (400, b"[" * 100_000),
    (400, b'{"a":' * 5_000 + b"1" + b"}" * 5_000),
    (400, b"[" * 40 + b"]" * 40),
    (400, b'{"resourceType":"Bundle","resourceType":"Bundle"}'),
    (400, b'{"resourceType":"Bundle","x":NaN}'),
    (400, b'{"resourceType":"Bundle","x":1e999}'),
    (400, b'{"resourceType":"Bundle","x":' + b"1" * 10_000 + b"}"),
    (400, b'{"resourceType":"Bundle","x":"\\ud800"}'),
    (400, b'{"resourceType":"Bundle","\\u0000":1}'),
    (413, b'"' + b"x" * 300_000 + b'"'),
    (422, b'{"resourceType":"Bundle"}'),
    (422, b'{"resourceType":"Bundle","type":"transaction","entry":[null,1,{"resource":[]}]}'),
]


@pytest.mark.parametrize(("status", "body"), HOSTILE)
def test_a_hostile_body_gets_an_outcome(paired: Paired, status: int, body: bytes) -> None:
    answer = paired.client.write(paired.tokens, body)
    assert answer.status_code == status
    assert diagnostics(answer)


def test_the_wrong_media_type_is_refused(paired: Paired) -> None:
    assert (
        paired.client.write(paired.tokens, b"<Bundle/>", **{"Content-Type": "application/fhir+xml"}).status_code == 415
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.data(), junk=JSON)
@settings(max_examples=40, derandomize=True, deadline=None, database=None)
def test_no_body_breaks_the_space(paired: Paired, data: st.DataObject, junk: Any) -> None:
    made = samples.bundle(paired.measure("blood_glucose"), with_device=True)
    entry = made["entry"][data.draw(st.integers(0, 1))]
    holder = data.draw(st.sampled_from([made, entry, entry["request"], entry["resource"]]))
    holder[data.draw(st.sampled_from(sorted(holder)))] = junk
    assert paired.client.write(paired.tokens, made).status_code < 500


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
