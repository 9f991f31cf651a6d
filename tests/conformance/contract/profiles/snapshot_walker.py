"""Another validator, written apart from ours: it walks the snapshot of an official StructureDefinition.

It holds cardinalities, fixed and pattern values, types of choices, slices by value, and unknown properties where the
snapshot lists the children. It knows no code lists, no invariants, no primitive formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

Element = dict[str, Any]


class Node(NamedTuple):
    """An element of the instance: the property's name without its type, its path and its value."""

    path: str
    value: Any


class SnapshotWalker:
    """Holds resources to one StructureDefinition."""

    def __init__(self, definition: dict[str, Any]) -> None:
        self._elements: dict[str, Element] = {one["id"]: one for one in definition["snapshot"]["element"]}

    def breaks(self, resource: dict[str, Any]) -> list[str]:
        """Return every break, as ``path: what``; empty when the snapshot is kept."""
        return list(self._children(resource, "Observation", "Observation"))

    def _children(self, value: Any, element_id: str, path: str) -> Iterator[str]:
        inner = self._inner(element_id)
        if not inner or not isinstance(value, dict):
            return
        known: set[str] = {"resourceType"}
        for child_id in inner:
            child = self._elements[child_id]
            nodes = list(_nodes(value, child, path))
            known |= {node.path.removeprefix(path + ".").split("[")[0] for node in nodes}
            yield from self._held(nodes, child_id, f"{path}.{_name(child_id)}")
        yield from (f"{path}.{name}: unknown" for name in value if name.lstrip("_") not in known)

    def _held(self, nodes: list[Node], element_id: str, path: str) -> Iterator[str]:
        element = self._elements[element_id]
        yield from _counted(element, len(nodes), path)
        for node in nodes:
            yield from _valued(element, node)
            yield from self._children(node.value, element_id, node.path)
        for slice_id in self._slices(element_id):
            of_slice = [node for node in nodes if self._belongs(node, slice_id, element)]
            yield from self._held(of_slice, slice_id, f"{path}:{slice_id.rsplit(':', 1)[1]}")

    def _inner(self, element_id: str) -> list[str]:
        depth = element_id.count(".") + 1
        return [
            one
            for one in self._elements
            if one.startswith(element_id + ".") and one.count(".") == depth and ":" not in one.rsplit(".", 1)[1]
        ]

    def _slices(self, element_id: str) -> list[str]:
        return [one for one in self._elements if one.startswith(element_id + ":") and "." not in one[len(element_id) :]]

    def _belongs(self, node: Node, slice_id: str, element: Element) -> bool:
        """Tell whether a node is of a slice: the discriminators of its parent's slicing decide."""
        for discriminator in element["slicing"]["discriminator"]:
            if discriminator["type"] == "type":
                if not node.path.endswith(slice_id.rsplit(":", 1)[1]):
                    return False
            elif not self._discriminated(node.value, slice_id, discriminator["path"]):
                return False
        return True

    def _discriminated(self, value: Any, slice_id: str, path: str) -> bool:
        wanted = self._wanted(slice_id, path)
        if path == "url" and wanted is None:
            (kind,) = self._elements[slice_id]["type"]
            wanted = kind["profile"][0].split("|")[0]
        return wanted is None or wanted in _at(value, [] if path == "$this" else path.split("."))

    def _wanted(self, slice_id: str, path: str) -> Any:
        """Return the fixed value at a discriminator's path below a slice, through the slices that lie between."""
        if path == "$this":
            return _fixed(self._elements[slice_id])
        steps = path.split(".")
        last = [one for one in self._elements if one.startswith(slice_id + ".") and _plain(one, slice_id) == steps]
        values = [_fixed(self._elements[one]) for one in last]
        return next((one for one in values if one is not None), None)


def _plain(element_id: str, above: str) -> list[str]:
    return [step.split(":")[0] for step in element_id[len(above) + 1 :].split(".")]


def _name(element_id: str) -> str:
    return element_id.rsplit(".", 1)[1].split(":")[0]


def _nodes(value: dict[str, Any], element: Element, path: str) -> Iterator[Node]:
    name = _name(element["path"])
    if name.endswith("[x]"):
        stem = name.removesuffix("[x]")
        names = [stem + kind["code"][0].upper() + kind["code"][1:] for kind in element["type"]]
    else:
        names = [name]
    for one in (one for one in names if one in value):
        found = value[one]
        items = found if isinstance(found, list) else [found]
        suffixes = [f"[{index}]" for index in range(len(items))] if isinstance(found, list) else [""]
        yield from (Node(f"{path}.{one}{suffix}", item) for suffix, item in zip(suffixes, items, strict=True))


def _counted(element: Element, count: int, path: str) -> Iterator[str]:
    if count < element["min"]:
        yield f"{path}: {count} < {element['min']}"
    if element["max"] != "*" and count > int(element["max"]):
        yield f"{path}: {count} > {element['max']}"


def _fixed(element: Element) -> Any:
    return next((value for key, value in element.items() if key.startswith(("fixed", "pattern"))), None)


def _valued(element: Element, node: Node) -> Iterator[str]:
    for key, wanted in element.items():
        if key.startswith("fixed") and node.value != wanted:
            yield f"{node.path}: not {wanted}"
        if key.startswith("pattern") and not _fits(node.value, wanted):
            yield f"{node.path}: does not fit {wanted}"


def _fits(value: Any, pattern: Any) -> bool:
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(_fits(value.get(key), part) for key, part in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(_fits(item, part) for item in value) for part in pattern)
    return bool(value == pattern)


def _at(value: Any, steps: list[str]) -> list[Any]:
    if isinstance(value, list):
        return [found for item in value for found in _at(item, steps)]
    if not steps:
        return [value]
    return _at(value[steps[0]], steps[1:]) if isinstance(value, dict) and steps[0] in value else []
