"""Serving an ASGI application over TLS, in a thread of its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import uvicorn
from starlette.types import ASGIApp

_SECONDS_TO_START = 30.0


class ServerFailed(RuntimeError):
    """The server did not start; the cause is chained when it is known."""


def listen(host: str, port: int = 0) -> socket.socket:
    """Return a bound TCP socket: with port 0, its port is known before the application is made."""
    bound = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    # Accepted sockets inherit it. Without it a kept-alive exchange waits 40 ms for a delayed acknowledgement.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound


def port_of(listener: socket.socket) -> int:
    """Return the port that a socket is bound to."""
    return int(listener.getsockname()[1])


@contextmanager
def serve(
    app: ASGIApp,
    host: str,
    port: int,
    certfile: Path,
    keyfile: Path,
    *,
    listener: socket.socket | None = None,
) -> Iterator[str]:
    """Serve ``app`` over TLS until the block ends; give its base address, ``https://host:port``.

    ``listener`` (from ``listen``) takes the place of ``port``. Raises ``ServerFailed`` when it cannot start,
    ``OSError`` when the port is taken.
    """
    with listener or listen(host, port) as bound:
        config = uvicorn.Config(
            app,
            ssl_certfile=certfile,
            ssl_keyfile=keyfile,
            interface="asgi3",
            lifespan="off",
            ws="none",
            proxy_headers=False,
            log_config=None,
            access_log=False,
            server_header=False,
        )
        running = _Running(config, bound)
        running.start()
        try:
            yield f"https://{f'[{host}]' if ':' in host else host}:{port_of(bound)}"
        finally:
            running.stop()


class _Server(uvicorn.Server):
    """A server that tells when it accepts connections."""

    def __init__(self, config: uvicorn.Config, ready: Event) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()


class _Running:
    """A server and its thread."""

    def __init__(self, config: uvicorn.Config, bound: socket.socket) -> None:
        self._ready = Event()
        self._failure: OSError | SystemExit | None = None
        self._bound = bound
        self._server = _Server(config, self._ready)
        self._thread = Thread(target=self._run, name="space-server", daemon=True)

    def start(self) -> None:
        self._thread.start()
        if not self._ready.wait(_SECONDS_TO_START) or not self._server.started:
            self.stop()
            raise ServerFailed("The server did not start.") from self._failure

    def stop(self) -> None:
        # Forced: an idle TLS connection answers the goodbye only when its owner next reads from it.
        self._server.force_exit = True
        self._server.should_exit = True
        self._thread.join()

    def _run(self) -> None:
        try:
            self._server.run([self._bound])
        except (OSError, SystemExit) as failure:  # an unreadable certificate (ssl.SSLError is an OSError)
            self._failure = failure
        finally:
            self._ready.set()
