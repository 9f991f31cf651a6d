"""What a space says of itself: metadata, keys, SMART configuration, CapabilityStatement."""

from __future__ import annotations

from typing import Any

from conformance.suite.answer import Answer, at
from conformance.suite.bench import Bench
from conformance.suite.case import case
from conformance.suite.described import check_described
from conformance.suite.outcome import expect, expect_same, expect_status

_PRIVATE = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")


def _metadata(bench: Bench) -> Answer:
    answer = bench.http.send("GET", bench.endpoints.discovery)
    expect_status(answer, 200)
    return answer


@case("discovery.metadata")
def metadata(bench: Bench) -> None:
    answer = _metadata(bench)
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "response_types_supported"):
        expect(answer.member(name), "absent", answer, what=name)


@case("discovery.issuer")
def issuer(bench: Bench) -> None:
    answer = _metadata(bench)
    expect_same("issuer", answer.member("issuer"), bench.manifest.issuer, answer)


@case("discovery.pkce-s256-only")
def pkce(bench: Bench) -> None:
    answer = _metadata(bench)
    expect_same("code_challenge_methods_supported", answer.member("code_challenge_methods_supported"), ["S256"], answer)


@case("discovery.private-key-jwt-only")
def client_authentication(bench: Bench) -> None:
    name = "token_endpoint_auth_methods_supported"
    answer = _metadata(bench)
    expect_same(name, answer.member(name), ["private_key_jwt"], answer)


@case("discovery.iss-announced")
def iss(bench: Bench) -> None:
    name = "authorization_response_iss_parameter_supported"
    answer = _metadata(bench)
    expect_same(name, answer.member(name), True, answer)


@case("discovery.pairwise")
def pairwise(bench: Bench) -> None:
    answer = _metadata(bench)
    expect_same("subject_types_supported", answer.member("subject_types_supported"), ["pairwise"], answer)


@case("discovery.keys")
def keys(bench: Bench) -> None:
    answer = bench.http.send("GET", bench.endpoints.jwks)
    expect_status(answer, 200)
    published = answer.member("keys")
    expect(isinstance(published, list) and published, "absent", answer, what="keys")
    for key in published if isinstance(published, list) else ():
        told = (at(key, "kty"), at(key, "crv"), at(key, "use"))
        expect_same("kty, crv, use", told, ("EC", "P-256", "sig"), answer)
        expect(at(key, "kid"), "absent", answer, what="kid")
    expect(len({str(at(key, "kid")) for key in published}) == len(published), "repeated", answer, what="kid")


@case("discovery.keys-public-only")
def keys_public(bench: Bench) -> None:
    answer = bench.http.send("GET", bench.endpoints.jwks)
    expect_status(answer, 200)
    for key in answer.member("keys") or ():
        leaked = [name for name in _PRIVATE if at(key, name) is not None]
        expect(not leaked, "present", answer, what=", ".join(leaked))


@case("discovery.smart")
def smart(bench: Bench) -> None:
    answer = bench.http.send("GET", bench.endpoints.smart)
    check_described(answer)
    told: Any = answer.member("capabilities")
    for wanted in ("launch-standalone", "client-confidential-asymmetric", "permission-v2"):
        expect(isinstance(told, list) and wanted in told, "absent", answer, what=f"capabilities: {wanted}")


@case("discovery.smart-agrees")
def smart_agrees(bench: Bench) -> None:
    first, second = _metadata(bench), bench.http.send("GET", bench.endpoints.smart)
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "issuer"):
        expect_same(name, second.member(name), first.member(name), first, second)


@case("discovery.capability")
def capability(bench: Bench) -> None:
    answer = bench.http.send("GET", f"{bench.endpoints.fhir}/metadata")
    check_described(answer)
    rest = answer.member("rest", 0)
    kinds = {str(at(one, "type")) for one in at(rest, "resource") or ()}
    expect("Observation" in kinds, "absent", answer, what="rest.resource: Observation")
    codes = {str(at(one, "code")) for one in at(rest, "interaction") or ()}
    expect("transaction" in codes, "absent", answer, what="rest.interaction: transaction")
