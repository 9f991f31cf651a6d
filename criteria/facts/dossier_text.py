"""The text layer of a PDF that a stranger wrote, read within bounds that do not depend on the machine's speed."""

from __future__ import annotations

import io
import logging
import zlib
from itertools import accumulate
from typing import Any

import msgspec
from pypdf import PdfReader, apply_configuration
from pypdf.errors import PyPdfError

MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 40
MOST_TEXT = 200_000
"""Characters kept of one document."""
MOST_OPERANDS = 200_000
"""Drawing operations followed in one document."""
MOST_UNPACKED = 4 * 1024 * 1024
"""Bytes that one stream may unpack to."""

# Its warnings quote the file; a stranger's words have no business on the console.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)

_LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": MOST_BYTES,
    "array_based_stream_maximum_output_length": MOST_UNPACKED,
    "lzw_maximum_output_length": MOST_UNPACKED,
    "run_length_maximum_output_length": MOST_UNPACKED,
    "zlib_maximum_output_length": MOST_UNPACKED,
    "brotli_maximum_output_length": MOST_UNPACKED,
    "zlib_maximum_recovery_input_length": 100_000,
    "stream_decoding_work_maximum_length": 4 * MOST_UNPACKED,
    "stream_parsing_work_maximum_count": 2 * MOST_OPERANDS,
    "array_maximum_element_count": 50_000,
    "dictionary_maximum_element_count": 50_000,
    "page_tree_maximum_entries": 2_000,
    "page_tree_maximum_page_entries": 20_000,
    "xform_maximum_invocations_per_extraction": 200,
    "jbig2dec_binary": None,
}
_BROKEN = (PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError,
           RecursionError, TypeError, ValueError, zlib.error)
"""What the reader raises on malformed files: it trusts their structure."""


class TextLayer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Text of the pages in order. ``cut`` tells that a bound ended the reading; ``broken`` names the reader's error.

    ``ends`` are the places in ``text`` where its pages end.
    """

    text: str = ""
    pages: int = 0
    cut: bool = False
    broken: str = ""
    ends: tuple[int, ...] = ()

    def page(self, number: int) -> str:
        """The text of a page, counted from 1; ``""`` when there is none."""
        if not 0 < number <= len(self.ends):
            return ""
        return self.text[self.ends[number - 2] if number > 1 else 0 : self.ends[number - 1]]


class _Enough(BaseException):
    """A bound is met; not an ``Exception``, so that the reader's own repairs do not swallow it."""


def pdf_text(raw: bytes) -> TextLayer:
    """The text layer of ``raw``; empty for what is no PDF, is locked, or has none. Never raises."""
    if len(raw) > MOST_BYTES or b"%PDF-" not in raw[:1024]:
        return TextLayer(cut=len(raw) > MOST_BYTES)
    reading = _Reading()
    with apply_configuration(**_LIMITS):
        try:
            reading.read(PdfReader(io.BytesIO(raw), root_object_recovery_limit=1000))
        except _Enough:
            reading.cut = True
        except _BROKEN as error:
            return reading.layer(type(error).__name__)
    return reading.layer()


class _Reading:
    """One document being read: what was found so far, and what may still be spent."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pages = 0
        self.cut = False
        self._operands = 0
        self._text = 0

    def layer(self, broken: str = "") -> TextLayer:
        """What was found so far."""
        ends = tuple(accumulate(map(len, self.parts)))
        return TextLayer("".join(self.parts), self.pages, self.cut, broken, ends)

    def read(self, reader: PdfReader) -> None:
        for page in reader.pages:
            if self.pages == MOST_PAGES:
                raise _Enough
            self.pages += 1
            found = page.extract_text(visitor_operand_before=self._count)
            self._text += len(found)
            self.parts.append(f"{found[: max(0, MOST_TEXT - self._text + len(found))]}\n")
            if self._text > MOST_TEXT:
                raise _Enough

    def _count(self, *_operation: Any) -> None:
        self._operands += 1
        if self._operands > MOST_OPERANDS:
            raise _Enough
