"""Whose a request is, told before the space is asked: by the tokens that the space gave to each person."""

from __future__ import annotations

from threading import Lock
from urllib.parse import parse_qs

import msgspec

from conformance.lab.journal import Exchange, Headers

REMEMBERED = 50_000
"""Tokens that are remembered at most; the oldest go first."""


class Owners:
    """Learns from every token that goes out; any thread may ask."""

    def __init__(self) -> None:
        self._people: dict[str, str] = {}
        self._lock = Lock()

    def learn(self, seen: Exchange) -> None:
        """Remember the tokens of a right token response."""
        answer = seen.right or seen.answer
        if seen.operation != "token" or not seen.person or answer.status != 200:
            return
        told = msgspec.json.decode(answer.body, type=dict[str, object])
        with self._lock:
            for name in ("access_token", "refresh_token"):
                if isinstance(told.get(name), str):
                    self._people[str(told[name])] = seen.person
            while len(self._people) > REMEMBERED:
                del self._people[next(iter(self._people))]

    def of_headers(self, headers: Headers) -> str:
        """The person whose access token a business call bears; empty when it is none of ours."""
        sent = next((value for name, value in headers if name.lower() == "authorization"), "")
        return self._find(sent.rpartition(" ")[2])

    def of_form(self, body: bytes) -> str:
        """The person whose refresh token a form bears; empty when it is none of ours."""
        sent = parse_qs(body.decode("latin-1"), max_num_fields=50) if body.count(b"&") < 50 else {}
        return self._find(next(iter(sent.get("refresh_token", [])), ""))

    def _find(self, token: str) -> str:
        with self._lock:
            return self._people.get(token, "")
