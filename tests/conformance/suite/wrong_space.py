"""A wrong space: the reference one with one deviation, and the clauses that this breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from starlette.types import ASGIApp

from conformance.contract.errors import issue
from tests.conformance.suite.altering import Change, altered

Patch = Callable[[pytest.MonkeyPatch], None]


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """One deviation. ``breaks`` is the clause that catches it; ``too`` are others that see the same fact, with ``why``.

    ``patch`` changes the space's code, ``change`` its answers, ``ask`` what it is asked, ``settings`` how it is set up,
    ``manifest`` what the suite is told; ``generated`` is how many requests must be generated to find it.
    """

    name: str
    breaks: str
    too: tuple[str, ...] = ()
    why: str = ""
    patch: Patch | None = None
    change: Change | None = None
    ask: Change | None = None
    settings: dict[str, Any] = {}
    manifest: dict[str, Any] = {}
    generated: int = 0

    def wrap(self, app: ASGIApp) -> ASGIApp:
        """The space as its callers see it."""
        return altered(app, self.change, self.ask) if self.change else app


def replaced(target: Any, name: str, value: Any) -> Patch:
    """Put something else in the place of an attribute."""
    return lambda patch: patch.setattr(target, name, value)


def around(target: Any, name: str, made: Callable[[Any], Any]) -> Patch:
    """Put ``made(original)`` in the place of an attribute."""
    return lambda patch: patch.setattr(target, name, made(getattr(target, name)))


def without(error: str) -> Callable[[Any], Any]:
    """A validator that forgets one error of the contract."""
    issue(error)  # that there is such an error

    def made(validate: Any) -> Any:
        def lenient(*args: Any, **kwargs: Any) -> Any:
            return [one for one in validate(*args, **kwargs) if one.error != error]

        return lenient

    return made


@contextmanager
def patched(wrong: Wrong) -> Iterator[None]:
    """The deviation in the code, while the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        if wrong.patch:
            wrong.patch(patch)
        yield
