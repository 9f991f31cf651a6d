"""Secrets that stand in an address, known by their references: which of them SEC-07 forbids there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import msgspec

from criteria.check import Facts, Seen
from criteria.facts.canary import layers
from criteria.facts.http import Exchange, SetCookie
from criteria.facts.http.urls import host_of
from criteria.facts.space import MARK, REFERENCE, SpaceExchange
from criteria.observation import Secret
from criteria.security.url_places import Placed

FREE_KINDS = frozenset(("code", "state", "nonce", "code_verifier"))
"""What a browser must carry between client and server once (RFC 6749 section 4.1); SEC-19 and SEC-20 judge those."""
FREE_NAMES = frozenset(("code", "state", "nonce", "code_challenge", "request", "user_code"))
"""Parameters of OAuth that are no reusable token, whatever their shape (a signed ``state``, RFC 9101 ``request``)."""
TOKENS = frozenset(("access_token", "refresh_token", "id_token", "credentials"))
CLIENT = frozenset(("client_assertion", "client_secret", "api_key", "private_key"))
BEARING = re.compile(r"(?:^|[_.\[-])(?:access|bearer|refresh|id|auth|session)[_-]?token(?:_hint)?\]?$")
OF_CLIENT = re.compile(r"^(?:client_)?assertion$|^client_?secret$|api[_-]?key$")
OF_SESSION = re.compile(r"^(?:jsessionid|phpsessid|sessid|asp\.net_sessionid)$")
SESSION_COOKIE = re.compile(r"sess|sid$|auth|token|jwt|remember|login", re.IGNORECASE)
FORM_COOKIE = re.compile(r"csrf|xsrf|verification|forgery", re.IGNORECASE)
PASSWORD = re.compile(r"pass|pwd|mdp|mot_?de_?passe")
ABOUT_PASSWORD = re.compile(r"forg|lost|reset|oubli|reinit|change|show|request|need|new_?pass(?:word)?_?(?:sent|ok)")
END_SESSION = re.compile(r"(?:logout|log-out|signout|sign-out|end_?session|endsession|deconnexion)/?$", re.IGNORECASE)
SHORT, LONG = 6, 12
"""Fewest characters of a password, and of a value that nobody knows to be harmless."""


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """One secret in an address: the parameter before it (lower-case, ``""`` in the path), and what is known of it."""

    name: str
    ref: str
    kind: str
    length: int = 0
    charset: str = ""


def carried(one: Placed) -> Iterator[Carried]:
    """Every reference in the address, with its parameter; an address inside another is read too."""
    if MARK not in one.url:
        return
    table = {secret.ref: secret for secret in one.seen.observation.secrets}
    deepest = list(layers(one.url))[-1]
    for piece in re.split(r"[?&;#]", deepest):
        for found in REFERENCE.finditer(piece):
            name = piece[: found.start()].rpartition("=")[0]
            yield _known(name.strip().lower()[-60:], found[1], table)


def _known(name: str, ref: str, table: dict[str, Secret]) -> Carried:
    secret = table.get(ref)
    if secret is None:
        return Carried(name=name, ref=ref, kind=ref.rpartition("-")[0], length=LONG)
    return Carried(name=name, ref=ref, kind=secret.kind, length=secret.length, charset=secret.charset)


class Judged(msgspec.Struct, frozen=True):
    """The clause for one secret, and what else shows that it opens something."""

    clause: str
    also: tuple[Seen[Any], ...] = ()


class Credentials:
    """Where secrets were seen at work: in headers that sign a request in, in session cookies, in token answers."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def sessions(self) -> dict[str, Seen[Any]]:
        """References of session cookies, by the answer that set them."""
        found: dict[str, Seen[Any]] = {}
        for seen in self._facts.all(SetCookie):
            if SESSION_COOKIE.search(seen.fact.name) and not FORM_COOKIE.search(seen.fact.name):
                found = {**dict.fromkeys(REFERENCE.findall(seen.fact.value), seen), **found}
        return found

    @cached_property
    def tokens(self) -> dict[str, Seen[Any]]:
        """References of tokens that were presented or issued, by the exchange."""
        found: dict[str, Seen[Any]] = {}
        for seen in self._facts.all(Exchange):
            for name, value in seen.fact.request_headers:
                if MARK in value and name.lower() in ("authorization", "id-token"):
                    found.update({ref: seen for ref in REFERENCE.findall(value) if ref not in found})
        for one in self._facts.all(SpaceExchange):
            for ref in (one.fact.bearer, *one.fact.issued):
                if ref:
                    found.setdefault(ref, one)
        return found

    def judged(self, secret: Carried, one: Placed) -> Judged | None:
        """What SEC-07 says of this secret at this place; ``None`` when it may stand there."""
        token = "token_in_space_url" if one.at_space else "token_in_url"
        if _is_flag(secret) or _is_hint_at_end(secret, one.url) or secret.kind in FREE_KINDS:
            return None
        if secret.kind in TOKENS or BEARING.search(secret.name):
            return Judged(token)
        if secret.kind in CLIENT or OF_CLIENT.search(secret.name):
            return Judged("client_secret_in_url")
        if secret.kind == "password":
            return _password(secret)
        if secret.kind == "otp":
            sure = SHORT - 2 <= secret.length < LONG and secret.charset in ("digits", "alphanumeric", "hex")
            return Judged("one_time_code_in_url") if sure else None
        if secret.name in FREE_NAMES:
            return None
        if secret.ref in self.tokens:
            return Judged(token, (self.tokens[secret.ref],))
        if secret.ref in self.sessions:
            return Judged("session_in_url", (self.sessions[secret.ref],))
        if OF_SESSION.search(secret.name) and secret.length >= LONG:
            return Judged("session_in_url")
        if one.at_space and secret.kind in ("jwt", "token"):
            return Judged(token)
        if secret.kind == "csrf":
            return Judged("form_token_in_url")
        return Judged("unknown_in_url") if secret.length >= LONG else None


def _is_flag(secret: Carried) -> bool:
    """``has_access_token=1`` opens nothing; passwords and one-time codes may be that short."""
    return secret.length < SHORT and secret.kind not in ("password", "otp")


def _is_hint_at_end(secret: Carried, url: str) -> bool:
    """OpenID Connect RP-Initiated Logout 1.0 section 2."""
    path = url.partition("?")[0].partition("#")[0]
    return secret.name == "id_token_hint" and bool(host_of(url)) and END_SESSION.search(path) is not None


def _password(secret: Carried) -> Judged | None:
    """A flag beside the word (``forgot_password=1``) is no password; a known password under any name is one."""
    if ABOUT_PASSWORD.search(secret.name):
        return Judged("unknown_in_url") if secret.length >= LONG else None
    sure = secret.length >= SHORT or not PASSWORD.search(secret.name)
    return Judged("password_in_url") if sure else None
