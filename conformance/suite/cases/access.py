"""Who calls, for whom: the two tokens of every FHIR call (MES 1.5.2, codes of error)."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from typing import Any

import msgspec
from joserfc import jwt
from joserfc.jwk import ECKey

from conformance.suite import samples
from conformance.suite.answer import Answer
from conformance.suite.bench import Bench, during
from conformance.suite.case import case
from conformance.suite.outcome import expect, expect_outcome, expect_same, expect_status
from conformance.suite.pair import Pair


def _search(bench: Bench, pair: Pair, **headers: str | None) -> Answer:
    subject = ("subject.identifier", f"{pair.subject['system']}|{pair.idpe}")
    return pair.get("/Observation", [("code", "29463-7"), subject, *during(bench.minute())], **headers)


@case("access.both-tokens")
def both_tokens(bench: Bench) -> None:
    expect_status(_search(bench, bench.pair()), 200)


@case("access.token-missing")
def token_missing(bench: Bench) -> None:
    expect_outcome(_search(bench, bench.pair(), access=None), "access_token_invalid")


@case("access.token-invented")
def token_invented(bench: Bench) -> None:
    for token in (secrets.token_urlsafe(32), "%", "a b", "eyJhbGciOiJub25lIn0.e30."):
        expect_outcome(_search(bench, bench.pair(), access=token), "access_token_invalid")


@case("access.other-scheme")
def other_scheme(bench: Bench) -> None:
    pair = bench.pair()
    answer = _search(bench, pair, access=None, Authorization=f"Basic {pair.access}")
    expect_status(answer, 401)


@case("access.token-in-query-refused")
def token_in_query(bench: Bench) -> None:
    pair = bench.pair()
    subject = ("subject.identifier", f"{pair.subject['system']}|{pair.idpe}")
    asked = [("code", "29463-7"), subject, *during(bench.minute()), ("access_token", pair.access)]
    expect_status(pair.get("/Observation", asked, access=None), 400, 401)


@case("access.challenge")
def challenge(bench: Bench) -> None:
    answer = _search(bench, bench.pair(), access=secrets.token_urlsafe(32))
    told = answer.headers.get("www-authenticate", "")
    expect(
        told.lower().startswith(("bearer", "dpop")),
        "value",
        answer,
        what="WWW-Authenticate",
        seen=told,
        wanted="Bearer",
    )


@case("access.refresh-token-is-none")
def refresh_token(bench: Bench) -> None:
    pair = bench.pair()
    expect_status(_search(bench, pair, access=pair.refresh), 401)


@case("access.code-is-none")
def code(bench: Bench) -> None:
    expect_status(_search(bench, bench.pair(), access=bench.code()[1]), 401)


@case("access.id-token-missing")
def id_token_missing(bench: Bench) -> None:
    expect_outcome(_search(bench, bench.pair(), id_token=None), "id_token_invalid")


@case("access.id-token-garbled")
def id_token_garbled(bench: Bench) -> None:
    right = bench.pair().id_token
    header, claims, signature = right.split(".")
    changed = signature[:-4] + ("AAAA" if not signature.endswith("AAAA") else "BBBB")
    for token in ("no-jwt", "a.b.c", f"{header}.{claims}.{changed}", f"{header}.{claims}."):
        expect_outcome(_search(bench, bench.pair(), id_token=token), "id_token_invalid")


@case("access.id-token-unsigned")
def id_token_unsigned(bench: Bench) -> None:
    claims = bench.pair().id_token.split(".")[1]
    for algorithm in ("none", "None"):
        header = urlsafe_b64encode(msgspec.json.encode({"alg": algorithm})).rstrip(b"=").decode()
        expect_outcome(_search(bench, bench.pair(), id_token=f"{header}.{claims}."), "id_token_invalid")


@case("access.id-token-of-another-signer")
def id_token_forged(bench: Bench) -> None:
    expect_outcome(_search(bench, bench.pair(), id_token=_forged(bench.pair().claims)), "id_token_invalid")


def _forged(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "ES256"}, claims, ECKey.generate_key("P-256"), ["ES256"])


@case("access.id-token-of-another-person")
def id_token_of_another_person(bench: Bench) -> None:
    pair, other = bench.pair(0, 0), bench.pair(0, 1)
    expect_outcome(_search(bench, pair, id_token=other.id_token), "idpe_mismatch")


@case("access.id-token-of-another-client")
def id_token_of_another_client(bench: Bench) -> None:
    pair, other = bench.pair(0, 0), bench.pair(1, 0)
    expect_outcome(_search(bench, pair, id_token=other.id_token), "oid_conflict")


@case("access.search-of-another-person")
def search_of_another(bench: Bench) -> None:
    pair, other = bench.pair(0, 0), bench.pair(0, 1)
    answer = pair.search("body_weight", *during(bench.minute()), subject=f"{other.subject['system']}|{other.idpe}")
    expect_outcome(answer, "idpe_mismatch")


@case("access.write-of-another-person")
def write_of_another(bench: Bench) -> None:
    pair, other = bench.pair(0, 0), bench.pair(0, 1)
    at = bench.minute()
    made = other.measure("body_weight", during(at)[0][1].removeprefix("ge"))
    expect_outcome(pair.post(samples.bundle(made)), "idpe_mismatch")
    there = other.search("body_weight", *during(at))
    expect_status(there, 200)
    expect_same("total", there.member("total"), 0, there)
