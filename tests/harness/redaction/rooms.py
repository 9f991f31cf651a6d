"""A room with a real bundle, for tests of what reaches the disk."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from criteria.observation import Look, Plan
from harness.bundle import BundleWriter
from harness.manifest import manifest_for_url
from harness.net import NetPolicy, SafeClient
from harness.probing import ProbeRoom, Surroundings
from harness.redaction import Redactor

AT = "2026-07-01T10:00:00.000Z"
LOOK = Look(id="candidate:k/x", kind="k", probe="p", target="https://app.example.fr")


def room_in(folder: Path) -> ProbeRoom:
    """A room whose look is open, in a new bundle at ``folder``."""
    plan = Plan(
        candidate={"name": "Exemple"},
        profile="lab",
        origin="self_test",
        engine="test",
        criteria=(),
        looks=(LOOK,),
        at=AT,
    )
    writer = BundleWriter.create(folder, plan)
    return ProbeRoom(
        LOOK,
        Surroundings(
            manifest=manifest_for_url("https://app.example.fr", "lab"),
            folder=folder.parent,
            http=SafeClient(NetPolicy(profile="lab", scope=(), lab_ca="")),
            redactor=Redactor(writer.key),
            writer=writer,
        ),
    )


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under ``folder``, and whatever of it can be inflated from any place."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            yield path.name, raw
            yield from ((f"{path.name} at {place}", inner) for place, inner in inflated(raw))


def inflated(raw: bytes, depth: int = 0) -> Iterator[tuple[int, bytes]]:
    for place in range(len(raw) - 8):
        if raw[place : place + 2] == b"\x1f\x8b" or (raw[place] == 0x78 and raw[place + 1] in (0x01, 0x5E, 0x9C, 0xDA)):
            try:
                inner = zlib.decompressobj(47).decompress(raw[place:], 1 << 20)
            except zlib.error:
                continue
            if inner:
                yield place, inner
                if depth < 4:
                    yield from inflated(inner, depth + 1)
