"""The message catalogue: every sentence that a person reads and that no criterion owns, in French and English."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from criteria.text import Text
from criteria.yaml_data import load_yaml


class Message(msgspec.Struct, frozen=True):
    """A sentence, and what to do about it where something can be done."""

    seen: Text
    todo: Text | None = None


@cache
def _catalogue() -> dict[str, Message]:
    found: dict[str, Message] = {}
    for path in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".yaml"):
            prefix = path.name.removesuffix(".yaml")
            for key, entry in load_yaml(path.read_bytes()).items():
                found[f"{prefix}.{key}"] = _message(entry)
    return found


def _message(entry: dict[str, Any]) -> Message:
    todo = {language: entry[f"todo_{language}"] for language in ("en", "fr") if f"todo_{language}" in entry}
    return Message(Text(entry["en"], entry["fr"]), Text(**todo) if todo else None)


def message(key: str) -> Message:
    """The message of this key (``gap.not_closed``); raises ``KeyError``."""
    return _catalogue()[key]


def text(key: str, **params: object) -> Text:
    """The sentence of this key, filled in, in both languages."""
    values = {name: value if isinstance(value, str) else str(value) for name, value in params.items()}
    return message(key).seen.filled(values)


def keys() -> frozenset[str]:
    """Every key that the catalogue holds."""
    return frozenset(_catalogue())
