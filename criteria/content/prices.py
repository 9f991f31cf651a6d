"""What recorded pages sell: prices, checkouts with their total, and boxes that are ticked before anyone asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from criteria.facts.dossier_words import plain
from criteria.facts.html import Page
from criteria.page_kinds import path_of, patterns, plain_text, titled

PRICES = "price_patterns"


def is_checkout(page: Page) -> bool:
    """Whether a person pays here: a form for payment, on a page that its title or address calls one."""
    known = patterns(PRICES)["checkout"]
    fields = [field for form in page.forms for field in form.fields]
    pays = any(re.search(known["field"], f"{plain(field.autocomplete or field.name)}") for field in fields)
    called = titled(page, known["title"]) or re.search(known["path"], path_of(page.url)) is not None
    return (pays and bool(fields)) or (called and bool(totals(page)) and bool(page.forms))


def totals(page: Page) -> list[float]:
    """The amounts that the page calls the total, in euros."""
    text = plain_text(page.text)
    wanted = patterns(PRICES)["total"]
    return [value for value, start, _ in _amounts(text) if re.search(wanted, text[max(0, start - 60) : start])]


def prices(page: Page) -> list[float]:
    """Amounts per period or with tax, in euros."""
    text = plain_text(page.text)
    wanted = patterns(PRICES)["price"]
    return [value for value, _, end in _amounts(text) if re.search(wanted, text[end : end + 20])]


def _amounts(text: str) -> Iterator[tuple[float, int, int]]:
    """(euros, start, end) of every amount."""
    for found in re.finditer(patterns(PRICES)["amount"], text):
        figures = found[1].replace(" ", "")
        whole, mark, cents = figures.rpartition(",") if "," in figures else figures.rpartition(".")
        if mark and len(cents) == 2:
            yield float(f"{whole.replace('.', '')}.{cents}"), found.start(), found.end()
        else:
            yield float(figures.replace(".", "").replace(",", "")), found.start(), found.end()


def ticked(page: Page) -> list[str]:
    """Names of boxes that are ticked beforehand."""
    harmless = patterns(PRICES)["harmless_tick"]
    fields = (field for form in page.forms for field in form.fields)
    return [
        field.label or field.name
        for field in fields
        if field.type == "checkbox" and field.checked and not re.search(harmless, plain(field.label))
    ]
