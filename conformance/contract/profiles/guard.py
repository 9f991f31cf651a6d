"""The first look at a hostile value: is it JSON, and small enough to be judged at all?

Everything behind this gate may recurse: depth, size and types are known by then.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import Decimal

from conformance.contract.profiles.problem import Problem, problem

MAX_DEPTH = 32
MAX_NODES = 20_000
# Of one resource: an invariant may compare its parts two by two.
MAX_RESOURCE_NODES = 4_000
MAX_CHARACTERS = 1_000_000
# FHIR R4, decimal: 18 digits are the precision that systems are told to carry.
MAX_NUMBER = 10**18
# FHIR R4, string: no control character but tab, line feed and carriage return; JSON has no lone surrogate.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def guard(value: object, path: str, max_nodes: int) -> Problem | None:
    """Return the first reason not to judge ``value``, or ``None``. Never raises, whatever it is."""
    waiting: list[tuple[object, str, int]] = [(value, path, 0)]
    characters = nodes = 0
    while waiting:
        node, where, depth = waiting.pop()
        nodes += 1
        characters += _weight(node)
        if depth > MAX_DEPTH:
            return problem("json-depth", path, str(MAX_DEPTH))
        if nodes > max_nodes or characters > MAX_CHARACTERS:
            return problem("json-size", path, str(max_nodes))
        wrong = _wrong(node)
        if wrong:
            return problem(wrong, where)
        if isinstance(node, dict | list) and nodes + len(waiting) + len(node) > max_nodes:
            return problem("json-size", path, str(max_nodes))
        waiting.extend((child, f"{where}{step}", depth + 1) for step, child in _children(node))
    return None


def _weight(node: object) -> int:
    if isinstance(node, dict):
        return sum(len(key) for key in node if isinstance(key, str))
    return len(node) if isinstance(node, str) else 0


def _children(node: object) -> Iterator[tuple[str, object]]:
    if isinstance(node, dict):
        yield from ((f".{key}", child) for key, child in node.items())
    elif isinstance(node, list):
        yield from ((f"[{index}]", child) for index, child in enumerate(node))


def _wrong(node: object) -> str:
    if isinstance(node, str):
        return "json-text" if _FORBIDDEN.search(node) else ""
    if node is None or isinstance(node, bool | list):
        return ""
    if isinstance(node, dict):
        return _wrong_keys(node)
    if isinstance(node, int | float | Decimal):
        return "" if _in_range(node) else "json-number"
    return "json-type"


def _wrong_keys(node: dict[object, object]) -> str:
    if not all(isinstance(key, str) for key in node):
        return "json-type"
    return "json-text" if any(_FORBIDDEN.search(str(key)) for key in node) else ""


def _in_range(number: int | float | Decimal) -> bool:
    if isinstance(number, Decimal):
        return number.is_finite() and -MAX_NUMBER < number < MAX_NUMBER
    # An integer may be too large for a float: compared as it is.
    return (isinstance(number, int) or math.isfinite(number)) and -MAX_NUMBER < number < MAX_NUMBER
