"""The samples' invented outside world: a tiny HTTPS server on loopback that answers by host and path."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

from criteria.yaml_data import load_yaml
from harness.lab_files import write_pair
from harness.lab_pki import CA

HOST = "127.0.0.1"
HTML = "text/html; charset=utf-8"
DOT = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
"""The smallest image."""


@cache
def answers() -> dict[str, dict[str, Any]]:
    """What each path of each host answers: a status, or a status with a ``location``."""
    return dict(load_yaml(files("sample_apps").joinpath("link_world.yaml").read_bytes()))


@contextmanager
def link_world(folder: Path, authority: CA) -> Iterator[Mapping[str, str]]:
    """Play the world; yields the ``world`` of a manifest: each name with its place. Certificates go into ``folder``."""
    write_pair(folder / "world", authority.issue(*answers()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "world.pem", folder / "world.key")
    with _Server((HOST, 0), _Handler, context) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield dict.fromkeys(answers(), f"{HOST}:{server.server_address[1]}")
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, place: tuple[str, int], handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext) -> None:
        super().__init__(place, handler)
        self._context = context

    def finish_request(self, request: Any, client_address: Any) -> None:
        """The handshake belongs to the thread of the request, so that a silent caller holds up nobody."""
        request.settimeout(10)
        with self._context.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up early is no concern of a world of links."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0]
        found = answers().get(host, {}).get(self.path.partition("?")[0], 404)
        answer = found if isinstance(found, dict) else {"status": found}
        kind = answer.get("type", HTML)
        body = f"<!doctype html><title>{host}</title><p>{answer['status']}</p>".encode() if kind == HTML else DOT
        self.send_response(answer["status"])
        sent = {"Location": answer.get("location"), "Content-Type": kind, "Set-Cookie": answer.get("cookie")}
        for name, value in sent.items():
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_told: Any) -> None:
        """Nothing is told."""
