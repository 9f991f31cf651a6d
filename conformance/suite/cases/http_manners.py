"""HTTP manners: request ids, media types, versions, and what is not there."""

from __future__ import annotations

from uuid import uuid4

import msgspec

from conformance.suite.answer import at
from conformance.suite.bench import Bench, during, stamp
from conformance.suite.case import case
from conformance.suite.outcome import Unseen, expect, expect_outcome, expect_same, expect_status
from conformance.suite.pair import FHIR_JSON, locations


@case("http.request-id-echoed")
def request_id_echoed(bench: Bench) -> None:
    mine = f"suite-{uuid4()}"
    for url in (f"{bench.endpoints.fhir}/metadata", bench.endpoints.discovery, f"{bench.endpoints.fhir}/Observation"):
        answer = bench.http.send("GET", url, headers={"X-Request-ID": mine})
        expect_same("X-Request-ID", answer.headers.get("x-request-id"), mine, answer)


@case("http.request-id-made")
def request_id_made(bench: Bench) -> None:
    answers = [bench.http.send("GET", f"{bench.endpoints.fhir}/metadata") for _ in range(2)]
    told = [one.headers.get("x-request-id", "") for one in answers]
    expect(all(told), "absent", *answers, what="X-Request-ID")
    expect(told[0] != told[1], "repeated", *answers, what="X-Request-ID")


@case("http.fhir-media-type")
def fhir_media_type(bench: Bench) -> None:
    for answer in (
        bench.http.send("GET", f"{bench.endpoints.fhir}/metadata"),
        bench.http.send("GET", f"{bench.endpoints.fhir}/Observation"),
        bench.pair().search("body_weight", *during(bench.minute())),
    ):
        media = answer.headers.get("content-type", "").partition(";")[0]
        expect_same("Content-Type", media, FHIR_JSON, answer)


@case("http.not-found-outcome")
def not_found(bench: Bench) -> None:
    pair = bench.pair()
    for path in ("/Nothing", f"/Observation/{uuid4()}", "/Observation/a/b"):
        expect_outcome(pair.get(path), "not_found")


@case("http.method-outcome")
def method(bench: Bench) -> None:
    pair = bench.pair()
    for verb in ("DELETE", "PATCH"):
        answer = pair.call(verb, "/Observation")
        expect_outcome(answer, "method_not_allowed", "not_found")


@case("http.nothing-cached")
def nothing_cached(bench: Bench) -> None:
    answer = bench.pair().search("body_weight", *during(bench.minute()))
    told = answer.headers.get("cache-control", "")
    expect("no-store" in told or "private" in told, "value", answer, what="Cache-Control", seen=told, wanted="no-store")


def _stored(bench: Bench) -> str:
    answer = bench.pair().write("body_weight", stamp(bench.minute()))
    if answer.status != 200 or not locations(answer):
        raise Unseen("no_write", answer)
    return f"/{locations(answer)[0]}"


@case("http.location-resolves")
def location_resolves(bench: Bench) -> None:
    answer = bench.pair().get(_stored(bench))
    expect_status(answer, 200)
    expect_same("resourceType", answer.member("resourceType"), "Observation", answer)


@case("http.etag")
def etag(bench: Bench) -> None:
    path = _stored(bench)
    answer = bench.pair().get(path)
    if answer.status != 200:
        raise Unseen("no_read", answer)
    told = answer.headers.get("etag", "")
    expect(told.startswith('W/"'), "value", answer, what="ETag", seen=told, wanted='W/"…"')
    expect_same("ETag", told, f'W/"{at(msgspec.json.decode(answer.body), "meta", "versionId")}"', answer)


@case("http.etag-unchanged")
def etag_unchanged(bench: Bench) -> None:
    path = _stored(bench)
    answer = bench.pair().get(path)
    if not answer.headers.get("etag"):
        raise Unseen("no_read", answer)
    again = bench.pair().get(path, **{"If-None-Match": answer.headers["etag"]})
    expect_status(again, 304)
