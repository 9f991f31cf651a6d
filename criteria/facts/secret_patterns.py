"""Finds secrets in the text of an asset: by the issuer's form and by entropy (``reference/secret_patterns.yaml``)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import msgspec

from criteria.observation import Secret
from criteria.yaml_data import load_yaml

MOST_HITS = 20
"""Hits told of one asset and pattern."""


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One form of secret. ``entropy`` is the least Shannon entropy of group 1, in bits a character."""

    id: str
    name: str
    hints: tuple[str, ...]
    pattern: str
    entropy: float

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, compiled once."""
        return re.compile(self.pattern)


class Hidden(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A kind of secret that was hidden when the asset was recorded, so that only its structure is left.

    ``word_of``: it must be one word of so many characters or more, since a member of that name may be a label.
    """

    id: str
    name: str
    kind: str
    claims: dict[str, str] = {}
    word_of: int = 0


class SecretList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reference data as the YAML file states them."""

    version: str
    source: str
    placeholders: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    hidden: tuple[Hidden, ...]


class SecretHit(msgspec.Struct, frozen=True):
    """One secret: which form, and as much of it as may be shown."""

    id: str
    name: str
    shown: str


@cache
def secret_list() -> SecretList:
    """The list, read once; raises ``msgspec.ValidationError`` when the file breaks its shape."""
    raw = files("criteria").joinpath("reference/secret_patterns.yaml").read_bytes()
    return msgspec.convert(load_yaml(raw), SecretList)


def entropy(text: str) -> float:
    """Shannon entropy in bits a character; 0 for an empty text."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)


def secrets_in(text: str) -> Iterator[SecretHit]:
    """Every secret that stands in ``text``, each once."""
    low = text.lower()
    for known in secret_list().patterns:
        if any(hint in low for hint in known.hints):
            yield from _hits(known, text)


def _hits(known: Pattern, text: str) -> Iterator[SecretHit]:
    told: set[str] = set()
    for found in known.compiled.finditer(text):
        if len(told) >= MOST_HITS:
            return
        if found[1] not in told and _is_secret(known, found):
            told.add(found[1])
            yield SecretHit(known.id, known.name, masked(found[0], found[1]))


def _is_secret(known: Pattern, found: re.Match[str]) -> bool:
    low = found[0].lower()
    filled = not any(word in low for word in secret_list().placeholders)
    return filled and entropy(found[1]) >= known.entropy


def masked(whole: str, secret: str) -> str:
    """What leads up to the secret, its first two characters, and its length: never enough to use it."""
    head = whole.partition(secret)[0][-24:]
    return f"{head}{secret[:2]}… ({len(secret)})"


def hidden_in(text: str, secrets: tuple[Secret, ...]) -> Iterator[SecretHit]:
    """Secrets that were hidden by structure and that no asset may carry."""
    for known in secret_list().hidden:
        for secret in secrets:
            if secret.kind == known.kind and f"~~secret-{secret.ref}~~" in text and _counts(known, secret):
                yield SecretHit(known.id, known.name, f"{known.kind} ({secret.length})")


def _counts(known: Hidden, secret: Secret) -> bool:
    claims: Any = secret.derived.get("claims") or {}
    claimed = isinstance(claims, dict) and all(claims.get(name) == value for name, value in known.claims.items())
    word = secret.length >= known.word_of and secret.charset not in ("printable", "other")
    return claimed and (word or not known.word_of)
