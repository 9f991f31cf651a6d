"""The primitive types of FHIR R4 as JSON Schema formats: a regular expression each, and the calendar for dates."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from jsonschema import FormatChecker

from conformance.contract.documents import document


@cache
def format_checker() -> FormatChecker:
    """Return the checker of the ``fhir-*`` formats of ``schemas/formats.yaml``."""
    checker = FormatChecker(formats=())
    for name, pattern in document("profiles/schemas/formats.yaml").items():
        checker.checks(name)(_Format(pattern))
    return checker


class _Format:
    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern, re.ASCII)

    def __call__(self, value: object) -> bool:
        # What is no string is left to the keyword `type`.
        if not isinstance(value, str):
            return True
        found = self.pattern.fullmatch(value)
        return found is not None and _in_calendar(found.groupdict())


def _in_calendar(parts: dict[str, str | None]) -> bool:
    if "year" not in parts:
        return True
    try:
        date(int(parts["year"] or 0), int(parts["month"] or 1), int(parts["day"] or 1))
    except ValueError:
        return False
    return True
