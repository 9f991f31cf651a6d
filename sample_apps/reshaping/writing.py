"""Markup as one hand writes it: quotes, order of attributes, case, white space, entities, end tags left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import codepoint2name

from sample_apps.reshaping.shape import Shape
from sample_apps.reshaping.tree import Element

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
RAW = frozenset(("script", "style"))
SVG = "svg"
MAY_STAY_OPEN = {"li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "option": ("option",),
                 "tr": ("tr",), "td": ("td", "th"), "th": ("td", "th")}
"""Elements whose end tag may be left out before these or at the end of their parent (HTML standard, 13.1.2.4)."""
BARE = re.compile(r"[A-Za-z0-9_./:-]+")


def write(page: Element, shape: Shape) -> str:
    """The document."""
    doctype = shape.pick("doctype", ("<!doctype html>", "<!DOCTYPE html>", "<!DOCTYPE HTML>\n"))
    return doctype + "".join(_Hand(shape).element(page, None))


class _Hand:
    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._upper = shape.wants("upper case tags", 0.25)
        self._open = shape.wants("end tags left out")
        self._quote = shape.pick("quotes", ('"', "'", ""))
        self._entities = shape.pick("entities", ("none", "named", "decimal"))

    def element(self, one: Element, after: Element | str | None, foreign: bool = False) -> Iterator[str]:
        foreign = foreign or one.name == SVG
        name = one.name.upper() if self._upper and not foreign else one.name
        yield f"<{name}{''.join(self._attributes(one))}>"
        if one.name in VOID:
            return
        for rank, child in enumerate(one.children):
            if isinstance(child, str):
                yield child if one.name in RAW else self._text(child)
            else:
                following = one.children[rank + 1] if rank + 1 < len(one.children) else None
                yield from self.element(child, following, foreign)
        if not self._left_open(one, after):
            yield f"</{name}>"

    def _left_open(self, one: Element, after: Element | str | None) -> bool:
        fitting = MAY_STAY_OPEN.get(one.name, ())
        follows = after is None or (isinstance(after, Element) and after.name in fitting)
        return self._open and bool(fitting) and follows

    def _attributes(self, one: Element) -> Iterator[str]:
        gap = self._shape.pick("gap between attributes", (" ", "  ", "\n    "))
        for name in self._shape.shuffled(f"attributes {','.join(sorted(one.attributes))}", list(one.attributes)):
            value = one.attributes[name]
            yield gap + (name if value in (None, "") and name != "alt" else self._attribute(name, value or ""))

    def _attribute(self, name: str, value: str) -> str:
        if not self._quote and BARE.fullmatch(value) and not value.endswith("/"):
            return f"{name}={value}"
        quote = self._quote or '"'
        escaped = value.replace("&", "&amp;").replace(quote, "&quot;" if quote == '"' else "&#39;")
        return f"{name}={quote}{escaped}{quote}"

    def _text(self, text: str) -> str:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return escaped if self._entities == "none" else "".join(map(self._entity, escaped))

    def _entity(self, character: str) -> str:
        code = ord(character)
        if code < 128:
            return character
        named = codepoint2name.get(code) if self._entities == "named" else None
        return f"&{named};" if named else f"&#{code};"
