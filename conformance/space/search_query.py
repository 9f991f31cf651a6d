"""What a search asks for: one of two modes, never both (MES 1.5.2, section 2.3.1)."""

from __future__ import annotations

import re
from typing import NoReturn

import msgspec

from conformance.contract.errors import issue
from conformance.contract.measures import load_measures
from conformance.contract.when import interval
from conformance.space.answers import RefusedCall

_KNOWN = frozenset(("code", "subject.identifier", "date", "_include", "_offset", "_count", "_sort"))
_DATE = re.compile(r"(ge|gt|le|lt)(.+)", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
_INCLUDES = ("Observation:device", "Observation.device")  # the text's table has one, its examples the other


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A right search. ``bounds`` are ``(comparator, instant)`` in UTC, sortable as text; none in mode *last*."""

    code: str
    subject: tuple[str, str]
    bounds: tuple[tuple[str, str], ...]
    last: bool
    offset: int
    count: int
    include: bool


def parse_query(fields: list[tuple[str, str]], page_size: int, max_page_size: int) -> Query:
    """Return what the parameters ask for. Raises ``RefusedCall`` with the error of the API's table."""
    given: dict[str, list[str]] = {}
    for key, value in fields:
        if key not in _KNOWN:
            _refuse("search_parameter", parameter=key if key.isidentifier() and len(key) < 65 else "<>")
        given.setdefault(key, []).append(value)
    last = _is_last(given)
    count = _number(given, "_count", page_size)
    if count > max_page_size:
        _refuse("page_too_large", max_page_size=str(max_page_size), request_page_size=str(count))
    if count == 0:
        _refuse("search_value", parameter="_count")
    return Query(
        code=_code(given),
        subject=_subject(given),
        bounds=tuple(_bound(value) for value in given.get("date", ())),
        last=last,
        offset=_number(given, "_offset", 0),
        count=count,
        include=_include(given),
    )


def _is_last(given: dict[str, list[str]]) -> bool:
    if "_sort" in given:
        if "date" in given or "_offset" in given:
            _refuse("both_modes")
        if given["_sort"] != ["-date"] or given.get("_count") != ["1"]:
            _refuse("sort_invalid")
        return True
    comparators = sorted(value[:1] for value in given.get("date", ()))
    if comparators != ["g", "l"]:  # both bounds, or it is no search over a period
        _refuse("no_mode")
    return False


def _code(given: dict[str, list[str]]) -> str:
    values = given.get("code", [])
    system, _, code = values[0].rpartition("|") if len(values) == 1 else ("", "", "")
    found = load_measures().find(code)
    if found is None or (system and system not in found[1].systems):
        _refuse("search_code")
    return code


def _subject(given: dict[str, list[str]]) -> tuple[str, str]:
    values = given.get("subject.identifier", [])
    system, _, value = values[0].rpartition("|") if len(values) == 1 else ("", "", "")
    if not value:
        _refuse("search_subject")
    return system, value


def _bound(value: str) -> tuple[str, str]:
    found = _DATE.fullmatch(value)
    if found is None:
        _refuse("search_value", parameter="date")
    try:
        start, end = interval(found[2])
    except ValueError:
        _refuse("search_value", parameter="date")
    # FHIR R4 search, 3.1.1.4.7: ge and lt compare with the start of what the value stands for, le and gt with its end.
    at = start if found[1] in ("ge", "lt") else end
    return found[1], at.isoformat(timespec="microseconds")


def _number(given: dict[str, list[str]], key: str, default: int) -> int:
    values = given.get(key, [str(default)])
    if len(values) != 1 or not _NUMBER.fullmatch(values[0]):
        _refuse("search_value", parameter=key)
    return int(values[0])


def _include(given: dict[str, list[str]]) -> bool:
    if any(value not in _INCLUDES for value in given.get("_include", ())):
        _refuse("search_value", parameter="_include")
    return "_include" in given


def _refuse(error: str, **fields: str) -> NoReturn:
    raise RefusedCall(issue(error, **fields))
