"""Ways to reach someone that a page shows: e-mail addresses, telephone numbers, postal addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

from criteria.facts.dossier_words import plain
from criteria.facts.html import Page
from criteria.yaml_data import load_yaml


@cache
def _patterns() -> dict[str, Any]:
    return dict(load_yaml(files("criteria").joinpath("reference/contact_patterns.yaml").read_bytes()))


def emails(page: Page) -> dict[str, int]:
    """Every e-mail address that the page shows or links to, with its place in ``shown`` (-1: in a link only)."""
    found = dict.fromkeys(_mailto(page), -1)
    for match in re.finditer(_patterns()["email"], shown(page)):
        if found.get(match[0], -1) < 0:
            found[match[0]] = match.start()
    return found


def shown(page: Page) -> str:
    """The page's text in plain form, with addresses that were spelled out for people put together again."""
    return _joined(page.text)


@lru_cache(maxsize=512)
def _joined(text: str) -> str:
    return re.sub(_patterns()["spelled_dot"], ".", re.sub(_patterns()["spelled_at"], "@", plain(text)))


def phones(text: str) -> list[str]:
    """Telephone numbers in plain text: French ones, and others with their country code."""
    return [found[0] for found in re.finditer(_patterns()["phone"], text)]


def postal(text: str) -> list[int]:
    """Places in plain text where a postal address is recognised, by its street or its postcode."""
    return sorted(found.start() for pattern in _patterns()["postal"] for found in re.finditer(pattern, text))


def _mailto(page: Page) -> Iterator[str]:
    for link in page.links:
        if link.url.lower().startswith("mailto:"):
            for address in unquote(link.url[7:].partition("?")[0]).lower().split(","):
                if re.fullmatch(_patterns()["email"], address.strip()):
                    yield address.strip()
