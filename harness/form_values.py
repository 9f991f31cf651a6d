"""The forms of a page with the values that a browser would send. Bounded: the page is a stranger's."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

LARGEST_PAGE = 2 * 1024 * 1024
MOST_FORMS = 50
MOST_FIELDS = 200


class FilledForm(msgspec.Struct, frozen=True):
    """Where the form goes, how, and what it would send untouched."""

    action: str
    method: str
    values: dict[str, str]


def first_form(page: bytes, url: str, holding: str = "") -> FilledForm | None:
    """The first form (that has a field ``holding``) of ``page``; ``None`` when there is none."""
    for node in _forms(page):
        values = dict(_values(node))
        if not holding or holding in values:
            action = urljoin(url, node.attributes.get("action") or url)
            return FilledForm(action, (node.attributes.get("method") or "GET").upper(), values)
    return None


def hidden_values(page: bytes) -> Iterator[str]:
    """The values of hidden fields: anti-forgery tokens are among them."""
    for node in _forms(page):
        for field in node.css("input[type=hidden]")[:MOST_FIELDS]:
            yield field.attributes.get("value") or ""


def _forms(page: bytes) -> list[LexborNode]:
    if b"<form" not in page[:LARGEST_PAGE].lower():
        return []
    return LexborHTMLParser(page[:LARGEST_PAGE]).css("form")[:MOST_FORMS]


def _values(form: LexborNode) -> Iterator[tuple[str, str]]:
    for field in form.css("input, textarea, select")[:MOST_FIELDS]:
        name = field.attributes.get("name")
        kind = (field.attributes.get("type") or "text").lower()
        ticked = kind not in ("checkbox", "radio") or "checked" in field.attributes
        if not name or kind in ("submit", "button", "image", "file", "reset") or not ticked:
            continue
        yield name, _value(field)


def _value(field: LexborNode) -> str:
    if field.tag == "textarea":
        return field.text()
    if field.tag == "select":
        chosen = field.css_first("option[selected]") or field.css_first("option")
        return (chosen.attributes.get("value") or chosen.text()) if chosen else ""
    return field.attributes.get("value") or ""
