"""Revoking and introspecting: at once, by the client's own hand, for its own tokens (RFC 7009, RFC 7662)."""

from __future__ import annotations

import secrets

from conformance.suite.bench import Bench, during
from conformance.suite.case import case
from conformance.suite.outcome import Inapplicable, Unseen, expect, expect_oauth_error, expect_same, expect_status
from conformance.suite.pair import Pair


def _works(bench: Bench) -> Pair:
    pair = bench.tokens()
    answer = pair.search("body_weight", *during(bench.minute()))
    if answer.status != 200:
        raise Unseen("no_search", answer)
    return pair


@case("revoke.access-token-at-once")
def access_at_once(bench: Bench) -> None:
    pair = _works(bench)
    expect_status(bench.app().revoke(pair.access), 200)
    expect_status(pair.search("body_weight", *during(bench.minute())), 401)


@case("revoke.refresh-token-ends-all")
def refresh_ends_all(bench: Bench) -> None:
    pair = _works(bench)
    expect_status(bench.app().revoke(pair.refresh, token_type_hint="refresh_token"), 200)
    expect_oauth_error(bench.app().refresh(pair.refresh), "invalid_grant")
    expect_status(pair.search("body_weight", *during(bench.minute())), 401)


@case("revoke.unknown-token")
def unknown_token(bench: Bench) -> None:
    expect_status(bench.app().revoke(secrets.token_urlsafe(32)), 200)


@case("revoke.of-another-client")
def of_another(bench: Bench) -> None:
    pair = _works(bench)
    bench.app(1).revoke(pair.access)
    expect_status(pair.search("body_weight", *during(bench.minute())), 200)


@case("revoke.client-authenticated")
def client_authenticated(bench: Bench) -> None:
    pair = _works(bench)
    answer = bench.app().revoke(pair.access, client_assertion=None, client_assertion_type=None)
    expect_oauth_error(answer, "invalid_client", "invalid_request")
    expect_status(pair.search("body_weight", *during(bench.minute())), 200)


def _offered(bench: Bench) -> None:
    if not bench.endpoints.introspect:
        raise Inapplicable("no_introspection")


@case("introspect.active")
def active(bench: Bench) -> None:
    _offered(bench)
    pair = bench.pair()
    answer = bench.app().introspect(pair.access)
    expect_status(answer, 200)
    expect_same("active", answer.member("active"), True, answer)
    expect_same("client_id", answer.member("client_id"), bench.app().client_id, answer)
    scope = str(answer.member("scope"))
    expect(
        set(scope.split()) <= set(bench.app().scopes),
        "value",
        answer,
        what="scope",
        seen=scope,
        wanted=" ".join(bench.app().scopes),
    )


@case("introspect.revoked-inactive")
def revoked_inactive(bench: Bench) -> None:
    _offered(bench)
    pair = bench.tokens()
    expect_status(bench.app().revoke(pair.access), 200)
    answer = bench.app().introspect(pair.access)
    expect_status(answer, 200)
    expect_same("active", answer.member("active"), False, answer)


@case("introspect.of-another-client")
def introspect_of_another(bench: Bench) -> None:
    _offered(bench)
    answer = bench.app(1).introspect(bench.pair().access)
    expect(answer.member("active") is not True, "value", answer, what="active", seen="true", wanted="false")
    expect(bench.pair().idpe not in answer.text, "leak", answer, what="sub")
