"""Labels and phrases in other words, and the small habits of typing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from sample_apps.reshaping.shape import Shape
from sample_apps.reshaping.tree import VERBATIM, Element

SPOKEN = ("aria-label", "title", "alt", "placeholder")
"""Attributes that people read or hear."""
EMPHASIS = ("strong", "em", "b", "i")
SPACE = r"[ \t\r\n\f]+"
Words = dict[str, Sequence[str]]


class Table(NamedTuple):
    """The words by where they stand; each phrase with its pattern, the longest first."""

    labels: Words
    leads: Words
    phrases: list[tuple[re.Pattern[str], str, Sequence[str]]]


@cache
def _table() -> Table:
    raw = yaml.safe_load((Path(__file__).parent / "words.yaml").read_bytes())
    phrases = sorted(raw["phrases"].items(), key=lambda entry: -len(entry[0]))
    return Table(raw["labels"], raw["leads"], [(_loosely(old), old, new) for old, new in phrases])


def _loosely(phrase: str) -> re.Pattern[str]:
    """The phrase with any space between its words, at the start of a word."""
    pattern = re.escape(phrase).replace(r"\ ", r"[ \u00a0\u202f]+").replace("’", "['’]")
    return re.compile(rf"(?<!\w){pattern}")


def in_other_words(text: str, shape: Shape) -> str:
    """A text as this hand would have put it; the spaces around it stay."""
    table = _table()
    bare = text.strip(" ").replace("\u00a0", " ")
    if bare in table.labels:
        return text.replace(text.strip(" "), shape.pick(f"label {bare}", (bare, *table.labels[bare])))
    for pattern, old, new in table.phrases:
        text = pattern.sub(lambda _found, old=old, new=new: shape.pick(f"phrase {old}", (old, *new)), text)  # type: ignore[misc]
    return text


def reword(page: Element, shape: Shape) -> None:
    """Every text of a page, and the attributes that people read."""
    plain = shape.wants("no emphasis")
    for one in page.walk():
        if one.name not in VERBATIM or one.name == "title":
            squeeze(one)
        if plain:
            one.children = list(_unwrapped(one))
        for name in SPOKEN:
            if value := one.attributes.get(name):
                one.attributes[name] = in_other_words(value, shape)
    for one in page.running():
        _reword_children(one, shape)


def _reword_children(one: Element, shape: Shape) -> None:
    joined: list[Element | str] = []
    for child in one.children:
        if isinstance(child, str) and joined and isinstance(joined[-1], str):
            joined[-1] += child
        else:
            joined.append(child)
    if one.name == "p" and joined and isinstance(joined[0], str):
        joined[0] = _led(joined[0], shape)
    one.children = [in_other_words(child, shape) if isinstance(child, str) else child for child in joined]


def _led(text: str, shape: Shape) -> str:
    for old, new in _table().leads.items():
        if text.lstrip().startswith(old):
            return shape.pick(f"lead {old}", (old, *new)) + text.lstrip().removeprefix(old)
    return text


def _unwrapped(one: Element) -> Iterator[Element | str]:
    for child in one.children:
        if isinstance(child, Element) and child.name in EMPHASIS and not child.attributes and not child.elements():
            yield from child.children
        else:
            yield child


def squeeze(one: Element) -> None:
    """White space between words as one space; what is no break stays."""
    one.children = [re.sub(SPACE, " ", child) if isinstance(child, str) else child for child in one.children]


def typed(text: str, shape: Shape) -> str:
    """Apostrophes and spaces before punctuation as this hand's keyboard gives them."""
    if shape.pick("apostrophe", ("typographic", "straight")) == "straight":
        text = text.replace("’", "'")
    space = shape.pick("space before a colon", ("\u00a0", " ", "\u202f"))
    return text.replace("\u00a0", space)


def type_page(page: Element, shape: Shape) -> None:
    """The same in every text of the page, and in the attributes that people read."""
    for one in page.walk():
        if one.name not in VERBATIM or one.name == "title":
            one.children = [typed(child, shape) if isinstance(child, str) else child for child in one.children]
        for name in (*SPOKEN, *(("value",) if one.attributes.get("type") == "submit" else ())):
            if value := one.attributes.get(name):
                one.attributes[name] = typed(value, shape)
