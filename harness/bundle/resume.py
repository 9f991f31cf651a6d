"""Taking up a bundle whose writer was killed: what is torn is cut off, what was left open is closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from criteria.observation import Close
from harness.bundle.key import destroy_key, read_key
from harness.bundle.log import BLOBS, LOG, SEAL, Opened, whole_size
from harness.bundle.log_file import LogFile
from harness.bundle.reader import BundleReader, open_bundle
from harness.errors import BundleError, ProbantError


def taken_up(folder: Path) -> tuple[LogFile, BundleReader]:
    """The locked log, ready for its next line, and the bundle as it stands.

    Raises ``BundleError`` when the bundle cannot be gone on with, ``TamperedError`` when it was changed.
    """
    if not (folder / LOG).is_file():
        raise BundleError("bundle.not_there" if not folder.exists() else "bundle.not_one", path=folder)
    log = LogFile(folder)
    try:
        found = _mended(folder, log)
    except ProbantError:
        log.close()
        raise
    log.seq, log.head = found.entries, found.head
    return log, found


def interrupted(found: BundleReader) -> Iterator[Close]:
    """A close for every attempt that was begun and never ended, naming all that it had seen."""
    closed = {(close.look, close.attempt) for close in found.closes}
    named = {name for close in found.closes for name in close.observations}
    for opened in found.opened:
        if (opened.look, opened.attempt) not in closed:
            yield _close(opened, tuple(s.id for s in found.observations if s.look == opened.look and s.id not in named))


def _close(opened: Opened, seen: tuple[str, ...]) -> Close:
    return Close(
        look=opened.look,
        outcome="failed",
        attempt=opened.attempt,
        observations=seen,
        at=opened.at,
        reason="gap.interrupted",
    )


def _mended(folder: Path, log: LogFile) -> BundleReader:
    found = open_bundle(folder)
    if found.sealed:
        destroy_key(folder)  # a kill between the seal and this line left it behind
        raise BundleError("bundle.sealed", path=folder)
    if found.plan is None:
        raise BundleError("bundle.not_begun", path=folder)
    read_key(folder)
    raw = (folder / LOG).read_bytes()
    whole = whole_size(raw)
    # An end without a seal: the writer was killed between the two. The audit goes on, and ends again.
    log.cut(raw.rfind(b"\n", 0, whole - 1) + 1 if found.ended else whole)
    for draft in (*(folder / BLOBS).rglob("*.new"), folder / (SEAL + ".new")):
        draft.unlink(missing_ok=True)
    return open_bundle(folder) if found.ended else found
