"""Looking for canaries in a text, in every form in which an app may pass them on.

A canary is a synthetic value that an audit's account holds (a note of a measure, an e-mail address). It is looked for
as it stands, without regard to case, under up to three layers of percent-encoding (RFC 3986 section 2.1), in base64 and
base64url at each of the three alignments (RFC 4648), in hexadecimal, as a slug (letters and digits alone), and as its
MD5, SHA-1 or SHA-256 digest, as trackers send e-mail addresses.
One pass of Aho-Corasick for each layer: time and memory grow with the text, not with the number of canaries.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Literal
from urllib.parse import quote, quote_plus, unquote_to_bytes

import ahocorasick
import msgspec

Form = Literal["plain", "percent", "base64", "hex", "slug", "hashed"]

MOST_TEXT = 1 << 20
"""Characters of one text that are searched; callers must say what they do with a longer one."""
LAYERS = 3
"""How often percent-encoding is undone."""
SHORTEST = 6
"""A value of fewer characters would be found everywhere, so it is not looked for."""
SHORTEST_CORE = 8
SHORTEST_SLUG = 10
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_WITHIN = re.compile(r"[^a-z0-9/?&=#;]+")
"""What lies between the letters of one part of an address; parts that only stand side by side make no slug."""
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


class Hit(msgspec.Struct, frozen=True):
    """A canary that stands in a text: its name, and how it is written there."""

    name: str
    form: Form


class CanarySearch:
    """Looks for many canaries at once. ``values`` are the canaries by name; ``names`` those worth looking for.

    ``slugs`` says whether a value without its punctuation counts, which suits notes and not e-mail addresses.
    """

    def __init__(self, values: Mapping[str, str], *, slugs: bool = True) -> None:
        kept = {name: value.strip() for name, value in values.items() if len(value.strip()) >= SHORTEST}
        self.names = tuple(kept)
        self._folded = _automaton(needle for one in kept.items() for needle in _plain(*one))
        self._exact = _automaton(needle for one in kept.items() for needle in _coded(*one))
        self._slugs = _automaton(needle for one in kept.items() if slugs for needle in _slug(*one))

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Every canary in the first ``MOST_TEXT`` characters of ``text``, each once, in its most readable form."""
        found: dict[str, Form] = {}
        last = ""
        for layer, seen in enumerate(layers(text[:MOST_TEXT])):
            last = seen
            for name, form in self._in(seen):
                found.setdefault(name, "percent" if form == "plain" and layer else form)
        for _, (name, form, _) in _iterate(self._slugs, slug_of(last, _WITHIN)):
            found.setdefault(name, form)
        return tuple(Hit(name, form) for name, form in found.items())

    def _in(self, text: str) -> Iterator[tuple[str, Form]]:
        folded = normal(text)
        for written in (folded, folded.replace("+", " ")) if "+" in folded else (folded,):
            for last, (name, form, size) in _iterate(self._folded, written):
                if form != "plain" or _stands_alone(written, last + 1 - size, last + 1):
                    yield name, form
        for _, (name, form, _) in _iterate(self._exact, text):
            yield name, form


def layers(text: str) -> Iterator[str]:
    """``text``, then the text under its percent-encoding, and so on; what is no UTF-8 is also read as Latin-1."""
    yield text
    for _ in range(LAYERS):
        if not _ESCAPE.search(text):
            return
        raw = unquote_to_bytes(text)
        text = raw.decode("utf-8", "replace")
        if "\ufffd" in text:
            yield raw.decode("latin-1")
        yield text


def normal(text: str) -> str:
    """Composed (NFC) and without case."""
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).casefold()


def slug_of(text: str, left_out: re.Pattern[str] = _NOT_SLUG) -> str:
    """The letters and digits of a text, without accents or case, as slugs in addresses are made."""
    bare = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return left_out.sub("", bare.casefold())


Needle = tuple[str, tuple[str, Form, int]]


def _plain(name: str, value: str) -> Iterator[Needle]:
    yield normal(value), (name, "plain", len(normal(value)))
    for spelling in dict.fromkeys((value, value.lower(), value.upper())):
        for hashed in (hashlib.md5, hashlib.sha1, hashlib.sha256):
            digest = hashed(spelling.encode(), usedforsecurity=False).hexdigest()
            yield digest, (name, "hashed", len(digest))
    for encoding in ("utf-8", "latin-1"):
        written = value.encode(encoding, "ignore").hex()
        yield written, (name, "hex", len(written))


def _coded(name: str, value: str) -> Iterator[Needle]:
    spellings = {value, value.lower(), value.upper(), quote(value, safe=""), quote_plus(value)}
    for raw in {spelling.encode() for spelling in spellings}:
        for offset in range(3):
            start, end = (offset * 8 + 5) // 6, (offset + len(raw)) * 8 // 6
            if end - start < SHORTEST_CORE:
                continue
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                core = encode(b"\0" * offset + raw).decode()[start:end]
                yield core, (name, "base64", len(core))


def _slug(name: str, value: str) -> Iterator[Needle]:
    """Only of values with both letters and digits: words or numbers alone run together by chance."""
    written = slug_of(value)
    if len(written) >= SHORTEST_SLUG and not written.isalpha() and not written.isdigit():
        yield written, (name, "slug", len(written))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A value of digits or of letters alone is another one when digits or letters go on beside it."""
    value, before, after = text[start:end], text[start - 1 : start], text[end : end + 1]
    if value.isdigit():
        return not (before.isdigit() or after.isdigit())
    return not (value.isalpha() and (before.isalpha() or after.isalpha()))


def _automaton(needles: Iterator[Needle]) -> Any:
    made = ahocorasick.Automaton()
    for needle, payload in needles:
        if needle not in made:
            made.add_word(needle, payload)
    made.make_automaton()
    return made


def _iterate(automaton: Any, text: str) -> Iterator[tuple[int, tuple[str, Form, int]]]:
    return iter(automaton.iter(text)) if len(automaton) else iter(())
