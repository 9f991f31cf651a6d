"""Faults of passwords, second factors, failures and sessions, and harmless variants of them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sample_apps.tensio.build import Build
from sample_apps.tensio.identity import is_guessable

Fault = Callable[[Build], None]
LISTED = frozenset(("https://partenaire.tensio.example",))


def _policy(**changes: Any) -> Fault:
    def fault(build: Build) -> None:
        build.identity = replace(build.identity, **changes)

    return fault


def _origins(allows: Callable[[str], str], *, credentials: bool = True) -> Fault:
    """Every answer to a request with an ``Origin`` says whom ``allows`` lets read; ``""`` for nobody."""

    def fault(build: Build) -> None:
        build.wrappers.append(lambda app: _Readable(app, allows, credentials))

    return fault


class _Readable:
    def __init__(self, app: ASGIApp, allows: Callable[[str], str], credentials: bool) -> None:
        self._app, self._allows, self._credentials = app, allows, credentials

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answered(message: Message) -> None:
            allowed = self._allows(_header(scope, b"origin"))
            if message["type"] == "http.response.start" and allowed:
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = allowed
                headers.append("Vary", "Origin")
                if self._credentials:
                    headers["Access-Control-Allow-Credentials"] = "true"
            await send(message)

        await self._app(scope, receive, answered)


class _Planted:
    """Gives every visitor of the sign-in page a session name before they sign in."""

    def __init__(self, app: ASGIApp, name: str) -> None:
        self._app, self._name = app, name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        planted = scope.get("path") == "/connexion" and f"{self._name}=".encode() not in _cookies(scope)

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start" and planted:
                cookie = f"{self._name}={secrets.token_urlsafe(32)}; Path=/; Secure; HttpOnly; SameSite=Lax"
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self._app(scope, receive, answered)


def _header(scope: Scope, wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in scope.get("headers", ()) if name == wanted), "")


def _cookies(scope: Scope) -> bytes:
    return b"; ".join(value for name, value in scope.get("headers", ()) if name == b"cookie")


def _plants(build: Build) -> None:
    build.wrappers.append(lambda app: _Planted(app, build.session_cookie.name))


def session_kept_at_sign_in(build: Build) -> None:
    """The session name that the visitor came with becomes that of the signed-in session."""
    build.identity = replace(build.identity, renews_session=False)
    _plants(build)


def _ends_in_own_name(origin: str) -> str:
    return origin if "127.0.0.1" in origin else ""


FAULTS: Mapping[str, Fault] = {
    "code_taken_twice": _policy(codes_once=False),
    "any_code_taken": _policy(checks_code=False),
    "password_is_enough": _policy(two_factors=False),
    "reset_signs_in": _policy(reset_signs_in=True),
    "common_passwords_taken": _policy(guessable=lambda password, email: email.partition("@")[0] in password),
    "short_passwords_taken": _policy(min_password=7),
    "address_as_password": _policy(guessable=lambda password, email: is_guessable(password, "")),
    "passwords_cut": _policy(compared=lambda password: password[:16]),
    "passwords_without_case": _policy(compared=str.lower),
    "long_passwords_refused": _policy(max_password=40),
    "longer_passwords_asked": _policy(min_password=14),
    "failures_unbounded": _policy(most_failures=1000),
    "sign_in_tells_unknown": _policy(tells_unknown=True),
    "reset_tells_unknown": _policy(reset_tells_unknown=True),
    "eight_failures_allowed": _policy(most_failures=8),
    "session_outlives_sign_out": _policy(ends_session=False),
    "session_kept_at_sign_in": session_kept_at_sign_in,
    "session_never_idle": _policy(idle=30 * 24 * 3600),
    "session_without_end": _policy(longest=400 * 24 * 3600),
    "session_before_sign_in": _plants,
    "sessions_a_little_late": _policy(idle=30 * 60 + 30),
    "any_origin_reads": _origins(str),
    "null_origin_reads": _origins(lambda origin: "null" if origin == "null" else ""),
    "origin_by_substring": _origins(_ends_in_own_name),
    "listed_origin_reads": _origins(lambda origin: origin if origin in LISTED else ""),
    "origin_without_credentials": _origins(lambda origin: "*" if origin else "", credentials=False),
}
