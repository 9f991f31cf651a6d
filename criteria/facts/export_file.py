"""``ExportFile``: what a person received when they took their data along, and in what format it really is."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import msgspec

from criteria.facts.export_formats import STRUCTURED, Format, format_of, readable
from criteria.facts.http.exchange import Exchange, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

PURPOSE, STAGE = "rights.export", "export"
LARGEST = 5_000_000
"""Bytes of one file that are read, unpacked."""
MOST_MEMBERS = 100


class ExportFile(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of the export journey that is no page of the app. ``formats`` are those of the members of an archive
    (else the one of the file), ``text`` all that can be read in it; ``whole``: nothing was cut."""

    url: str
    status: int
    name: str
    formats: tuple[Format, ...]
    text: str
    whole: bool

    @property
    def structured(self) -> bool:
        """Whether a program can read some file of it."""
        return any(one in STRUCTURED for one in self.formats)


@extractor(ExportFile, kind="http.exchange", version=1)
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
    members = list(_members(raw)) if raw[:4] == b"PK\x03\x04" else [(one.media_type, raw[:LARGEST])]
    yield ExportFile(
        url=one.url,
        status=one.status,
        name=_name(one),
        formats=tuple(format_of(kind, part) for kind, part in members) or ("zip",),
        text="\n".join(readable(part) for _, part in members),
        whole=not one.cut and sum(len(part) for _, part in members) < LARGEST,
    )


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
