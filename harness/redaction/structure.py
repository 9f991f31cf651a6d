"""Where secrets stand by structure: headers, addresses, forms, JSON members, and JWTs anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Found = tuple[str, str]
"""(value, kind) of a secret."""

SECRET_MEMBERS = {
    "access_token": "access_token",
    "refresh_token": "refresh_token",
    "id_token": "id_token",
    "id_token_hint": "id_token",
    "token": "token",
    "code": "code",
    "code_verifier": "code_verifier",
    "client_assertion": "client_assertion",
    "client_secret": "client_secret",
    "password": "password",
    "passwd": "password",
    "mot_de_passe": "password",
    "motdepasse": "password",
    "otp": "otp",
    "state": "state",
    "nonce": "nonce",
    "assertion": "client_assertion",
    "subject_token": "token",
    "api_key": "api_key",
    "apikey": "api_key",
    "csrf": "csrf",
    "csrf_token": "csrf",
    "csrftoken": "csrf",
    "session": "session",
    "sid": "session",
}
SECRET_HEADERS = {
    "authorization": "credentials",
    "proxy-authorization": "credentials",
    "id-token": "id_token",
    "dpop": "proof",
    "x-api-key": "api_key",
    "x-csrf-token": "csrf",
    "x-xsrf-token": "csrf",
}
JWT = re.compile(r"\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{2,8000}\.[A-Za-z0-9_-]{0,2000}")
PEM_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----.{1,8000}?-----END [A-Z ]{0,20}PRIVATE KEY-----", re.DOTALL
)
SHORTEST = 8
"""A value found by structure alone is looked for elsewhere only from this length on (``code=fr`` is no secret)."""
DEEPEST = 40


def in_headers(headers: Any) -> Iterator[Found]:
    """Secrets in a list of (name, value) header pairs."""
    for name, value in headers:
        lower = str(name).lower()
        if lower == "set-cookie":
            yield str(value).partition(";")[0].partition("=")[2].strip().strip('"'), "cookie"
        elif lower == "cookie":
            for pair in str(value).split(";"):
                yield pair.partition("=")[2].strip().strip('"'), "cookie"
        elif lower in SECRET_HEADERS:
            yield str(value).rpartition(" ")[2], SECRET_HEADERS[lower]
        elif lower in ("location", "referer"):
            yield from in_address(str(value))


def in_address(address: str) -> Iterator[Found]:
    """Secrets in the query and fragment of an address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    for text in (parts.query, parts.fragment):
        yield from in_form(text)


def in_form(text: str) -> Iterator[Found]:
    """Secrets in ``application/x-www-form-urlencoded`` text."""
    try:
        pairs = parse_qsl(text[:100_000], keep_blank_values=True, max_num_fields=1000)
    except ValueError:
        return
    for name, value in pairs:
        kind = SECRET_MEMBERS.get(name.lower())
        if kind:
            yield value, kind


def in_text(text: str) -> Iterator[Found]:
    """Secrets that show themselves anywhere: JWTs and private keys."""
    for found in JWT.finditer(text):
        yield found.group(), "jwt"
    for found in PEM_KEY.finditer(text):
        yield found.group(), "private_key"


def in_body(raw: bytes) -> Iterator[Found]:
    """Secrets in a body of any kind: JSON members, form fields, JWTs."""
    text = raw.decode("latin-1")
    yield from in_text(text)
    head = text[:1].strip()
    if head in ("{", "["):
        try:
            yield from in_json(json.loads(raw))
        except (ValueError, RecursionError):
            return
    elif "=" in text[:400] and "<" not in text[:400]:
        yield from in_form(text)


def in_json(value: Any, depth: int = 0) -> Iterator[Found]:
    """Secrets in the members of a JSON value, by their names."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for name, member in value.items():
            kind = SECRET_MEMBERS.get(str(name).lower())
            if kind and isinstance(member, str):
                yield member, kind
            yield from in_json(member, depth + 1)
    elif isinstance(value, list):
        for member in value:
            yield from in_json(member, depth + 1)
