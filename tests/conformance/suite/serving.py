"""The reference space with a ready-made manifest of the suite: in this process, or served over TLS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from conformance.space.app import Space, create_space
from conformance.space.server import listen, port_of, serve
from conformance.space.settings import SpaceSettings
from conformance.suite.manifest import SpaceManifest
from conformance.suite.manifest_file import load_manifest
from conformance.suite.run import Run
from harness.suite_manifest import write_manifest
from tests.conformance.tls import TlsFiles


class Made(NamedTuple):
    """A space, its manifest, and the file of that."""

    space: Space
    manifest: SpaceManifest
    path: Path


@contextmanager
def made(
    folder: Path, base: str = "https://space.example.test:8443", ca: bytes = b"-", **settings: Any
) -> Iterator[Made]:
    """A space that nobody serves, with its two clients and two people."""
    space = create_space(SpaceSettings(base_url=base, **settings))
    path = write_manifest(folder, space, ca)
    try:
        yield Made(space, load_manifest(path, {}), path)
    finally:
        space.close()


@contextmanager
def served(tls: TlsFiles, folder: Path, **settings: Any) -> Iterator[Made]:
    """Serve a space over TLS until the block ends."""
    with listen("127.0.0.1") as listener:
        base = f"https://127.0.0.1:{port_of(listener)}"
        with (
            made(folder, base, tls.ca.read_bytes(), **settings) as there,
            serve(there.space.app, "127.0.0.1", 0, tls.cert, tls.key, listener=listener),
        ):
            yield there


def results(ran: Run, *wanted: str) -> set[str]:
    """The clauses that came out in one of these ways."""
    return {one.clause.id for one in ran.tried if one.result in wanted}


def told(ran: Run) -> str:
    """What did not hold, for a failing test to show."""
    bad = [f"{one.clause.id} {one.result}: {one.said.en}" for one in ran.tried if one.result in ("broken", "unseen")]
    return "\n".join([*bad, *(f"{one.criterion}: {one.error} {one.traceback[-3:]}" for one in ran.errors)])
