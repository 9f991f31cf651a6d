"""The log extract: a file of JSON lines beside the manifest, read once everything that it must tell of is done."""

from __future__ import annotations

from pathlib import Path

from criteria.log_record import EXTRACT_KIND, NOTHING_KIND
from criteria.observation import Look
from harness.errors import LookFailed
from harness.manifest.load import inside
from harness.probes.logging.script import nothing_to_play
from harness.probing import ProbeRoom

LARGEST = 8 << 20
"""Bytes of the end of the file that are read; what the script did stands there."""


def run(look: Look, room: ProbeRoom) -> None:
    """Record the log. Raises ``LookFailed`` when none is declared, or not there yet (a resumed audit reads it)."""
    declared = room.manifest.access_log
    if declared is None and nothing_to_play(room):
        room.observe(kind=NOTHING_KIND)
        return
    if declared is None:
        raise LookFailed("gap.missing_input", input="access_log")
    path = inside(room.folder, declared.file)
    if not path.is_file():
        raise LookFailed("logging.no_extract", file=declared.file)
    raw, cut = _end_of(path)
    room.observe(
        kind=EXTRACT_KIND,
        data={"file": declared.file, "shape": declared.shape(), "cut": cut},
        blobs={"log": raw},
        target=declared.file,
    )


def _end_of(path: Path) -> tuple[bytes, bool]:
    """The last bytes of a file, from a whole line on, and whether something before them was left out."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - LARGEST))
        raw = file.read(LARGEST)
    return (raw.partition(b"\n")[2], True) if size > LARGEST else (raw, False)
