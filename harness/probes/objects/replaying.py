"""Requests of one person asked again by another: with the other's tokens, and a marker where a canary stood."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec

from criteria.http_exchange import Headers
from harness.net import Answer, Ask
from harness.probes.exchange.placeholders import PLACEHOLDER
from harness.probes.exchange.step_request import FORM_TYPE, JSON_TYPE
from harness.probes.http.record import TOKEN_NAME, inputs
from harness.probes.objects.naming import content_type, fields_of, leaves, read_json
from harness.probes.person import as_ask
from harness.probing import ProbeRoom

Change = Callable[[str, str], str]
"""From the name and the value of a field to the value that goes in its place."""
AUTHORIZATION = "authorization"
_AGAINST_FORGERY = re.compile(r"csrf|xsrf", re.IGNORECASE)


def marker() -> str:
    """A text that stands nowhere else."""
    return f"essai-{secrets.token_hex(6)}"


def own_tokens(heard: list[Answer]) -> dict[str, str]:
    """The newest tokens that this person's pages and JSON answers gave, by the name of their field."""
    found: dict[str, str] = {}
    for answer in heard:
        found.update({name: value for kind, name, value in inputs(answer) if kind == "hidden"})
        if answer.body[:1] == b"{":
            found.update({name: value for name, value in leaves(read_json(answer.body)) if TOKEN_NAME.search(name)})
    return {name: value for name, value in found.items() if TOKEN_NAME.search(name)}


def credential_names(room: ProbeRoom) -> frozenset[str]:
    """Header fields that authenticate, in lower case: ``Authorization``, and those that the manifest fills by person.

    A field such as ``X-Auth-Token`` or ``X-API-Key`` left in a replay would make the owner of whoever asks.
    """
    steps = (step for known in room.journeys.values() for step in known)
    fields = [room.manifest.api.headers if room.manifest.api else {}, *(step.headers for step in steps)]
    filled_in = {name for one in fields for name, value in one.items() if PLACEHOLDER.search(value)}
    return frozenset({AUTHORIZATION, *(name.lower() for name in filled_in if not _AGAINST_FORGERY.search(name))})


def borne(answer: Answer, names: Collection[str]) -> Headers:
    """The fields of these names that the request of this answer had."""
    return tuple((name, value) for name, value in answer.exchange.request.headers if name.lower() in names)


def asked_by(
    heard: Answer,
    tokens: Mapping[str, str],
    credentials: Headers,
    texts: Mapping[str, str],
    names: Collection[str] = (AUTHORIZATION,),
) -> Ask:
    """The request of ``heard`` as somebody else would make it.

    Fields named like a token get that person's own (by field name; a header field gets the value of the one token
    that is there), ``credentials`` replace the header fields of these ``names``, which authenticate, and ``texts`` are
    exchanged in values.
    """

    def change(name: str, value: str) -> str:
        if TOKEN_NAME.search(name):
            return tokens.get(name, value)
        return exchanged(value, texts)

    ask = as_ask(heard, headers=_headers(heard, tokens, credentials, names))
    return msgspec.structs.replace(ask, body=changed_body(heard, change))


def exchanged(value: str, texts: Mapping[str, str]) -> str:
    """``value`` with each of these texts replaced."""
    for old, new in texts.items():
        value = value.replace(old, new) if old else value
    return value


def _headers(
    heard: Answer, tokens: Mapping[str, str], credentials: Headers, names: Collection[str]
) -> Headers:
    kept = []
    for name, value in as_ask(heard).headers:
        if name.lower() in names:
            continue
        if TOKEN_NAME.search(name):
            value = _header_token(name, tokens) or value
        kept.append((name, value))
    return (*kept, *credentials)


def _header_token(name: str, tokens: Mapping[str, str]) -> str:
    """The token for a header field (``X-CSRF-Token`` for the member ``csrf``)."""
    plain = re.sub(r"[^a-z]", "", name.lower())
    return next((value for field, value in tokens.items() if re.sub(r"[^a-z]", "", field.lower()) in plain), "")


def changed_body(heard: Answer, change: Change) -> bytes:
    """The body with ``change`` made to every field of a form, or every text of a JSON body; others stay."""
    kind = content_type(heard)
    if kind == FORM_TYPE:
        pairs = parse_qsl(heard.request_body.decode("utf-8", "replace"), keep_blank_values=True)
        return urlencode([(name, change(name, value)) for name, value in pairs]).encode()
    if kind == JSON_TYPE:
        return json.dumps(_changed(read_json(heard.request_body), "", change), ensure_ascii=False).encode()
    return heard.request_body


def _changed(value: Any, name: str, change: Change, depth: int = 0) -> Any:
    if depth > 12:
        return value
    if isinstance(value, dict):
        return {key: _changed(inner, str(key), change, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_changed(inner, name, change, depth + 1) for inner in value]
    return change(name, value) if isinstance(value, str) else value


def bears(heard: Answer, canaries: Mapping[str, str]) -> bool:
    """Whether a field of this request holds a canary."""
    values = [value for _, value in fields_of(heard)]
    return any(canary in value for canary in canaries.values() if canary for value in values)
