"""Recognising pages by what they say: patterns that people of the field maintain, read from ``reference/``."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from criteria.facts.dossier_words import plain
from criteria.facts.html import Link, Page
from criteria.yaml_data import load_yaml

Sureness = Literal["surely", "perhaps", "no"]


@cache
def patterns(name: str) -> dict[str, Any]:
    """The patterns of ``reference/<name>.yaml``."""
    return dict(load_yaml(files("criteria").joinpath(f"reference/{name}.yaml").read_bytes()))


@lru_cache(maxsize=512)
def plain_text(text: str) -> str:
    """``plain`` of a page's text, kept: several criteria read the same pages."""
    return plain(text)


@lru_cache(maxsize=1024)
def speaks_of(name: str, text: str) -> frozenset[str]:
    """The subjects of ``reference/<name>.yaml`` that a page's text speaks of."""
    bare = plain_text(text)
    return frozenset(subject for subject, found in patterns(name)["speaks_of"].items() if re.search(found, bare))


def words(text: str) -> int:
    """The number of words of a text."""
    return len(text.split())


def labelled(link: Link, label: str, path: str = "") -> bool:
    """Whether the link's text matches ``label``, or its address ``path`` where the link has no text of its own."""
    text = plain(link.text)
    if re.search(label, text):
        return True
    return bool(path) and len(text) < 3 and re.search(path, path_of(link.url)) is not None


def path_of(url: str) -> str:
    """Path and query of an address, decoded, in plain lower case."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return plain(unquote(f"{parts.path}?{parts.query}"))


def titled(page: Page, label: str) -> bool:
    """Whether the page's title matches ``label``."""
    return re.search(label, plain(page.title)) is not None
