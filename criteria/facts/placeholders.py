"""Texts that only hold the place of one: ``N/A``, ``à compléter``, lorem ipsum."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from criteria.facts.dossier_words import core, plain
from criteria.yaml_data import load_yaml

DEEPEST = 12


@cache
def _whole() -> re.Pattern[str]:
    found = load_yaml(files("criteria").joinpath("reference/placeholders.yaml").read_bytes())
    return re.compile(found["whole"])


def is_placeholder(text: str) -> bool:
    """Whether the text says nothing: empty, punctuation alone, or words that stand where a text is still to come."""
    return not core(text) or _whole().fullmatch(plain(text[:2000]).strip()) is not None


def written(value: Any, depth: int = 0) -> Any:
    """``value`` (plain data) with each placeholder empty; in a list of texts it is left out."""
    if depth > DEEPEST:
        return value
    if isinstance(value, str):
        return "" if is_placeholder(value) else value
    if isinstance(value, dict):
        return {name: written(inner, depth + 1) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [written(one, depth + 1) for one in value if not (isinstance(one, str) and is_placeholder(one))]
    return value
