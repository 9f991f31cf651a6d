"""``ExportFile``: what a person received when they took their data along, and in what format it really is."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import msgspec

from criteria.facts.export_formats import STRUCTURED, Format, format_of, office_of, readable
from criteria.facts.http.exchange import Exchange, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

PURPOSE, STAGE = "rights.export", "export"
LARGEST = 5_000_000
"""Bytes of one file that are read, unpacked."""
MOST_MEMBERS = 100
ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"


class ExportFile(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of the export journey that is no page of the app. ``formats`` are those of the members of an archive
    (else the one of the file), ``text`` all that can be read in it; ``whole``: nothing was cut; ``handed``: the answer
    says that it is a file to keep. ``step`` is the one of the journey that gave it."""

    url: str
    status: int
    name: str
    formats: tuple[Format, ...]
    text: str
    whole: bool
    handed: bool = False
    step: int = 0

    @property
    def structured(self) -> bool:
        """Whether a program can read some file of it."""
        return any(one in STRUCTURED for one in self.formats)


@extractor(ExportFile, kind="http.exchange", version=2)
def export_file(seen: Observation, blob: Blob) -> Iterator[ExportFile]:
    """One for each answer of 200 with a body; pages of the app only where they are handed out as a file."""
    one = read_exchange(seen)
    asked = one.purpose == PURPOSE and one.tags.get("stage") == STAGE and one.tags.get("journey") == "export_data"
    if not asked or one.status != 200 or not one.body:
        return
    raw = blob(one.body)
    handed = "attachment" in one.value("content-disposition").lower()
    if one.is_html and not handed:
        return
    unpacked = _unpacked(raw)
    members = list(_members(unpacked)) if unpacked[:4] == ZIP else [(one.media_type, unpacked[:LARGEST])]
    step = one.tags.get("step", "")
    yield ExportFile(
        url=one.url,
        status=one.status,
        name=_name(one),
        formats=_formats(unpacked, members),
        text="\n".join(readable(part) for _, part in members),
        whole=not one.cut and sum(len(part) for _, part in members) < LARGEST,
        handed=handed,
        step=int(step) if step.isdecimal() and len(step) < 4 else 0,
    )


def _formats(raw: bytes, members: list[tuple[str, bytes]]) -> tuple[Format, ...]:
    """One for each member; one for the whole where an office program wrote the archive, or nobody can open it."""
    if raw[:4] != ZIP:
        return tuple(format_of(kind, part) for kind, part in members)
    kinds = dict(members)
    office = office_of(kinds, kinds.get("mimetype", b"")[:200].decode("ascii", "replace"))
    if office is not None:
        return (office,)
    if not members:
        return ("locked",) if _locked(raw) else ("zip",)
    return tuple(format_of(kind, part) for kind, part in members)


def _unpacked(raw: bytes) -> bytes:
    """What a gzip file holds, as far as the bound goes; other bytes as they are (RFC 1952 section 2.3.1)."""
    if raw[:2] != GZIP:
        return raw
    try:
        return zlib.decompressobj(wbits=31).decompress(raw, LARGEST)
    except zlib.error:
        return raw


def _locked(raw: bytes) -> bool:
    """Whether a password keeps the files of an archive shut."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return any(info.flag_bits & 1 for info in packed.infolist()[:MOST_MEMBERS])
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _members(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, as far as the bound of all of them goes."""
    left = LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for info in packed.infolist()[:MOST_MEMBERS]:
                if info.is_dir() or info.flag_bits & 1 or left <= 0:
                    continue
                with packed.open(info) as member:
                    part = member.read(left)
                left -= len(part)
                yield info.filename.lower(), part
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, ValueError, EOFError):
        return


def _name(one: Exchange) -> str:
    found = re.search(r'filename="?([^";]{1,100})', one.value("content-disposition"))
    return found[1] if found else one.url.rpartition("/")[2].partition("?")[0][:100]
