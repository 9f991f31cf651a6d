"""From the selectors of a recording to locators: ``aria/``, ``text/``, ``xpath/``, ``pierce/``, and CSS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Frame, Locator

_ROLE = re.compile(r"\[role=[\"']?([a-z]{1,30})[\"']?\]\Z")
PREFIXES = ("aria/", "text/", "xpath/", "pierce/", "css/")


def located(frame: Frame, chain: tuple[str, ...]) -> Iterator[Locator]:
    """Locators of a chain, the likeliest first; CSS goes through open shadow roots, as ``pierce/`` asks."""
    *outer, last = chain
    within: Frame | Locator = frame
    for part in outer:
        within = next(_one(within, part))
    yield from _one(within, last)


def _one(place: Frame | Locator, selector: str) -> Iterator[Locator]:
    prefix = next((one for one in PREFIXES if selector.startswith(one)), "")
    rest = selector[len(prefix) :]
    if prefix == "aria/":
        yield from _by_name(place, rest)
    elif prefix == "text/":
        yield place.get_by_text(rest)
    elif prefix == "xpath/":
        yield place.locator(f"xpath={rest}")
    else:
        yield place.locator(f"css={rest}")


def _by_name(place: Frame | Locator, text: str) -> Iterator[Locator]:
    """By accessible name, and by role where one is given; without one, first what a label names."""
    role = _ROLE.search(text)
    name = text[: role.start()] if role else text
    if role:
        yield place.get_by_role(role[1], name=name, exact=True) if name else place.get_by_role(role[1])  # type: ignore[arg-type]
        return
    yield place.get_by_label(name, exact=True)
    yield place.get_by_role("button", name=name, exact=True)
    yield place.get_by_role("link", name=name, exact=True)
    yield place.get_by_text(name, exact=True)
