"""The dossier's sections ``content`` and ``ai``: which pages are health content, and where a person meets a machine."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

import msgspec

Months = Annotated[int, msgspec.Meta(ge=1, le=600)]


class DeclaredContent(msgspec.Struct, frozen=True, omit_defaults=True):
    """``pages`` are patterns of paths (``/articles/*``, where ``*`` stands for anything).

    ``institutions`` are those that answer for pages, besides the pinned ones; 0 months: no cycle is said.
    """

    pages: tuple[str, ...] = ()
    review_cycle_months: Months | Literal[0] = 0
    institutions: tuple[str, ...] = ()

    def holds(self, url: str) -> bool:
        """Whether the address is one of the declared pages."""
        return any(matches(pattern, url) for pattern in self.pages)


class AiUse(msgspec.Struct, frozen=True, omit_defaults=True):
    """One use of a model that a person meets: the path of its page, and of the page that explains it."""

    name: str = ""
    page: str = ""
    explanation: str = ""
    purpose: str = ""
    provider: str = ""


class DeclaredAi(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every use; an empty list says that there is none."""

    uses: tuple[AiUse, ...] = ()
    generated_media: bool = False


def matches(pattern: str, url: str) -> bool:
    """Whether the path of ``url`` fits ``pattern`` (``*``: anything); a final slash does not count."""
    try:
        path = unquote(urlsplit(url).path).rstrip("/") or "/"
    except ValueError:
        return False
    first, *rest = (pattern.rstrip("/") or "/").split("*")
    if not rest:
        return path == first
    *middle, last = rest
    if not path.startswith(first) or not path.endswith(last) or len(path) < len(first) + len(last):
        return False
    place, end = len(first), len(path) - len(last)
    for part in middle:
        place = path.find(part, place, end) + len(part)
        if place < len(part):
            return False
    return True
