"""What a search asks for: one of two modes, never both (MES 1.5.2, section 2.3.1)."""

from __future__ import annotations

import msgspec

from conformance.contract.measures import load_measures
from conformance.space.parameters import (
    UNTIL,
    Given,
    bounds_of,
    collect,
    count_of,
    is_period,
    number,
    refuse,
    until,
)

_KNOWN = frozenset(("code", "subject.identifier", "date", "_include", "_offset", "_count", "_sort", UNTIL))
_INCLUDES = ("Observation:device", "Observation.device")  # the text's table has one, its examples the other


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A right search. ``bounds`` are ``(comparator, instant)`` in UTC, sortable as text; none in mode *last*.

    ``measure`` is the id of the code's measure; ``until`` the last arrival that counts (``ObservationRow.number``).
    """

    code: str
    measure: str
    subject: tuple[str, str]
    bounds: tuple[tuple[str, str], ...]
    last: bool
    offset: int
    count: int
    include: bool
    until: int | None = None


def parse_query(fields: list[tuple[str, str]], page_size: int, max_page_size: int) -> Query:
    """Return what the parameters ask for. Raises ``RefusedCall`` with the error of the API's table."""
    given = collect(fields, _KNOWN)
    last = _is_last(given)
    code, measure = _code(given)
    return Query(
        code=code,
        measure=measure,
        subject=_subject(given),
        bounds=bounds_of(given),
        last=last,
        offset=number(given, "_offset", 0),
        count=count_of(given, page_size, max_page_size),
        include=_include(given),
        until=until(given),
    )


def _is_last(given: Given) -> bool:
    if "_sort" in given:
        if "date" in given or "_offset" in given or UNTIL in given:
            refuse("both_modes")
        if given["_sort"] != ["-date"] or given.get("_count") != ["1"]:
            refuse("sort_invalid")
        return True
    if not is_period(given):
        refuse("no_mode")
    return False


def _code(given: Given) -> tuple[str, str]:
    values = given.get("code", [])
    system, _, code = values[0].rpartition("|") if len(values) == 1 else ("", "", "")
    found = load_measures().find(code)
    if found is None or (system and system not in found[1].systems):
        refuse("search_code")
    return code, found[0].id


def _subject(given: Given) -> tuple[str, str]:
    values = given.get("subject.identifier", [])
    system, _, value = values[0].rpartition("|") if len(values) == 1 else ("", "", "")
    if not value:
        refuse("search_subject")
    return system, value


def _include(given: Given) -> bool:
    if any(value not in _INCLUDES for value in given.get("_include", ())):
        refuse("search_value", parameter="_include")
    return "_include" in given
