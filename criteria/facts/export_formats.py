"""In what format the bytes of an export are, and the text in them. Hostile bytes end as ``unknown``."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, Literal
from xml.parsers import expat

Format = Literal[
    "fhir", "json", "xml", "csv", "zip", "pdf", "html", "text", "document", "spreadsheet", "locked", "image",
    "binary", "unknown",
]
STRUCTURED = frozenset(("fhir", "json", "xml", "csv"))
UNREAD = frozenset(("binary", "locked", "zip"))
"""Files of which nobody here can say what they hold: another packing, a password, an archive that gives nothing."""
IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8")
OFFICE: dict[str, Format] = {"word/document.xml": "document", "xl/workbook.xml": "spreadsheet"}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffd]")
MOST_ROWS = 20
_SEPARATORS = ",;\t|"


def format_of(kind: str, raw: bytes) -> Format:
    """The format by what is in the bytes; the declared type decides only between plain text and a table."""
    text = decoded(raw).strip()
    if raw[:5] == b"%PDF-":
        return "pdf"
    if raw.startswith(IMAGES):
        return "image"
    if text[:1] in ("{", "["):
        return _json(text)
    if text[:1] == "<":
        return "html" if re.match(r"(?i)<!doctype html|<html", text) else _xml(text)
    if _CONTROL.search(text[:2000]):
        return "binary"
    return "csv" if _is_table(text, "csv" in kind) else "text"


def decoded(raw: bytes) -> str:
    """The text of bytes that name no charset: by their mark, as UTF-8, else as office tools of Windows write it."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def office_of(names: Iterable[str], kind: str) -> Format | None:
    """What an archive is that an office program wrote: ``kind`` is what its member ``mimetype`` says."""
    if kind.startswith(OPEN_DOCUMENT):
        return "spreadsheet" if kind.removeprefix(OPEN_DOCUMENT).startswith("spreadsheet") else "document"
    return next((OFFICE[name] for name in names if name in OFFICE), None)


def readable(raw: bytes) -> str:
    """The text of a file as its reader gets it: escapes of JSON, JSON lines, XML and tables resolved."""
    text = decoded(raw)
    if text.lstrip()[:1] == "<":
        return f"{text}\n{html.unescape(text)}"
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        lines = (_plain_line(line) for line in text.splitlines())
        return "\n".join(lines)


def _plain_line(line: str) -> str:
    if line[:1] in ("{", "["):
        try:
            return json.dumps(json.loads(line), ensure_ascii=False)
        except (ValueError, RecursionError):
            return line
    return line.replace('""', '"')


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
