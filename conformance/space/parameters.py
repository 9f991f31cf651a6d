"""The parameters of a search, read one by one. Readers raise ``RefusedCall`` with the error of the API's table."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NoReturn

from conformance.contract.errors import issue
from conformance.contract.when import interval
from conformance.space.accesses import instant
from conformance.space.answers import RefusedCall

Given = dict[str, list[str]]
# Our reading: the links of a page carry it, so that what is written meanwhile moves nothing to another page.
UNTIL = "_until"
_DATE = re.compile(r"(ge|gt|le|lt)(.+)", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
_ARRIVAL = re.compile(r"\d{1,18}", re.ASCII)


def collect(fields: list[tuple[str, str]], known: Collection[str]) -> Given:
    """Return the values of each parameter."""
    given: Given = {}
    for key, value in fields:
        if key not in known:
            refuse("search_parameter", parameter=key if key.isidentifier() and len(key) < 65 else "<>")
        given.setdefault(key, []).append(value)
    return given


def is_period(given: Given) -> bool:
    """Tell whether ``date`` gives both bounds."""
    return sorted(value[:1] for value in given.get("date", ())) == ["g", "l"]


def count_of(given: Given, page_size: int, max_page_size: int) -> int:
    """Return the size of a page."""
    count = number(given, "_count", page_size)
    if count > max_page_size:
        refuse("page_too_large", max_page_size=str(max_page_size), request_page_size=str(count))
    if count == 0:
        refuse("search_value", parameter="_count")
    return count


def bounds_of(given: Given) -> tuple[tuple[str, str], ...]:
    """Return each ``date`` as comparator and instant (UTC, as in the tables)."""
    return tuple(_bound(value) for value in given.get("date", ()))


def _bound(value: str) -> tuple[str, str]:
    found = _DATE.fullmatch(value)
    if found is None:
        refuse("search_value", parameter="date")
    try:
        start, end = interval(found[2])
    except ValueError:
        refuse("search_value", parameter="date")
    # FHIR R4 search, 3.1.1.4.7: ge and lt compare with the start of what the value stands for, le and gt with its end.
    at = start if found[1] in ("ge", "lt") else end
    return found[1], instant(at)


def number(given: Given, key: str, default: int) -> int:
    values = given.get(key, [str(default)])
    if len(values) != 1 or not _NUMBER.fullmatch(values[0]):
        refuse("search_value", parameter=key)
    return int(values[0])


def until(given: Given) -> int | None:
    values = given.get(UNTIL)
    if values is None:
        return None
    if len(values) != 1 or not _ARRIVAL.fullmatch(values[0]):
        refuse("search_value", parameter=UNTIL)
    return int(values[0])


def refuse(error: str, **fields: str) -> NoReturn:
    """Refuse the search with a catalogued error."""
    raise RefusedCall(issue(error, **fields))
