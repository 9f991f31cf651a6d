"""Small sites for a real browser: several invented hosts behind one port of this machine, each request remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec

Headers = tuple[tuple[str, str], ...]


class Served(msgspec.Struct, frozen=True):
    """One answer: a body, its media type, and further header fields."""

    body: str | bytes
    media: str = "text/html; charset=utf-8"
    headers: Headers = ()
    status: int = 200


Pages = Mapping[str, Served | Callable[[], Served]]
"""Answers by path, or by ``//host/path`` for an invented host."""


class Site:
    """A running site. ``asked`` holds every request as ``METHOD host path``."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """The address of its home page, without a final slash."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def site(pages: Pages) -> Iterator[Site]:
    """Serve ``pages`` while the block lasts."""
    found = Site(0)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = (self.headers.get("Host") or "").partition(":")[0]
            path = self.path.partition("?")[0]
            length = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(length).decode("utf-8", "replace")
            found.asked.append(f"{self.command} {host} {self.path} {sent}".strip())
            known = pages.get(f"//{host}{path}") or pages.get(path)
            answer = known() if callable(known) else known or Served("", status=404)
            raw = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            for name, value in (("Content-Type", answer.media), ("Content-Length", str(len(raw))), *answer.headers):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
