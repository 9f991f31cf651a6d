"""In what format the bytes of an export are, and the text in them. Hostile bytes end as ``unknown``."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import islice
from typing import Any, Literal
from xml.parsers import expat

Format = Literal["fhir", "json", "xml", "csv", "zip", "pdf", "html", "text", "unknown"]
STRUCTURED = frozenset(("fhir", "json", "xml", "csv"))
MOST_ROWS = 20
_SEPARATORS = ",;\t|"


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
