"""The one place where any exception is caught: a bug in a check becomes an engine error, never a verdict."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from pathlib import PurePath
from typing import TypeVar

from criteria.audit import EngineError

ResultT = TypeVar("ResultT")
_FOLDERS = re.compile(r"(?<![\w:/.<])/(?:[^\s/'\":<>]+/)+")
"""The folders of a path (not of an address): an error must read the same on every machine."""


def attempt(name: str, work: Callable[[], ResultT]) -> ResultT | EngineError:
    """Run ``work``; a bug in it becomes an ``EngineError`` of this name with its traceback."""
    try:
        return work()
    except Exception as bug:  # noqa: BLE001  (the one place)
        said = _FOLDERS.sub("", f"{type(bug).__name__}: {bug}")
        return EngineError(criterion=name, error=said, traceback=_frames(bug))


def _frames(bug: Exception) -> tuple[str, ...]:
    """The traceback without folders: it must read the same on every machine."""
    frames = traceback.extract_tb(bug.__traceback__)
    return tuple(f"{PurePath(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames)
