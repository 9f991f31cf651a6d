"""Which controls of a page ask for consent to the use of health data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from criteria.browser_record import FieldRecord, FormRecord
from criteria.facts.dossier_words import plain
from criteria.facts.html import Field, Page
from criteria.page_kinds import patterns

RIGHTS = "rights_patterns"
CONTROLS = frozenset(("checkbox", "radio", "select"))
LONGEST = 400


def health_controls(page: Page) -> Iterator[Field]:
    """The boxes (or choices) whose label names health data."""
    for field in boxes(page):
        if re.search(patterns(RIGHTS)["health"], plain(field.label[:LONGEST])):
            yield field


def health_choices(form: FormRecord) -> Iterator[FieldRecord]:
    """The same in a form as a browser rendered it."""
    for field in form.fields:
        if field.type in CONTROLS and re.search(patterns(RIGHTS)["health"], plain(field.label[:LONGEST])):
            yield field


def boxes(page: Page) -> Iterator[Field]:
    """Every box or choice of the forms of a page."""
    yield from (field for form in page.forms for field in form.fields if field.type in CONTROLS)


def names_terms(field: Field) -> bool:
    """Whether the label also accepts the terms of use."""
    return re.search(patterns(RIGHTS)["terms"], plain(field.label[:LONGEST])) is not None
