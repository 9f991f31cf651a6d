"""Small changes to a parsed resource, in place, by the path of the element."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Resource = dict[str, Any]
Change = Callable[[Resource], object]


def put(value: object, *path: str | int) -> Change:
    """Return the change that sets the element at ``path``."""

    def change(resource: Any) -> None:
        for step in path[:-1]:
            resource = resource[step]
        resource[path[-1]] = value

    return change


def drop(*path: str | int) -> Change:
    """Return the change that removes the element at ``path``."""

    def change(resource: Any) -> None:
        for step in path[:-1]:
            resource = resource[step]
        del resource[path[-1]]

    return change


def twice(*path: str | int) -> Change:
    """Return the change that repeats the item of a list at ``path``."""

    def change(resource: Any) -> None:
        for step in path[:-1]:
            resource = resource[step]
        resource.append(resource[path[-1]])

    return change


def each(*changes: Change) -> Change:
    """Return the change that makes several."""
    return lambda resource: [change(resource) for change in changes]


def rename(old: str, new: str, value: object) -> Change:
    """Return the change of one property for another, such as another type of a choice."""
    return each(drop(old), put(value, new))


def append(item: object, *path: str | int) -> Change:
    """Return the change that adds an item to the list at ``path``."""

    def change(resource: Any) -> None:
        for step in path:
            resource = resource[step]
        resource.append(item)

    return change
