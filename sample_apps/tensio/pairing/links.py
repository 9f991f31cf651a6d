"""Further pages of a search: where they may lead."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

MAX_PAGES = 10


def next_allowed(url: str, base: str, asked: list[str]) -> bool:
    """Whether to ask there: the space's own origin, an address not asked yet, and fewer than ten pages so far."""
    return _origin(url) == _origin(base) and url not in asked and len(asked) < MAX_PAGES


def next_address(bundle: dict[str, Any], here: str) -> str:
    """The next page as the bundle names it, made absolute where it can be; empty only when it names none."""
    links = bundle.get("link")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("relation") == "next":
            url = str(link.get("url"))
            try:
                return urljoin(here, url)
            except ValueError:
                return url
    return ""


def _origin(url: str) -> tuple[str, str] | None:
    """Scheme and authority; an address with a user name, or one that cannot be read, is no address of the space."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return (parts.scheme.lower(), parts.netloc.lower())
