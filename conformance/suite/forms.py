"""The forms of a page that a stranger's space shows, read without running anything."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin

import msgspec

_MOST = 500
"""Fields of one page that are read."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field: its ``type`` (``hidden``, ``checkbox``, ``password``, ``submit``…), and whether it is ticked."""

    name: str
    type: str
    value: str
    ticked: bool = False


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One form: where it is sent (absolute) and its fields."""

    action: str
    method: str
    fields: tuple[Field, ...]

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields, which go back as they came."""
        return {one.name: one.value for one in self.fields if one.type == "hidden"}

    def names(self, *types: str) -> set[str]:
        """The names of the fields of these types; of all of them when none is given."""
        return {one.name for one in self.fields if not types or one.type in types}


def forms_of(page: str, address: str) -> list[Form]:
    """The forms of a page at ``address``."""
    reader = _Reader(address)
    reader.feed(page)
    reader.close()
    return [Form(action=action, method=method, fields=tuple(fields)) for action, method, fields in reader.found]


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self._address = address
        self._inside = False
        self._left = _MOST
        self.found: list[tuple[str, str, list[Field]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = True
            action = urljoin(self._address, told.get("action", "") or self._address)
            self.found.append((action, told.get("method", "get").lower(), []))
        elif tag in ("input", "button") and self._inside and self._left:
            self._left -= 1
            kind = told.get("type", "text" if tag == "input" else "submit").lower()
            ticked = kind in ("checkbox", "radio") and "checked" in told
            value = told.get("value", "on" if kind == "checkbox" else "")
            self.found[-1][2].append(Field(name=told.get("name", ""), type=kind, value=value, ticked=ticked))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
