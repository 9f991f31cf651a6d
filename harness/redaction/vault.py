"""Every secret of an audit: its reference, what may be stored of it, and where its forms stand in a text."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from joserfc.jwk import Key

from criteria.observation import Secret
from harness.redaction.derived import charset_of, derived_of
from harness.redaction.forms import forms
from harness.redaction.names import drawn
from harness.redaction.needles import Needles, Span
from harness.redaction.views import View, raw_span

SHORTEST = 4
"""A secret of fewer characters is hidden at its place only: elsewhere the same letters mean nothing."""

MOST_FOUND = 5000
"""Secrets of one audit that are looked for everywhere because they were found somewhere."""


class Vault:
    """Not thread-safe. ``key`` makes the digests: equal secrets of one audit have equal references."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._refs: dict[str, str] = {}
        self._wide: set[str] = set()
        self._secrets: dict[str, Secret] = {}
        self._needles = Needles()
        self.keys: dict[str, Key] = {}

    def found(self, value: str, kind: str, wide: bool) -> str:
        """Register what was found by structure: past a bound, a stranger's flood is hidden at its place only."""
        return self.take(value, kind, wide and len(self._wide) < MOST_FOUND)

    def take(self, value: str, kind: str, wide: bool) -> str:
        """Register ``value``; returns its reference. A ``wide`` one is looked for in every text from now on."""
        ref = self._refs.get(value) or self._register(value, kind)
        if wide and ref not in self._wide and len(value) >= SHORTEST:
            self._wide.add(ref)
            self._needles.add(forms(value), ref)
        return ref

    def _register(self, value: str, kind: str) -> str:
        digest = hmac.new(self._key, value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:16]
        ref = f"{kind}-{digest}"
        derived = derived_of(value, kind, self.keys)
        self._refs[value] = ref
        self._secrets[ref] = Secret(
            ref=ref,
            kind=kind,
            length=len(value),
            charset=charset_of(value),
            digest=digest,
            derived=derived,
        )
        nonce = derived.get("claims", {}).get("nonce")
        if isinstance(nonce, str) and drawn(nonce):
            self.found(nonce, "nonce", wide=True)
        return ref

    def table(self, refs: Iterable[str]) -> list[Secret]:
        """What is known of these secrets, in order; what is derived of them is not yet redacted itself."""
        return [self._secrets[ref] for ref in sorted(refs)]

    def spans(self, text: str, views: list[list[View]]) -> list[Span]:
        """Where forms of wide secrets stand in ``text``, written plainly or under the escapes that ``views`` undo."""
        found = list(self._needles.spans(text))
        for way in views:
            hits = self._needles.spans(way[-1].text)
            found += [(*raw_span(way, start, end), ref) for start, end, ref in hits]
        return found
