"""How the client proves who it is: a signed assertion, for this space, for now, once (RFC 7523, section 3)."""

from __future__ import annotations

import secrets
import time
from base64 import urlsafe_b64encode

import msgspec
from joserfc.jwk import ECKey

from conformance.suite.bench import Bench
from conformance.suite.case import case
from conformance.suite.outcome import Unseen, expect_oauth_error

_HOUR = 3600


def _refused(bench: Bench, **form: str | None) -> None:
    """A right code and a right everything but the client's proof: no tokens."""
    asked, code = bench.code()
    answer = bench.app().exchange(code, asked.verifier, **form)
    expect_oauth_error(answer, "invalid_client", "invalid_request", "unauthorized_client")


@case("client-auth.missing")
def missing(bench: Bench) -> None:
    _refused(bench, client_assertion=None, client_assertion_type=None)


@case("client-auth.client-id-alone")
def client_id_alone(bench: Bench) -> None:
    told = {"client_assertion": None, "client_assertion_type": None, "client_id": bench.app().client_id}
    _refused(bench, **told)


@case("client-auth.key-wrong")
def key_wrong(bench: Bench) -> None:
    _refused(bench, client_assertion=bench.app().assertion(key=ECKey.generate_key("P-256")))


@case("client-auth.alg-none")
def alg_none(bench: Bench) -> None:
    claims = bench.app().assertion().split(".")[1]
    header = urlsafe_b64encode(msgspec.json.encode({"alg": "none"})).rstrip(b"=").decode()
    _refused(bench, client_assertion=f"{header}.{claims}.")


@case("client-auth.audience-foreign")
def audience_foreign(bench: Bench) -> None:
    _refused(bench, client_assertion=bench.app().assertion(aud="https://another.example.test/oauth/token"))


@case("client-auth.expired")
def expired(bench: Bench) -> None:
    then = int(time.time()) - _HOUR
    _refused(bench, client_assertion=bench.app().assertion(iat=then - 60, exp=then))


@case("client-auth.expiry-missing")
def expiry_missing(bench: Bench) -> None:
    _refused(bench, client_assertion=bench.app().assertion(exp=None))


@case("client-auth.subject-other")
def subject_other(bench: Bench) -> None:
    _refused(bench, client_assertion=bench.app().assertion(sub=bench.app(1).client_id))


@case("client-auth.jti-missing")
def jti_missing(bench: Bench) -> None:
    _refused(bench, client_assertion=bench.app().assertion(jti=None))


@case("client-auth.jti-once")
def jti_once(bench: Bench) -> None:
    assertion = bench.app().assertion(jti=secrets.token_urlsafe(16))
    asked, code = bench.code()
    first = bench.app().exchange(code, asked.verifier, client_assertion=assertion)
    if first.status != 200:
        raise Unseen("no_tokens", first, status=first.status)
    _refused(bench, client_assertion=assertion)
