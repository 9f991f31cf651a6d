"""``ExportFile``: what a person received when they took their data along, and in what format it really is."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any, Literal
from xml.parsers import expat

import msgspec

from criteria.facts.http.exchange import Exchange, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

Format = Literal["fhir", "json", "xml", "csv", "zip", "pdf", "html", "text", "unknown"]
STRUCTURED = frozenset(("fhir", "json", "xml", "csv"))
PURPOSE, STAGE = "rights.export", "export"
LARGEST = 5_000_000
"""Bytes of one file that are read, unpacked."""
MOST_MEMBERS = 100
MOST_ROWS = 20
_SEPARATORS = ",;\t|"


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


def format_of(kind: str, raw: bytes) -> Format:
    """The format by what is in the bytes; the declared type decides only between plain text and a table."""
    text = raw.decode("utf-8-sig", "replace").strip()
    if raw[:5] == b"%PDF-":
        return "pdf"
    if text[:1] in ("{", "["):
        return _json(text)
    if text[:1] == "<":
        return "html" if re.match(r"(?i)<!doctype html|<html", text) else _xml(text)
    if "\ufffd" in text[:2000] or "\0" in text[:2000]:
        return "unknown"
    return "csv" if _is_table(text, "csv" in kind) else "text"


def readable(raw: bytes) -> str:
    """The text of a file; JSON with its escapes resolved."""
    text = raw.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def _json(text: str) -> Format:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        lines = text.splitlines()
        return "json" if len(lines) > 1 and all(_is_json(line) for line in lines[:MOST_ROWS] if line) else "unknown"
    return "fhir" if isinstance(found, dict) and isinstance(found.get("resourceType"), str) else "json"


def _is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return False


def _xml(text: str) -> Format:
    """Well-formed and without declared entities: a bomb is no export."""
    parser, names = expat.ParserCreate(namespace_separator=" "), list[str]()
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = lambda name, _attributes: names.append(name) if not names else None
    try:
        parser.Parse(text, True)
    except (expat.ExpatError, ValueError):
        return "unknown"
    return "fhir" if names and names[0].startswith("http://hl7.org/fhir ") else "xml"


def _refuse(*_declared: Any) -> None:
    raise ValueError("entities")


def _is_table(text: str, declared: bool) -> bool:
    """Rows of as many cells as their head, at least two; one column is a table only if it is declared as one."""
    head = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=head.count)
    if not head.count(separator):
        return declared
    try:
        rows = [row for row in islice(csv.reader(io.StringIO(text), delimiter=separator), MOST_ROWS) if row]
    except csv.Error:
        return False
    return len(rows) > 1 and len({len(row) for row in rows}) == 1


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
