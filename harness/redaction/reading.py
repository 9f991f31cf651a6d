"""Reading one observation: first every secret in it is noticed, then every text is rewritten."""

from __future__ import annotations

import re
from itertools import islice

from harness.redaction.headers import in_header
from harness.redaction.named import Place
from harness.redaction.names import drawn
from harness.redaction.needles import Covered, Span, merged
from harness.redaction.packed import Unsearchable, layers
from harness.redaction.structure import in_text
from harness.redaction.vault import Vault
from harness.redaction.views import View, raw_span, views_of

WITHHELD = b"[withheld: a compressed body that holds a secret or cannot be searched]"
CROWDED = "[withheld: more secrets than can be told apart]"
MOST_PLACES = 2000
"""Secrets that may stand out in one text; a text with more is withheld."""
REFERENCE = re.compile(r"~~secret-([a-z_]{1,40}-[0-9a-f]{16})~~")
ALWAYS_WIDE = frozenset({"jwt", "private_key"})
"""Kinds that show themselves by their form, and so cannot be mistaken for a word."""


class _Crowded(Exception):
    """More than ``MOST_PLACES``."""


class Reading:
    """``used`` are the references that stand in what was rewritten. ``oauth``: see ``structure.in_text``."""

    def __init__(self, vault: Vault, oauth: bool = False) -> None:
        self._vault = vault
        self._oauth = oauth
        self._known: dict[tuple[str, str], list[Span] | None] = {}
        self._ways: dict[str, list[list[View]]] = {}
        self._layers: dict[bytes, list[bytes] | None] = {}
        self.used: set[str] = set()

    def notice(self, text: str, header: str = "") -> str:
        """Register every secret that stands out in ``text`` by structure; returns it as it is."""
        self._placed(_as_bytes(text), header)
        return text

    def notice_blob(self, raw: bytes) -> None:
        """Register what stands out in a blob, and in what it holds compressed."""
        for part in (raw, *(self._opened(raw) or ())):
            self._placed(part.decode("latin-1"), "")

    def replaced(self, text: str, header: str = "") -> str:
        """``text`` with the reference of each secret in its place."""
        return self._rewritten(_as_bytes(text), header).encode("latin-1").decode("utf-8", "replace")

    def stored(self, raw: bytes) -> bytes:
        """A blob as it may be stored."""
        inner = self._opened(raw)
        if inner is None:
            return WITHHELD
        if any(self._rewritten(text, "") != text for text in (part.decode("latin-1") for part in inner)):
            return WITHHELD
        return self._rewritten(raw.decode("latin-1"), "").encode("latin-1")

    def _opened(self, raw: bytes) -> list[bytes] | None:
        """The layers of a compressed blob; ``None`` when it cannot be searched."""
        if raw not in self._layers:
            try:
                self._layers[raw] = layers(raw)
            except Unsearchable:
                self._layers[raw] = None
        return self._layers[raw]

    def _rewritten(self, text: str, header: str) -> str:
        try:
            spans = self._spans(text, header)
        except _Crowded:
            return CROWDED
        parts: list[str] = []
        position = 0
        for start, end, ref in spans:
            self.used.add(ref)
            parts += [text[position:start], f"~~secret-{ref}~~"]
            position = end
        return "".join(parts) + text[position:]

    def _spans(self, text: str, header: str) -> list[Span]:
        placed = self._placed(text, header)
        if placed is None:
            raise _Crowded
        return merged([*placed, *self._vault.spans(text, self._views(text))])

    def _placed(self, text: str, header: str) -> list[Span] | None:
        """The secrets that stand out in ``text``; ``None`` when they are too many to be told."""
        key = (header, text)
        if key not in self._known:
            places = self._places(text, header)
            self._known[key] = None if len(places) > MOST_PLACES else [self._taken(place) for place in places]
        return self._known[key]

    def _places(self, text: str, header: str) -> list[Place]:
        """Those of the text itself first; its views only add what it does not show."""
        found = list(islice(in_header(header, text) if header else in_text(text, self._oauth), MOST_PLACES + 1))
        for way in self._views(text):
            covered = Covered((place.start, place.end) for place in found)
            for place in islice(in_text(way[-1].text, self._oauth), MOST_PLACES + 1):
                start, end = raw_span(way, place.start, place.end)
                if not covered.touch(start, end):
                    found.append(place._replace(start=start, end=end))
        return [place for place in found if not REFERENCE.search(place.value)]

    def _views(self, text: str) -> list[list[View]]:
        if text not in self._ways:
            self._ways[text] = views_of(text)
        return self._ways[text]

    def _taken(self, place: Place) -> Span:
        wide = place.kind in ALWAYS_WIDE or drawn(place.value)
        return place.start, place.end, self._vault.found(place.value, place.kind, wide)


def _as_bytes(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("latin-1")
