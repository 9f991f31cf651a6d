"""The TLS server of an audit's space, which can give way for a while to one that nobody vouches for."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from starlette.types import ASGIApp

from conformance.space.server import serve
from harness.lab_files import write_pair
from harness.lab_pki import make_ca


class Front:
    """Serves ``app`` at the address of ``listener`` while its block lasts."""

    def __init__(self, app: ASGIApp, listener: socket.socket, host: str, certfile: Path, keyfile: Path) -> None:
        self._app = app
        self._listener = listener
        self._host = host
        self._files = certfile, keyfile
        self._running = ExitStack()

    def __enter__(self) -> Front:
        self._serve(*self._files)
        return self

    def __exit__(self, *_error: object) -> None:
        self._running.close()

    @contextmanager
    def untrusted(self) -> Iterator[None]:
        """Answer under a certificate for the right name from an authority that nobody trusts, until the block ends.

        Connections that were open are cut, so that whoever comes back has to look at the certificate.
        """
        with tempfile.TemporaryDirectory(prefix="probant-untrusted-") as name:
            stem = Path(name) / "space"
            write_pair(stem, make_ca("Autre autorité").issue(self._host))
            self._serve(stem.with_suffix(".pem"), stem.with_suffix(".key"))
            try:
                yield
            finally:
                self._serve(*self._files)

    def _serve(self, certfile: Path, keyfile: Path) -> None:
        self._running.close()
        self._running.enter_context(serve(self._app, "", 0, certfile, keyfile, listener=self._listener.dup()))
