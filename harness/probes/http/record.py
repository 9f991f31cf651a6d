"""Records exchanges, after their secrets are made known to the redactor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.html.tokens import Start, tokens
from criteria.facts.http import parse_set_cookie
from harness.net import Answer
from harness.probing import ProbeRoom

KIND = "http.exchange"
LONGEST_SENT = 64 * 1024
"""Of a longer request body only so much is recorded; the tag ``sent_size`` then says how long it was."""
_RANDOM = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w+/.~%|:!\-]{12,}={0,2}\Z", re.ASCII)
"""What is hidden wherever it stands. Words are not: else a cookie named like a fault would hide the fault itself."""

TOKEN_NAME = re.compile(r"csrf|xsrf|token|jeton|nonce|authenticity|requestverification|viewstate", re.IGNORECASE)
_ASSIGNED = re.compile(
    rb"(?im)^[^\S\n]{0,20}[\"']?[\w.\-]{0,60}(?:pass|pwd|secret|token|key|dsn)[\w.\-]{0,40}[\"']?[^\S\n]{0,5}[=:]"
    rb"[^\S\n]{0,5}[\"']?([^\s\"',]{6,200})"
)


def record(room: ProbeRoom, answer: Answer, tags: Mapping[str, str] | None = None) -> str:
    """Observe one exchange (a long request body cut), with these tags added; returns the observation's id."""
    for value, kind in _secrets(answer):
        room.redactor.add(value, kind)
    exchange = answer.exchange
    if len(answer.request_body) > LONGEST_SENT:
        tags = {**(tags or {}), "sent_size": str(len(answer.request_body))}
        answer = msgspec.structs.replace(answer, request_body=answer.request_body[:LONGEST_SENT])
    if tags:
        exchange = msgspec.structs.replace(exchange, tags={**exchange.tags, **tags})
    return room.observe(kind=KIND, data=exchange, blobs=answer.blobs(), target=answer.url)


def hide_assigned(room: ProbeRoom, answer: Answer) -> None:
    """Hide what a confirmed configuration file gives away: it proves the fault without being kept."""
    for found in _ASSIGNED.finditer(answer.body):
        room.redactor.add(found[1].decode("utf-8", "replace"), "exposed")


def is_html(answer: Answer) -> bool:
    """Whether the response declares itself as HTML."""
    declared = (answer.values("content-type") or ("",))[0].lower()
    return declared.startswith(("text/html", "application/xhtml+xml"))


def inputs(answer: Answer) -> Iterator[tuple[str, str, str]]:
    """Type, name and value of every ``input`` of an HTML response, in document order."""
    if is_html(answer):
        yield from inputs_in(decode(answer.body, answer.values("content-type")[0]))


def inputs_in(html: str) -> Iterator[tuple[str, str, str]]:
    """Type, name and value of every ``input`` in this HTML."""
    for token in tokens(html):
        if isinstance(token, Start) and token.name == "input" and token.attributes.get("name"):
            found = token.attributes
            yield found.get("type", "text").lower(), found["name"], found.get("value", "")


def _secrets(answer: Answer) -> Iterator[tuple[str, str]]:
    yield from cookie_secrets(answer.values("set-cookie"))
    yield from hidden_secrets(inputs(answer))


def cookie_secrets(headers: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Values of ``Set-Cookie`` fields that look drawn, with their kind."""
    for header in headers:
        cookie = parse_set_cookie(header)
        if cookie is not None and is_drawn(cookie.value.strip('"')):
            yield cookie.value.strip('"'), "cookie"


def hidden_secrets(found: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """Values of hidden inputs (type, name, value) that look drawn and are named like a token, with their kind."""
    for kind, name, value in found:
        if kind == "hidden" and is_drawn(value) and TOKEN_NAME.search(name):
            yield value, "csrf"


def is_drawn(value: str) -> bool:
    """Whether a value looks drawn at random, and is therefore hidden wherever it stands."""
    return _RANDOM.match(value) is not None
