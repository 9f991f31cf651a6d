"""The second layer's small language: one check on the elements at one path, as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from conformance.contract.profiles.paths import children, fits, walk
from conformance.contract.profiles.problem import Problem, problem
from conformance.contract.profiles.value_sets import is_in

_REFERENCE_TYPE = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/[A-Za-z0-9.-]{1,64}(?:/_history/[A-Za-z0-9.-]{1,64})?", re.ASCII)


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the elements ``at`` a path (``code.coding``, below the resource) must be; ``rule`` is broken if not.

    ``when``: the check counts only for resources that fit this FHIR pattern. ``where``: of the elements, only those
    that fit one of these patterns. ``min`` and ``max``: how many of them each parent has. Each of them must then fit
    ``pattern``, be ``one_of``, have a coding in the value set ``within``, match ``regex`` from its first character, lie
    between ``low`` and ``high``, refer to one of the types ``refers_to``; and pass the checks ``then`` below it.
    """

    rule: str
    at: str
    when: dict[str, Any] | None = None
    where: tuple[Any, ...] = ()
    min: int = 0
    max: int | None = None
    pattern: Any = None
    one_of: tuple[str, ...] = ()
    within: str = ""
    regex: str = ""
    low: float | None = None
    high: float | None = None
    refers_to: tuple[str, ...] = ()
    expected: str = ""
    then: tuple[Check, ...] = ()


def run(check: Check, node: object, path: str) -> Iterator[Problem]:
    """Yield what breaks ``check`` in ``node``, which stands at ``path``."""
    if check.when is not None and not fits(node, check.when):
        return
    *above, last = check.at.split(".")
    for where, parent in walk(node, path, tuple(above)):
        found = [one for one in children(parent, where, last) if _concerns(check, one[1])]
        if len(found) < check.min or (check.max is not None and len(found) > check.max):
            yield problem(check.rule, f"{where}.{last}", check.expected)
        for place, value in found:
            if not _right(check, value):
                yield problem(check.rule, place, check.expected or ", ".join(check.one_of))
            for below in check.then:
                yield from run(below, value, place)


def _concerns(check: Check, value: object) -> bool:
    return not check.where or any(fits(value, pattern) for pattern in check.where)


def _right(check: Check, value: object) -> bool:
    return (
        (check.pattern is None or fits(value, check.pattern))
        and (not check.one_of or value in check.one_of)
        and (not check.within or is_in(check.within, value))
        and (not check.regex or (isinstance(value, str) and re.match(check.regex, value, re.ASCII) is not None))
        and (not check.refers_to or _refers(value, check.refers_to))
        and _in_range(check, value)
    )


def _in_range(check: Check, value: object) -> bool:
    if check.low is None and check.high is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return True  # Ill-typed: the first layer has said so.
    return (check.low is None or value >= check.low) and (check.high is None or value <= check.high)


def _refers(reference: object, types: tuple[str, ...]) -> bool:
    """Tell whether a Reference's target may be of one of these types: what it does not tell counts as right."""
    if not isinstance(reference, dict):
        return True
    literal, stated = reference.get("reference"), reference.get("type")
    found = _REFERENCE_TYPE.search(literal) if isinstance(literal, str) else None
    return (found is None or found[1] in types) and (not isinstance(stated, str) or stated in types)
