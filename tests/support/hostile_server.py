"""A web server that misbehaves on purpose, on raw sockets: each path is one way to hurt a client.

``with HostileServer() as server:`` listens on a loopback port; ``server.url("/endless")`` names a behaviour, and
``server.sent`` counts the bytes that it got rid of by path, ``server.asked`` the paths in order. Behaviours that
never end stop when the client goes or the server closes.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType

Behaviour = Callable[["HostileServer", str], Iterable[bytes]]
BEHAVIOURS: dict[str, Behaviour] = {}
CHUNK = 64 * 1024
TICK_S = 0.005


def behaviour(path: str) -> Callable[[Behaviour], Behaviour]:
    """Serve ``path`` with the pieces that the decorated generator yields, one ``send`` for each piece."""

    def register(function: Behaviour) -> Behaviour:
        BEHAVIOURS[path] = function
        return function

    return register


def reply(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    """One sound response as bytes."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class HostileServer:
    """The server. ``pages`` adds sound or unsound responses of a test's own, by path."""

    def __init__(self, pages: dict[str, bytes] | None = None, context: ssl.SSLContext | None = None) -> None:
        self.pages = pages or {}
        self.sent: Counter[str] = Counter()
        self.asked: list[str] = []
        self.requests: list[bytes] = []
        self.closing = threading.Event()
        self._context = context
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a path on this server."""
        return f"{'https' if self._context else 'http'}://{host}:{self.port}{path}"

    def __enter__(self) -> HostileServer:
        self._spawn(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        with contextlib.suppress(OSError):  # wakes the thread that accepts
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        for thread in self._threads:
            thread.join(timeout=10)
        self._listener.close()

    def slowly(self, data: bytes) -> Iterator[bytes]:
        """One byte at a time, until the server closes."""
        for position in range(len(data)):
            if self.closing.wait(TICK_S):
                return
            yield data[position : position + 1]

    def _spawn(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            conn, _ = self._listener.accept()
            if self.closing.is_set():
                conn.close()
                return
            self._spawn(lambda conn=conn: self._serve(conn))  # type: ignore[misc]

    def _serve(self, conn: socket.socket) -> None:
        conn.settimeout(10)
        with conn, contextlib.suppress(OSError):  # the client leaves when it has had enough
            if self._context is not None:
                conn = self._context.wrap_socket(conn, server_side=True)
            self._answer(conn)
            conn.close()

    def _answer(self, conn: socket.socket) -> None:
        request = self._read(conn)
        path = request.split(b" ", 2)[1].decode("latin-1") if request.count(b" ") >= 2 else ""
        self.asked.append(path)
        self.requests.append(request)
        for piece in self._pieces(path):
            conn.sendall(piece)
            self.sent[path] += len(piece)
            if self.closing.is_set():
                return

    def _pieces(self, path: str) -> Iterable[bytes]:
        plain = path.split("?", 1)[0]
        if path in self.pages or plain in self.pages:
            return [self.pages.get(path) or self.pages[plain]]
        found = BEHAVIOURS.get(plain)
        return found(self, path) if found else [reply(b"<p>nothing here", status="404 Not Found")]

    @staticmethod
    def _read(conn: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data and len(data) < CHUNK:
            piece = conn.recv(CHUNK)
            if not piece:
                break
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        wanted = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < wanted and (piece := conn.recv(CHUNK)):
            body += piece
        return head + b"\r\n\r\n" + body


def bomb(size: int = 64 * 1024 * 1024, layers: int = 1) -> bytes:
    """``size`` zero bytes under ``layers`` of gzip, made without holding them in memory."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packed:
        for _ in range(size // CHUNK):
            packed.write(bytes(CHUNK))
    data = out.getvalue()
    for _ in range(layers - 1):
        data = gzip.compress(data, mtime=0)
    return data
