"""What passed between the suite and the space: every exchange, kept without its secrets.

Secrets are found by where they stand (headers, fields of forms, members of answers), and leave every place where their
value turns up, before anything is written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from criteria.http_exchange import HttpExchange, HttpRequest, HttpResponse
from criteria.observation import Observation

FIELDS = frozenset(
    ("code", "code_verifier", "client_assertion", "refresh_token", "access_token", "id_token", "token", "password")
)
"""Fields of forms, of queries and of JSON answers that hold a secret."""
# What tokens are made of; in an address or a form they end where another character begins.
_RUN = re.compile(r"[A-Za-z0-9._~+/-]{8,}")
_SHORTEST = 8


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One exchange as it was, secrets and all. Never written; ``status`` 0 means that no answer came."""

    id: str
    at: datetime
    method: str
    url: str
    sent_headers: Mapping[str, str]
    sent: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes
    who: str
    case: str
    error: str = ""


class Recorder:
    """Every exchange of one run, in order. ``now`` gives the time (aware)."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.exchanges: list[Exchange] = []
        self.case = ""
        self._now = now
        self._secrets: dict[str, str] = {}
        self._odd: dict[str, str] = {}  # those that a person may have chosen: not made of what tokens are made of

    def record(self, **told: Any) -> str:
        """Keep an exchange; return its id."""
        made = Exchange(id=f"x{len(self.exchanges) + 1:05d}", at=self._now(), case=self.case, **told)
        self.exchanges.append(made)
        self._learn(made)
        return made.id

    def hide(self, value: str, kind: str) -> None:
        """Take a value for a secret from now on, and in what was recorded before."""
        if len(value) >= _SHORTEST and value not in self._secrets:
            self._secrets[value] = f"[{kind}-{len(self._secrets) + 1}]"
            if not _RUN.fullmatch(value):
                self._odd[value] = self._secrets[value]

    def observations(self) -> tuple[list[Observation], dict[str, bytes]]:
        """Every exchange as an observation (kind ``http.exchange``), and their bodies by digest; without secrets."""
        blobs: dict[str, bytes] = {}
        return [self._observation(one, blobs) for one in self.exchanges], blobs

    def clean(self, value: str) -> str:
        """``value`` with every secret replaced by its kind and number."""
        found = _RUN.sub(lambda run: self._secrets.get(run[0], run[0]), value)
        for secret, name in self._odd.items():
            found = found.replace(secret, name)
        return found

    def _learn(self, made: Exchange) -> None:
        for name in ("authorization", "id-token", "dpop"):
            self.hide(made.sent_headers.get(name, "").rpartition(" ")[2], name)
        for cookie in (made.sent_headers.get("cookie", ""), made.headers.get("set-cookie", "")):
            for value in re.findall(r"=([^;,\s]+)", cookie):
                self.hide(value, "cookie")
        form = made.sent if b"=" in made.sent[:200] else b""
        addresses = (made.url, made.headers.get("location", ""))
        for text in (form.decode("latin-1"), *(urlsplit(address).query for address in addresses)):
            for name, value in parse_qsl(text):
                if name in FIELDS:
                    self.hide(value, name)
        if b"_token" in made.body:
            for name, value in re.findall(r'"(\w+)"\s*:\s*"([^"\\]+)"', made.body.decode("utf-8", "replace")):
                if name in FIELDS:
                    self.hide(value, name)

    def _observation(self, one: Exchange, blobs: dict[str, bytes]) -> Observation:
        stored = {}
        for name, body in (("request_body", one.sent), ("response_body", one.body)):
            if body:
                kept = self._clean_body(body)
                stored[name] = f"sha256:{hashlib.sha256(kept).hexdigest()}"
                blobs[stored[name]] = kept
        answer = HttpResponse(status=one.status, headers=self._pairs(one.headers), size=len(one.body))
        exchange = HttpExchange(
            request=HttpRequest(method=one.method, url=self.clean(one.url), headers=self._pairs(one.sent_headers)),
            response=answer if one.status else None,
            error="closed" if one.error else "",
            detail=one.error,
            context=one.who,
            purpose=one.case,
        )
        return Observation(
            id=one.id,
            look=one.case,
            kind="http.exchange",
            probe="suite",
            at=one.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            target=self.clean(urlsplit(one.url)._replace(query="").geturl()),
            data=msgspec.to_builtins(exchange),
            blobs=stored,
        )

    def _clean_body(self, body: bytes) -> bytes:
        try:
            return self.clean(body.decode()).encode()
        except UnicodeDecodeError:
            return body

    def _pairs(self, headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        return tuple((name, self.clean(value)) for name, value in headers.items())
