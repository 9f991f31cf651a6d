"""Faults of the client's authentication, bearer token and scopes, and harmless variants of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sample_apps.tensio.build import Build
from sample_apps.tensio.pairing.policy import SCOPE, Claims, Form

Fault = Callable[[Build], None]


def _policy(**changes: Any) -> Fault:
    def fault(build: Build) -> None:
        build.pairing = replace(build.pairing, **changes)

    return fault


def _living(seconds: int) -> Callable[[Claims, Form], Claims]:
    return lambda claims, form: {**claims, "exp": claims["iat"] + seconds}


def jti_reused(build: Build) -> None:
    """A revocation says the ``jti`` of the token request before it."""
    last: dict[str, str] = {}

    def claims_of(claims: Claims, form: Form) -> Claims:
        if "token" in form:
            return {**claims, "jti": last.get("jti", claims["jti"])}
        last["jti"] = claims["jti"]
        return claims

    build.pairing = replace(build.pairing, assertion=claims_of)


def _anonymous_revocation(form: Form) -> Form:
    kept = {name: value for name, value in form.items() if not name.startswith("client_assertion")}
    return kept if "token" in form else form


def _with_secret(form: Form) -> Form:
    return {**form, "client_secret": "temoin-sans-valeur-" + "7" * 24}


def _for_issuer(claims: Claims, form: Form) -> Claims:
    return {**claims, "aud": claims["aud"].removesuffix("/token")}


FAULTS: Mapping[str, Fault] = {
    "assertion_of_15_minutes": _policy(assertion=_living(900)),
    "jti_reused": jti_reused,
    "revocation_unauthenticated": _policy(sent_form=_anonymous_revocation),
    "client_secret_sent": _policy(sent_form=_with_secret),
    "scope_undeclared": _policy(scope=f"{SCOPE} patient/Observation.d"),
    "bearer_in_body": _policy(sent_measure=lambda bundle, access_token: {**bundle, "access_token": access_token}),
    "bearer_follows_redirect": _policy(follows=lambda status, location: location if status == 307 else ""),
    "any_certificate": _policy(certified=False),
    "hammers_token_endpoint": _policy(tries_when_busy=3),
    "renewed_for_anyone": _policy(same_person=lambda seen, expected: True),
    "needs_whole_scope": _policy(takes_less=False),
    "tries_what_was_not_granted": _policy(left_out=lambda granted: frozenset()),
    "assertion_of_5_minutes": _policy(assertion=_living(300)),
    "assertion_for_issuer": _policy(assertion=_for_issuer),
}
