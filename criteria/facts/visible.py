"""What a person reads of an answer: its lines of text, and the numbers in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from criteria.facts.html.squeeze import squeeze
from criteria.facts.html.tokens import Start, Text, tokens

MOST_LINES, LONGEST_LINE, DEEPEST = 2_000, 300, 40
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
INLINE = frozenset(
    ("a", "b", "i", "em", "strong", "span", "abbr", "u", "small", "sub", "sup", "code", "mark", "time", "bdi")
)
UNSEEN = frozenset(("template", "noscript"))


def visible_lines(page: str) -> Iterator[str]:
    """The visible lines of a page: a block element, or a row of a table, ends a line."""
    held: list[str] = []
    unseen = count = 0
    for token in tokens(page):
        if isinstance(token, Text):
            if not unseen and (not token.inside or token.inside == "textarea"):
                held.append(token.text)
            continue
        if token.name in UNSEEN:
            unseen = max(0, unseen + (1 if isinstance(token, Start) else -1))
        if token.name in INLINE or token.name in ("td", "th"):
            held.append(" ")
            continue
        if line := squeeze("".join(held), LONGEST_LINE):
            yield line
            count += 1
        held = []
        if count >= MOST_LINES:
            return
    if line := squeeze("".join(held), LONGEST_LINE):
        yield line


def json_texts(body: bytes) -> Iterator[str]:
    """Every ``name: value`` of a JSON answer."""
    try:
        waiting = [("", msgspec.json.decode(body), 0)]
    except (msgspec.DecodeError, RecursionError):
        return
    count = 0
    while waiting and count < MOST_LINES:
        name, held, depth = waiting.pop()
        if isinstance(held, dict) and depth < DEEPEST:
            waiting += [(str(key), value, depth + 1) for key, value in held.items()]
        elif isinstance(held, list) and depth < DEEPEST:
            waiting += [(name, value, depth + 1) for value in held]
        elif not isinstance(held, dict | list):
            count += 1
            yield squeeze(f"{name}: {held}", LONGEST_LINE)


def json_rows(body: bytes) -> Iterator[str]:
    """Each object of a JSON answer (or list of plain values) as one line of its plain members."""
    try:
        whole = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return
    waiting: list[tuple[Any, int]] = [(whole, 0)] if isinstance(whole, dict | list) else []
    count = 0
    while waiting and count < MOST_LINES:
        held, depth = waiting.pop()
        members = held.items() if isinstance(held, dict) else (("", one) for one in held)
        plain = []
        for name, value in members:
            if isinstance(value, dict | list):
                waiting += [(value, depth + 1)] if depth < DEEPEST else []
            else:
                plain.append(f"{name}: {value}" if name else str(value))
        if plain:
            count += 1
            yield squeeze(" ".join(plain), LONGEST_LINE)


def numbers_of(text: str) -> list[str]:
    """The numbers of a text in order, as people write them: ``120,50`` is ``120.5``."""
    return [plain_number(found) for found in NUMBER.findall(text)]


def without_numbers(line: str) -> str:
    """A line with its numbers taken out."""
    return squeeze(NUMBER.sub("", line), LONGEST_LINE)


def plain_number(number: str) -> str:
    """A number as people write it: ``120,50`` is ``120.5``."""
    plain = number.replace(",", ".")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain.lstrip("0") or "0"
