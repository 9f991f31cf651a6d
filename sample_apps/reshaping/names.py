"""Classes and identifiers under other names, in pages and style sheets alike."""

from __future__ import annotations

import re

from sample_apps.reshaping.shape import Shape
from sample_apps.reshaping.tree import Element

REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list", "headers")
"""Attributes that name identifiers, several of them with spaces between."""
PRELUDE = re.compile(r"[^{}]+(?=\{)")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
IDENTIFIER = re.compile(r"#(-?[A-Za-z_][\w-]*)")


def rename(page: Element, shape: Shape) -> None:
    """Every class and identifier of a page, with whatever refers to one."""
    for one in page.walk():
        for attribute, value in one.attributes.items():
            if value:
                one.attributes[attribute] = _renamed(attribute, value, shape)


def _renamed(attribute: str, value: str, shape: Shape) -> str:
    if attribute == "class":
        return " ".join(shape.name("class", name) for name in value.split())
    if attribute == "id":
        return shape.name("id", value)
    if attribute in REFERENCES:
        return " ".join(shape.name("id", name) for name in value.split())
    if attribute == "href" and value.startswith("#") and len(value) > 1:
        return f"#{shape.name('id', value[1:])}"
    return value


def rename_css(css: str, shape: Shape) -> str:
    """The same in the selectors of a style sheet."""
    return PRELUDE.sub(lambda found: rename_selector(found[0], shape), css)


def rename_selector(selector: str, shape: Shape) -> str:
    """The same in one selector; the prelude of an at-rule stays."""
    if selector.lstrip().startswith("@"):
        return selector
    known = CLASS.sub(lambda found: f".{shape.name('class', found[1])}", selector)
    return IDENTIFIER.sub(lambda found: f"#{shape.name('id', found[1])}", known)
