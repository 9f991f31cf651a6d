"""Gathers the forms of a page from its tokens: fields, and the labels that name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from criteria.facts.html.page import Field, Form
from criteria.facts.html.squeeze import squeeze

MAX_FORMS = 50
MAX_FIELDS = 200
MAX_LABELS = 500
_UNLABELLED = ("hidden", "submit", "button", "image", "reset")


class _Draft(msgspec.Struct):
    field: Field
    id: str
    label: int


class FormReader:
    """Fed with the tags and texts of a page; controls outside any form belong to a form without action."""

    def __init__(self, address: Callable[[str], str]) -> None:
        self._address = address
        self._forms: list[tuple[Form, list[_Draft]]] = []
        self._current: list[_Draft] | None = None
        self._loose: list[_Draft] = []
        self._labels: list[tuple[str, list[str]]] = []
        self._open_label: int = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Any start tag."""
        if name == "form" and len(self._forms) < MAX_FORMS:
            method = attributes.get("method", "").strip().upper()
            action = self._address(attributes.get("action", ""))
            self._current = []
            self._forms.append((Form(action=action, method=method if method == "POST" else "GET"), self._current))
        elif name == "label" and len(self._labels) < MAX_LABELS:
            self._open_label = len(self._labels)
            self._labels.append((attributes.get("for", ""), []))
        elif name in ("input", "select", "textarea", "button"):
            self._control(name, attributes)

    def end(self, name: str) -> None:
        """An end tag."""
        if name == "form":
            self._current = None
        elif name == "label":
            self._open_label = -1

    def text(self, text: str) -> None:
        """Text that shows."""
        if self._open_label >= 0:
            self._labels[self._open_label][1].append(text[:300])

    def forms(self) -> tuple[Form, ...]:
        """Every form, its labels resolved; last, the controls outside any, if there are."""
        found = [msgspec.structs.replace(form, fields=tuple(self._named(drafts))) for form, drafts in self._forms]
        loose = [Form(action="", fields=tuple(self._named(self._loose)))] if self._loose else []
        return tuple(found + loose)

    def _control(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "").strip().lower()
        drafts = self._loose if self._current is None else self._current
        if len(drafts) >= MAX_FIELDS:
            return
        field = Field(
            name=attributes.get("name", "")[:200],
            type=(kind or ("submit" if name == "button" else "text")) if name in ("input", "button") else name,
            required="required" in attributes or attributes.get("aria-required") == "true",
            checked="checked" in attributes,
            label=squeeze(attributes.get("aria-label") or attributes.get("placeholder") or "", 200),
            autocomplete=attributes.get("autocomplete", "")[:100],
        )
        label = -1 if kind in _UNLABELLED else self._open_label
        drafts.append(_Draft(field, attributes.get("id", ""), label))

    def _named(self, drafts: list[_Draft]) -> Iterator[Field]:
        by_id = {wanted: "".join(texts) for wanted, texts in self._labels if wanted}
        for draft in drafts:
            text = by_id.get(draft.id, "") if draft.id else ""
            if not text and draft.label >= 0 and not self._labels[draft.label][0]:
                text = "".join(self._labels[draft.label][1])
            named = squeeze(text, 200)
            yield msgspec.structs.replace(draft.field, label=named) if named else draft.field
