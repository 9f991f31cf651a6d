"""Exchanging a code: what it takes, what comes back, and that it works once."""

from __future__ import annotations

import secrets

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT

from conformance.suite.answer import Answer
from conformance.suite.bench import Bench, during
from conformance.suite.case import case
from conformance.suite.outcome import Broken, Unseen, expect, expect_oauth_error, expect_same, expect_status


def _tokens(bench: Bench) -> Answer:
    return bench.pair().answer


@case("token.response")
def response(bench: Bench) -> None:
    answer = _tokens(bench)
    for name in ("access_token", "refresh_token", "id_token"):
        expect(isinstance(answer.member(name), str) and answer.member(name), "absent", answer, what=name)
    kind = str(answer.member("token_type"))
    expect_same("token_type", kind.lower(), "bearer", answer)
    life = answer.member("expires_in")
    expect(isinstance(life, int) and life > 0, "absent", answer, what="expires_in")
    asked, given = set(bench.app().scopes), set(str(answer.member("scope") or "").split())
    expect(
        given <= asked and asked - given <= {"openid", "offline_access"},
        "value",
        answer,
        what="scope",
        seen=" ".join(sorted(given)),
        wanted=" ".join(sorted(asked)),
    )


@case("token.no-store")
def no_store(bench: Bench) -> None:
    told = _tokens(bench).headers.get("cache-control", "")
    expect("no-store" in told, "value", _tokens(bench), what="Cache-Control", seen=told, wanted="no-store")


@case("token.library-client")
def library_client(bench: Bench) -> None:
    """The whole flow by a client that nobody here wrote: Authlib's, with its own PKCE and private_key_jwt."""
    app = bench.app()
    app.http.check(app.endpoints.token)
    session = OAuth2Session(
        app.client_id,
        app.key,
        token_endpoint_auth_method=PrivateKeyJWT(app.endpoints.token, alg="ES256"),
        scope=" ".join(app.scopes),
        redirect_uri=app.redirect_uri,
        code_challenge_method="S256",
    )
    verifier = secrets.token_urlsafe(48)
    url, state = session.create_authorization_url(app.endpoints.authorize, code_verifier=verifier)
    returned = bench.browser().authorize(url, app.redirect_uri)
    app.http.prepared(session, bench.manifest.ca or None, bench.adapter)
    session.hooks["response"].append(app.http.keep)
    try:
        told = session.fetch_token(
            app.endpoints.token, authorization_response=returned.answer.location, state=state, code_verifier=verifier
        )
    except AuthlibBaseError as error:
        raise Broken("library", returned.answer, why=str(error)) from error
    expect(told.get("access_token"), "absent", returned.answer, what="access_token")


@case("token.verifier-wrong")
def verifier_wrong(bench: Bench) -> None:
    _, code = bench.code()
    expect_oauth_error(bench.app().exchange(code, secrets.token_urlsafe(48)), "invalid_grant", "invalid_request")


@case("token.verifier-missing")
def verifier_missing(bench: Bench) -> None:
    _, code = bench.code()
    expect_oauth_error(bench.app().exchange(code, None), "invalid_grant", "invalid_request")


@case("token.redirect-uri-same")
def redirect_uri_same(bench: Bench) -> None:
    asked, code = bench.code()
    answer = bench.app().exchange(code, asked.verifier, redirect_uri=f"{bench.app().redirect_uri}/other")
    expect_oauth_error(answer, "invalid_grant", "invalid_request")


@case("token.code-of-another-client")
def code_of_another(bench: Bench) -> None:
    asked, code = bench.code()
    theirs = bench.app(1).exchange(code, asked.verifier, redirect_uri=bench.app().redirect_uri)
    expect_oauth_error(theirs, "invalid_grant")


@case("token.code-invented")
def code_invented(bench: Bench) -> None:
    expect_oauth_error(bench.app().exchange(secrets.token_urlsafe(32), secrets.token_urlsafe(48)), "invalid_grant")


@case("token.code-once")
def code_once(bench: Bench) -> None:
    asked, code = bench.code()
    bench.pair_of(0, 0, bench.app().exchange(code, asked.verifier))
    expect_oauth_error(bench.app().exchange(code, asked.verifier), "invalid_grant")


@case("token.code-replay-revokes")
def code_replay(bench: Bench) -> None:
    asked, code = bench.code()
    pair = bench.pair_of(0, 0, bench.app().exchange(code, asked.verifier))
    if pair.search("body_weight", *during(bench.minute())).status != 200:
        raise Unseen("no_search")
    again = bench.app().exchange(code, asked.verifier)
    if again.status == 200:
        raise Unseen("replay_answered", again)
    for answer in (pair.search("body_weight", *during(bench.minute())), bench.app().refresh(pair.refresh)):
        expect_status(answer, 400, 401)


@case("token.grant-type-unknown")
def grant_type(bench: Bench) -> None:
    answer = bench.app().post(bench.endpoints.token, grant_type="password", username="a", password="b" * 12)
    expect_oauth_error(answer, "unsupported_grant_type", "unauthorized_client", "invalid_request")


@case("token.errors-json")
def errors_json(bench: Bench) -> None:
    answer = bench.app().post(bench.endpoints.token)
    expect_oauth_error(answer, "invalid_request", "unsupported_grant_type")
    media = answer.headers.get("content-type", "").partition(";")[0]
    expect_same("Content-Type", media, "application/json", answer)


@case("token.form-malformed")
def form_malformed(bench: Bench) -> None:
    form = "application/x-www-form-urlencoded"
    for body in (b"\xff=\xfe", b"a=%ff", b"grant_type=authorization_code&grant_type=refresh_token", b"=&&=&%"):
        answer = bench.http.send("POST", bench.endpoints.token, data=body, headers={"Content-Type": form})
        expect(400 <= answer.status < 500, "status", answer, call=answer.name, status=answer.status, wanted="4xx")
