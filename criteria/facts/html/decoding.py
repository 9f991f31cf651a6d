"""From the bytes of a page to its text, as browsers decode it."""

from __future__ import annotations

import codecs
import re

MAX_HTML = 2 * 1024 * 1024
"""Bytes read of one page."""

_CHARSETS = frozenset(("utf-8", "ascii", "iso8859-1", "cp1252", "iso8859-15", "utf-16-le", "utf-16-be"))
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_\-]{1,30})", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(body: bytes, content_type: str = "") -> str:
    """The text: by its byte-order mark, the header, ``<meta>``, else UTF-8, else Windows-1252. Never fails."""
    body = body[:MAX_HTML]
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    charset = _charset(content_type.lower().partition("charset=")[2].split(";")[0].strip("\"' "))
    if not charset and (found := _META_CHARSET.search(body[:4096])):
        charset = _charset(found[1].decode("ascii"))
    if charset not in ("", "utf-8", "ascii"):
        return body.decode("cp1252" if charset == "iso8859-1" else charset, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _charset(label: str) -> str:
    """Python's name for a label, if browsers know it too (UTF-7, for one, they do not)."""
    try:
        name = codecs.lookup(label).name if label else ""
    except (LookupError, ValueError):
        return ""
    return name if name in _CHARSETS else ""
