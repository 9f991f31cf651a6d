"""Programs that run in a page, as text: what a person sees of it, where it asks for consent, what it reads."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def script(name: str) -> str:
    """The program ``name``."""
    return files(__package__).joinpath(f"{name}.js").read_text("utf-8")
