"""White space as a reader sees it."""

from __future__ import annotations


def squeeze(text: str, limit: int) -> str:
    """``text`` with every run of white space as one space, at most ``limit`` characters."""
    return " ".join(text[: limit * 8].split())[:limit]
