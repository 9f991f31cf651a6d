"""Persons by name: whether two spellings are of one, who signs pages, and numbers of the national register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from criteria.content.bylines import BYLINES, institution, signature
from criteria.facts.dossier_siren import digits, luhn
from criteria.facts.dossier_words import plain
from criteria.facts.editorial import ContentPage
from criteria.page_kinds import patterns

ARTICLES = ("le", "la", "the")
"""Words before a title that are no part of a name (le Dr ...)."""


def same_person(one: str, other: str) -> bool:
    """Whether two names are of one person: titles and order aside, a first name may be an initial."""
    left, right = _words(one), _words(other)
    if not left or not right:
        return False
    if sorted(left) == sorted(right):
        return True
    initials = len(left) > 1 and len(right) > 1 and 1 in (len(left[0]), len(right[0])) and left[0][0] == right[0][0]
    return initials and left[1:] == right[1:]


def _words(name: str) -> list[str]:
    words = re.findall(r"[a-z]+", plain(name))
    bare = words[1:] if words and words[0] in ARTICLES else words
    return [word for word in bare if word not in patterns("person_words")["titles"]]


def known(name: str, names: Iterable[str]) -> bool:
    """Whether one of ``names`` is the same person."""
    return any(same_person(name, other) for other in names)


def authors(page: ContentPage, institutions: Iterable[str] = ()) -> Iterator[str]:
    """Persons who sign the page as its authors or, where only one name is shown, whoever signs it."""
    declared = tuple(institutions)
    written = [one.name for one in page.structured.named if one.role == "author" and not one.organisation]
    if not written:
        shown = signature(page, declared)
        written = [shown.who] if shown.state == "signed" else []
    yield from (name for name in dict.fromkeys(written) if name and not institution(name, declared))


def qualified(qualification: str) -> bool:
    """Whether the words name a health profession, a degree or an office in care."""
    sure: str = patterns(BYLINES)["qualification"]["sure"]
    return re.search(sure, f"{plain(qualification)} ") is not None


def valid_rpps(number: str) -> bool:
    """Whether a number has the eleven digits and the key of Luhn of the national register (RPPS)."""
    bare = digits(number)
    return len(bare) == 11 and luhn(bare)
