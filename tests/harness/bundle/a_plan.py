"""A small invented audit for the tests of the bundle: its plan, and a writer that makes every look of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from criteria.coverage import Coverage
from criteria.observation import Close, Look, Plan
from harness.bundle import BundleReader, BundleWriter
from harness.bundle.log import LOG
from harness.errors import BundleError
from reports.signing import Signer, seal

AT = "2026-07-01T10:00:00.000Z"
LOOKS = 8
SEEN = 3
"""Observations of each look."""


def plan(looks: int = LOOKS) -> Plan:
    return Plan(
        candidate={"name": "Exemple"},
        profile="lab",
        origin="self_test",
        engine="test",
        criteria=("SEC-01",),
        looks=tuple(Look(id=f"candidate:k/{number}", kind="k", probe="p") for number in range(looks)),
        at=AT,
    )


def write_all(
    folder: Path, signer: Signer, looks: int = LOOKS, said: Callable[[str], None] = lambda _line: None
) -> None:
    """Begin or take up the bundle, make every look that is not whole, and seal it. ``said`` hears of each step."""
    writer, left, attempts = _begun(folder, looks)
    said("begun")
    try:
        for look in left:
            attempts[look.id] += 1
            writer.open_look(look.id, attempts[look.id], AT)
            names = tuple(_seen(writer, look, number, said) for number in range(SEEN))
            writer.close_look(
                Close(look=look.id, outcome="observed", attempt=attempts[look.id], observations=names, at=AT)
            )
            said(f"closed {look.id}")
        said(f"sealed {writer.seal(lambda head, entries: seal(signer, head, entries))}")
    finally:
        writer.close()


def _begun(folder: Path, looks: int) -> tuple[BundleWriter, list[Look], Counter[str]]:
    if not (folder / LOG).exists():
        return BundleWriter.create(folder, plan(looks)), list(plan(looks).looks), Counter()
    try:
        writer, found = BundleWriter.resume(folder)
    except BundleError as error:
        if error.key != "bundle.not_begun":
            raise
        return BundleWriter.create(folder, plan(looks)), list(plan(looks).looks), Counter()
    return writer, lacking(found), Counter(close.look for close in found.closes)


def lacking(found: BundleReader) -> list[Look]:
    assert found.plan is not None
    coverage = Coverage(found)
    return [look for look in found.plan.looks if coverage.gap(look) is not None]


def _seen(writer: BundleWriter, look: Look, number: int, said: Callable[[str], None]) -> str:
    body = f"{look.id} {number} ".encode() * 400
    blobs = {"body": body, "shared": b"the same in every look"}
    seen = writer.observe(blobs, (), look=look.id, kind="k", probe="p", at=AT, data={"number": number})
    said(f"seen {seen.id}")
    return seen.id


def sealed_bundle(folder: Path, looks: int = LOOKS) -> Path:
    """A finished bundle in ``folder``."""
    write_all(folder, Signer.generate(), looks)
    return folder
