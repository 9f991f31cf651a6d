"""The forms of a page with the values that a browser would send, read without building a tree."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.html.tokens import End, Start, Text, tokens
from criteria.facts.http.urls import resolve
from harness.net import Answer
from harness.probes.http.record import is_html

MOST_FORMS = 50
MOST_FIELDS = 200
UNSENT = frozenset(("submit", "button", "image", "file", "reset"))


class FilledForm(msgspec.Struct):
    """Where the form goes, how, and what it would send untouched."""

    action: str
    method: str
    values: dict[str, str]


def first_form(page: Answer | None, holding: str = "") -> FilledForm | None:
    """The first form of ``page`` (that has a field ``holding``); ``None`` when there is none."""
    if page is None or not is_html(page):
        return None
    return next((form for form in _forms(page) if not holding or holding in form.values), None)


def _forms(page: Answer) -> Iterator[FilledForm]:
    """Every form, once it has ended; a select gives its chosen or first option, a textarea nothing."""
    open_form: FilledForm | None = None
    select = ""
    for number, token in enumerate(tokens(decode(page.body, page.values("content-type")[0]))):
        if isinstance(token, Text) or number > MOST_FORMS * MOST_FIELDS * 10:
            continue
        if isinstance(token, End):
            if token.name == "form" and open_form is not None:
                yield open_form
                open_form = None
            select = "" if token.name == "select" else select
        elif token.name == "form" and open_form is None:
            action = resolve(page.url, token.attributes.get("action") or page.url)
            open_form = FilledForm(action, token.attributes.get("method", "GET").upper(), {})
        elif open_form is not None:
            select = token.attributes.get("name", "") if token.name == "select" else select
            _add(open_form, token, select)
    if open_form is not None:
        yield open_form


def _add(form: FilledForm, token: Start, select: str) -> None:
    attributes = token.attributes
    if len(form.values) >= MOST_FIELDS:
        return
    if token.name == "option" and select:
        if "selected" in attributes or select not in form.values:
            form.values[select] = attributes.get("value", "")
        return
    name, kind = attributes.get("name", ""), attributes.get("type", "text").lower()
    if token.name == "textarea" and name:
        form.values[name] = ""
    if token.name != "input" or not name or kind in UNSENT:
        return
    if kind not in ("checkbox", "radio") or "checked" in attributes:
        form.values[name] = attributes.get("value", "on" if kind in ("checkbox", "radio") else "")
