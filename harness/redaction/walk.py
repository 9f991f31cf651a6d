"""Every text of a structured record, with the name of the header whose value it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Rewrite = Callable[[str, str], str]
"""From a text and the name of its header (empty when it is none) to what stands in its place."""

DEEPEST = 100
"""Levels of lists and objects; what lies deeper is left out."""
TOO_DEEP = "[too deep]"


def rewritten(value: Any, rewrite: Rewrite, header: str = "", depth: int = 0) -> Any:
    """``value`` (builtin types) with every text replaced, the names of members too."""
    if isinstance(value, str):
        return rewrite(value, header)
    if depth > DEEPEST:
        return TOO_DEEP if isinstance(value, dict | list | tuple) else value
    if isinstance(value, dict):
        return {
            rewritten(name, rewrite): _headers(member, rewrite, depth + 1)
            if name == "headers"
            else rewritten(member, rewrite, "", depth + 1)
            for name, member in value.items()
        }
    if isinstance(value, list | tuple):
        return [rewritten(member, rewrite, header, depth + 1) for member in value]
    return value


def _headers(value: Any, rewrite: Rewrite, depth: int) -> Any:
    """A list of (name, value) pairs, where it is one."""
    pairs = isinstance(value, list | tuple) and all(isinstance(one, list | tuple) and len(one) == 2 for one in value)
    if not pairs:
        return rewritten(value, rewrite, "", depth)
    return [[rewritten(name, rewrite), rewritten(held, rewrite, str(name), depth)] for name, held in value]
