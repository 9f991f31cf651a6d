"""How a sample app is served: one TLS port, one cleartext port, a ready line, and a clean end.

The ready line is one JSON object on standard output, written once both ports accept connections, so that a caller
waits for an event and never for a number of seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True)
class Ports:
    """The two bound sockets; ``cleartext`` is ``None`` when no cleartext port was asked for."""

    host: str
    tls: socket.socket
    cleartext: socket.socket | None

    @property
    def url(self) -> str:
        """The https address, without a final slash."""
        return f"https://{self.host}:{self.tls.getsockname()[1]}"

    @property
    def cleartext_url(self) -> str | None:
        """The http address, without a final slash."""
        return f"http://{self.host}:{self.cleartext.getsockname()[1]}" if self.cleartext else None


def add_serving_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that every sample app shares."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--cleartext-port", type=int, default=None, help="0 takes a free port; none by default")
    parser.add_argument("--tls-cert", type=Path, required=True)
    parser.add_argument("--tls-key", type=Path, required=True)
    parser.add_argument("--exit-with-stdin", action="store_true", help="stop when standard input closes")


def bind(host: str, port: int, cleartext_port: int | None) -> Ports:
    """Binds both ports before anything else, so that the app knows its own address. Raises ``OSError``."""
    return Ports(host, _listen(host, port), None if cleartext_port is None else _listen(host, cleartext_port))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, so that asyncio recognises it and switches Nagle's delay off: heads and bodies are written apart.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    return sock


class _Server(uvicorn.Server):
    """A server that leaves signals to :func:`serve`, since two of them share one loop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server(app: ASGIApp, context: ssl.SSLContext | None) -> _Server:
    config = uvicorn.Config(
        app, http="h11", ws="none", lifespan="off", log_level="error", access_log=False, server_header=False,
        proxy_headers=False, timeout_graceful_shutdown=1,
    )
    config.load()
    config.ssl = context
    return _Server(config)


def serve(
    ports: Ports, app: ASGIApp, context: ssl.SSLContext, *, cleartext: ASGIApp, ready: dict[str, object],
    exit_with_stdin: bool = False,
) -> None:
    """Serves until SIGTERM, SIGINT or (if asked) the end of standard input; ``ready`` joins the ready line."""
    asyncio.run(_serve(ports, app, context, cleartext, ready, exit_with_stdin))


async def _serve(
    ports: Ports, app: ASGIApp, context: ssl.SSLContext, cleartext: ASGIApp, ready: dict[str, object],
    exit_with_stdin: bool,
) -> None:
    pairs = [(_server(app, context), ports.tls)]
    if ports.cleartext is not None:
        pairs.append((_server(cleartext, None), ports.cleartext))

    def stop() -> None:
        for server, _ in pairs:
            server.should_exit = server.force_exit = True  # nobody waits for an idle connection to end

    loop = asyncio.get_running_loop()
    for name in STOP_SIGNALS:
        loop.add_signal_handler(name, stop)
    for _, sock in pairs:
        sock.listen(128)
    if exit_with_stdin:
        _when_stdin_ends(lambda: loop.call_soon_threadsafe(stop))
    line = {"ready": True, "url": ports.url, "cleartext_url": ports.cleartext_url, "pid": os.getpid(), **ready}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
    await asyncio.gather(*(server.serve(sockets=[sock]) for server, sock in pairs))


def _when_stdin_ends(then: Callable[[], object]) -> None:
    def wait() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 4096):  # not sys.stdin: its lock would be held at the end of the interpreter
                pass
        with contextlib.suppress(RuntimeError):  # the loop has already ended
            then()

    threading.Thread(target=wait, daemon=True).start()
