"""Sending: to the space alone, bounded in size and time, never following a redirection, all of it recorded."""

from __future__ import annotations

from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter

from conformance.suite.answer import Answer
from conformance.suite.outcome import Unseen
from conformance.suite.recorder import Recorder

LARGEST = 4 * 1024 * 1024
"""Bytes of an answer that are read."""
TIMEOUT = (10.0, 60.0)
"""Seconds to connect, and between two pieces of an answer."""


class Http:
    """One sender, with connections (and, for a person, ``cookies``) of its own. ``who`` is told in the record.

    ``adapter`` takes the place of the network.
    """

    def __init__(
        self,
        recorder: Recorder,
        origins: frozenset[str],
        ca: str | None,
        who: str,
        *,
        cookies: bool,
        adapter: BaseAdapter | None = None,
    ) -> None:
        self._recorder, self._origins, self._who = recorder, origins, who
        self.session = self.prepared(requests.Session(), ca, adapter)
        self.session.headers.clear()
        if not cookies:
            self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    @staticmethod
    def prepared(session: requests.Session, ca: str | None, adapter: BaseAdapter | None) -> requests.Session:
        """A session that reaches the space as this suite does."""
        session.trust_env = False  # the environment may name another authority, or a proxy
        session.verify = ca or True
        if adapter is not None:
            session.mount("https://", adapter)
        return session

    def send(self, method: str, url: str, **told: Any) -> Answer:
        """Send one request (``headers``, ``params``, ``data`` as ``requests`` takes them) and read the answer.

        Raises ``Unseen`` when the address is not the space's, or no answer came.
        """
        asked = requests.Request(method, url, **told)
        try:
            ready = self.session.prepare_request(asked)
        except (ValueError, requests.RequestException) as error:
            raise Unseen("address", url=url) from error
        self.check(ready.url or "")
        settings = self.session.merge_environment_settings(ready.url, {}, True, None, None)
        try:
            with self.session.send(ready, allow_redirects=False, timeout=TIMEOUT, **settings) as got:
                body = _read(got)
                return self._kept(ready, got, body)
        except requests.RequestException as error:
            kind = type(error).__name__
            self._keep(ready, 0, {}, b"", kind)
            raise Unseen("no_answer", call=f"{method} {urlsplit(url).path}", error=kind) from error

    def check(self, url: str) -> None:
        """Raise ``Unseen`` when the address is not the space's."""
        if origin_of(url) not in self._origins:
            raise Unseen("foreign_address", url=url)

    def keep(self, got: requests.Response, *_args: Any, **_options: Any) -> requests.Response:
        """Record what another client sent and got: a response hook of ``requests``."""
        self._kept(got.request, got, got.content)
        return got

    def _kept(self, ready: requests.PreparedRequest, got: requests.Response, body: bytes) -> Answer:
        headers = {name.lower(): value for name, value in got.headers.items()}
        seen = self._keep(ready, got.status_code, headers, body[:LARGEST])
        return Answer(
            method=ready.method or "",
            url=ready.url or "",
            status=got.status_code,
            headers=headers,
            body=body[:LARGEST],
            seen=seen,
            cut=len(body) > LARGEST,
        )

    def _keep(
        self, ready: requests.PreparedRequest, status: int, headers: dict[str, str], body: bytes, error: str = ""
    ) -> str:
        sent = ready.body or b""
        return self._recorder.record(
            method=ready.method or "",
            url=ready.url or "",
            sent_headers={name.lower(): _text(value) for name, value in ready.headers.items()},
            sent=sent.encode() if isinstance(sent, str) else bytes(sent),
            status=status,
            headers=headers,
            body=body,
            who=self._who,
            error=error,
        )


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, as one text; empty when it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}:{port}" if parts.hostname else ""


def _read(got: requests.Response) -> bytes:
    body = bytearray()
    for chunk in got.iter_content(65536):
        body += chunk
        if len(body) > LARGEST:
            break
    return bytes(body)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
