"""HTTP to the space: a certified peer, no redirects, bounded time and size."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from sample_apps.tensio.pairing.errors import SpaceUnavailable

MAX_ANSWER = 1_048_576
CONNECT_AND_READ_SECONDS = (5, 20)
WHOLE_SECONDS = 30


Follow = Callable[[int, str], str]
"""From a status and a Location to the address at which to ask again; empty for none."""


def stay(status: int, location: str) -> str:
    """No redirect is followed: tokens are for the space alone."""
    return ""


@dataclass(frozen=True)
class Answer:
    """A status, the JSON object of the body (empty when the body is none), and Retry-After (empty when absent)."""

    status: int
    body: dict[str, Any]
    retry_after: str = ""


class Wire:
    """One connection pool; ``ca`` is the file of trusted roots, or ``None`` for the system's; see ``Follow``."""

    def __init__(self, ca: Path | None, follows: Follow = stay, *, certified: bool = True) -> None:
        self._follows = follows
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = certified and (str(ca) if ca else True)

    def get(
        self, url: str, params: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """GET. Raises :class:`SpaceUnavailable`."""
        return self._send("GET", url, params=params, headers=headers)

    def post_form(self, url: str, form: Mapping[str, str]) -> Answer:
        """POST of a form. Raises :class:`SpaceUnavailable`."""
        return self._send("POST", url, data=form)

    def post_json(self, url: str, body: object, headers: Mapping[str, str]) -> Answer:
        """POST of a FHIR resource. Raises :class:`SpaceUnavailable`."""
        sent = {"Content-Type": "application/fhir+json", **headers}
        return self._send("POST", url, data=json.dumps(body).encode(), headers=sent)

    def _send(self, method: str, url: str, **arguments: Any) -> Answer:
        try:
            with self._session.request(
                method, url, timeout=CONNECT_AND_READ_SECONDS, allow_redirects=False, stream=True, **arguments
            ) as response:
                onward = self._follows(response.status_code, response.headers.get("Location", ""))
                if onward:
                    return self._send(method, onward, **arguments)
                body = _json_object(_bounded(response))
                return Answer(response.status_code, body, response.headers.get("Retry-After", ""))
        except requests.RequestException as error:
            raise SpaceUnavailable("unavailable") from error


def _bounded(response: requests.Response) -> bytes:
    body = b""
    deadline = time.monotonic() + WHOLE_SECONDS
    for piece in response.iter_content(65_536):
        body += piece
        if len(body) > MAX_ANSWER or time.monotonic() > deadline:
            raise SpaceUnavailable("unreadable")
    return body


def _json_object(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
