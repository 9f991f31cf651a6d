"""The log of a bundle: one JSON entry a line, each naming the digest of the line before it.

Layout of a bundle folder::

    log.ndjson            {"seq": 0, "prev": "sha256:000...", "type": "plan", "body": {...}}
    blobs/ab/abcd...      the stored bytes, named by their SHA-256
    seal.json             DSSE envelope over the head of the chain; only when sealed

The head is the digest of the last line. Entry types: ``plan``, ``open``, ``observation``, ``close``, ``seal``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from harness.errors import TamperedError

LOG = "log.ndjson"
SEAL = "seal.json"
BLOBS = "blobs"
GENESIS = "sha256:" + "0" * 64
EntryType = Literal["plan", "open", "observation", "close", "seal"]
BLOB_NAME = re.compile(rf"{BLOBS}/([0-9a-f]{{2}})/\1[0-9a-f]{{62}}")
"""Where a blob lies inside a bundle."""


class Entry(msgspec.Struct, frozen=True):
    """One line of the log. ``body`` is raw JSON whose shape depends on ``type``."""

    seq: int
    prev: str
    type: EntryType
    body: msgspec.Raw


class Opened(msgspec.Struct, frozen=True):
    """The start of an attempt at a look."""

    look: str
    attempt: int
    at: str


class Ended(msgspec.Struct, frozen=True):
    """The last entry of a sealed bundle: how many entries it has, this one included."""

    entries: int


def digest_of(raw: bytes) -> str:
    """``sha256:`` and the lower-case hex digest."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def line_of(seq: int, prev: str, kind: EntryType, body: Any) -> bytes:
    """One line, without its newline."""
    return msgspec.json.encode({"seq": seq, "prev": prev, "type": kind, "body": body})


def blob_name(digest: str) -> str:
    """Where a blob lies in the bundle; raises ``TamperedError`` for anything that is not a SHA-256 digest."""
    algorithm, _, value = digest.partition(":")
    name = f"{BLOBS}/{value[:2]}/{value}"
    if algorithm != "sha256" or not BLOB_NAME.fullmatch(name):
        raise TamperedError("bundle.bad_digest", digest=digest)
    return name


def whole_size(raw: bytes) -> int:
    """How many bytes of the log are whole lines; what follows is a torn line."""
    return raw.rfind(b"\n") + 1


def chained(raw: bytes) -> Iterator[tuple[Entry, str]]:
    """Every entry with the digest of its line; raises ``TamperedError`` at the first break of the chain.

    ``raw`` ends with a newline. Only a newline ends a line: a reader that also took a carriage return for one would
    accept two spellings of the same chain.
    """
    prev = GENESIS
    for number, line in enumerate(raw.split(b"\n")[:-1]):
        entry = _entry(line, number)
        if entry.seq != number or entry.prev != prev:
            raise TamperedError("bundle.chain_broken", line=number + 1)
        prev = digest_of(line)
        yield entry, prev


def _entry(line: bytes, number: int) -> Entry:
    try:
        return _DECODER.decode(line)
    except (ValueError, RecursionError) as error:
        raise TamperedError("bundle.bad_line", line=number + 1) from error


_DECODER = msgspec.json.Decoder(Entry)
