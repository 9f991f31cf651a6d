"""The redactor: knows every secret of an audit and takes it, in every form, out of what is about to be stored."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterable, Mapping
from typing import Any

import ahocorasick
import msgspec
from joserfc.jwk import Key

from criteria.observation import Secret
from harness.redaction import structure
from harness.redaction.derived import charset_of, derived_of
from harness.redaction.forms import forms
from harness.redaction.packed import unpacked

WITHHELD = b"[withheld: a compressed body that holds a secret or cannot be searched]"
EXCHANGES = ("http.exchange", "space.exchange")


class Redactor:
    """Thread-safe. ``key`` makes the digests; it lives outside the bundle and is destroyed at sealing."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._secrets: dict[str, Secret] = {}
        self._values: dict[str, str] = {}
        self._automaton: Any = None
        self._lock = threading.RLock()
        self.keys: dict[str, Key] = {}

    def add(self, value: str, kind: str) -> Secret | None:
        """Register a secret; from now on no form of it is stored. Returns what may be stored instead."""
        if not value or value.startswith("~~secret-"):
            return None
        with self._lock:
            if value not in self._values:
                self._register(value, kind)
            return self._secrets[self._values[value]]

    def _register(self, value: str, kind: str) -> None:
        digest = hmac.new(self._key, value.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:16]
        ref = f"{kind}-{digest}"
        self._values[value] = ref
        self._automaton = None
        derived = derived_of(value, kind, self.keys)
        for found, inner in structure.in_json(derived):
            if len(found) >= structure.SHORTEST:
                self.add(found, inner)
        self._secrets[ref] = Secret(
            ref=ref,
            kind=kind,
            length=len(value),
            charset=charset_of(value),
            digest=digest,
            derived=self._strings(derived, set()),
        )

    def observation(
        self, kind: str, data: dict[str, Any], blobs: Mapping[str, bytes]
    ) -> tuple[dict[str, Any], dict[str, bytes], tuple[Secret, ...]]:
        """``data`` and ``blobs`` with every secret replaced by its reference, and the secrets that were there."""
        with self._lock:
            tame: dict[str, Any] = msgspec.to_builtins(data)
            at_place = self._discover(kind, tame, blobs.values())
            used: set[str] = set()
            clean = self._strings(self._placed(tame, at_place, used), used)
            stored = {name: self._blob(raw, used) for name, raw in blobs.items()}
            return clean, stored, tuple(self._secrets[ref] for ref in sorted(used))

    def text(self, value: str) -> str:
        """``value`` with every known secret replaced (for logs, the console, error sentences)."""
        with self._lock:
            return str(self._strings(value, set()))

    def _discover(self, kind: str, data: Any, blobs: Iterable[bytes]) -> list[tuple[str, str]]:
        """Register what stands out by structure; returns values too short to be looked for elsewhere."""
        found: list[tuple[str, str]] = []
        if kind in EXCHANGES:
            request, response = data.get("request") or {}, data.get("response") or {}
            found += structure.in_address(request.get("url", ""))
            for side in (request, response):
                found += structure.in_headers(side.get("headers", ()))
        found += [one for text in _texts(data) for one in structure.in_text(text)]
        found += [one for raw in blobs for one in structure.in_body(raw)]
        for value, name in found:
            if len(value) >= structure.SHORTEST:
                self.add(value, name)
        return [one for one in found if one[1] == "cookie" and 0 < len(one[0]) < structure.SHORTEST]

    def _placed(self, data: Any, short: list[tuple[str, str]], used: set[str]) -> Any:
        """Short cookie values are hidden where they stand: elsewhere the same letters mean nothing."""
        if not short:
            return data
        values = {value for value, _ in short}
        for side in ("request", "response"):
            part = data.get(side) or {}
            if "headers" in part:
                part["headers"] = [[name, self._cookie(name, text, values, used)] for name, text in part["headers"]]
        return data

    def _cookie(self, name: str, text: str, values: set[str], used: set[str]) -> str:
        if name.lower() not in ("cookie", "set-cookie"):
            return text
        pairs = text.split(";")
        many = len(pairs) if name.lower() == "cookie" else 1
        for place, pair in enumerate(pairs[:many]):
            left, _, right = pair.partition("=")
            if right.strip() in values:
                digest = hmac.new(self._key, right.strip().encode(), hashlib.sha256).hexdigest()[:16]
                pairs[place] = f"{left}=~~secret-cookie-{digest}~~"
        return ";".join(pairs)

    def _strings(self, value: Any, used: set[str]) -> Any:
        if isinstance(value, str):
            return self._replaced(value.encode("utf-8", "surrogateescape"), used).decode("utf-8", "replace")
        if isinstance(value, dict):
            return {self._strings(name, used): self._strings(member, used) for name, member in value.items()}
        if isinstance(value, list | tuple):
            return [self._strings(member, used) for member in value]
        return value

    def _blob(self, raw: bytes, used: set[str]) -> bytes:
        inner = unpacked(raw)
        if inner is None or (inner and self._replaced(inner, set()) != inner):
            return WITHHELD
        return self._replaced(raw, used)

    def _replaced(self, raw: bytes, used: set[str]) -> bytes:
        text = raw.decode("latin-1")
        parts: list[str] = []
        position = 0
        for start, end, ref in self._hits(text):
            if start >= position:
                used.add(ref)
                parts += [text[position:start], f"~~secret-{ref}~~"]
                position = end
        return ("".join(parts) + text[position:]).encode("latin-1") if parts else raw

    def _hits(self, text: str) -> list[tuple[int, int, str]]:
        """Longest first at each place, so that a token inside a longer one does not cut it in two."""
        if not self._values:
            return []
        if self._automaton is None:
            self._automaton = ahocorasick.Automaton()
            for value, ref in self._values.items():
                for form in forms(value):
                    self._automaton.add_word(form, (len(form), ref))
            self._automaton.make_automaton()
        hits = [(end + 1 - size, end + 1, ref) for end, (size, ref) in self._automaton.iter(text)]
        return sorted(hits, key=lambda hit: (hit[0], -hit[1]))


def reference_of(text: str) -> list[str]:
    """The references of secrets that stand in a redacted text."""
    return [part.removesuffix("~~") for part in text.split("~~secret-")[1:]]


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _texts(name)
            yield from _texts(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _texts(member)
