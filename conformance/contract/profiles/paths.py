"""Walking a resource by simple paths, and FHIR patterns (ElementDefinition.pattern[x], R4 section 2.28.4)."""

from __future__ import annotations

from collections.abc import Iterator

Found = tuple[str, object]


def walk(node: object, path: str, steps: tuple[str, ...]) -> Iterator[Found]:
    """Yield ``(path, value)`` of every element under ``node`` at ``steps``, through lists.

    A step ``value[x]`` stands for any property of that choice, such as ``valueQuantity``.
    """
    if not steps:
        yield path, node
        return
    for where, child in children(node, path, steps[0]):
        yield from walk(child, where, steps[1:])


def children(node: object, path: str, step: str) -> Iterator[Found]:
    """Yield the elements of one property: each item of a list, or the single value."""
    if not isinstance(node, dict):
        return
    for name in _names(node, step):
        value = node[name]
        if isinstance(value, list):
            yield from ((f"{path}.{name}[{index}]", item) for index, item in enumerate(value))
        else:
            yield f"{path}.{name}", value


def _names(node: dict[str, object], step: str) -> list[str]:
    if not step.endswith("[x]"):
        return [step] if step in node else []
    stem = step.removesuffix("[x]")
    return [name for name in node if name.startswith(stem) and name[len(stem) :][:1].isupper()]


def fits(value: object, pattern: object) -> bool:
    """Tell whether ``value`` holds everything that ``pattern`` holds; each item of a list once, in any order."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(key in value and fits(value[key], part) for key, part in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(fits(item, part) for item in value) for part in pattern)
    return value == pattern and isinstance(value, bool) == isinstance(pattern, bool)
