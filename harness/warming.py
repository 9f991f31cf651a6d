"""Preparing what threads share, before there are threads.

msgspec 0.22 prepares a Struct type when it is first decoded or converted to; two threads that are the first at the same
moment end the process. So every type is prepared before the lanes of an audit begin.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

ROOMS = ("criteria.", "conformance.", "harness.", "reports.")


def warm_up() -> None:
    """Prepare every Struct type of ours that is loaded by now."""
    kinds: set[type[msgspec.Struct]] = set(_kinds(msgspec.Struct))
    for kind in kinds:
        if kind.__module__.startswith(ROOMS) and not getattr(kind, "__parameters__", ()):
            _prepare(kind)


def _kinds(base: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


def _prepare(kind: type[msgspec.Struct]) -> None:
    try:
        msgspec.json.Decoder(kind)
        msgspec.convert({}, kind)
    except (TypeError, NameError, msgspec.ValidationError):
        # A type that is never decoded (it holds a function, a path) needs no preparation.
        return
