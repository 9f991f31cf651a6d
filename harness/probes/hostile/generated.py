"""Requests that Schemathesis makes up from an OpenAPI document, bounded and the same each time."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from typing import Any

import msgspec
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisException
from schemathesis.generation import GenerationMode

EXAMPLES = 6
SEED = 20261124
MOST_TEXT = 2000
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


class GeneratedCase(msgspec.Struct, frozen=True, kw_only=True):
    """One request. ``sound``: it keeps to the document; ``operation`` is its method and path."""

    operation: str
    method: str
    path: str
    path_parameters: dict[str, Any] = {}
    query: dict[str, Any] = {}
    body: Any = None
    sound: bool = True

    @property
    def size(self) -> int:
        """How much it says."""
        return len(self.query) + (len(self.body) if isinstance(self.body, dict) else 0)


def generated(described: dict[str, Any]) -> Iterator[GeneratedCase]:
    """Cases for every operation that can be read; none for a document that is no OpenAPI."""
    try:
        operations = list(schemathesis.openapi.from_dict(described).get_all_operations())
    except (schemathesis.errors.SchemathesisError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return
    for result in operations:
        operation = getattr(result, "ok", lambda: None)() if hasattr(result, "ok") else None
        if operation is not None:
            for mode in MODES:
                yield from _cases(operation, mode)


def _cases(operation: Any, mode: GenerationMode) -> list[GeneratedCase]:
    found: dict[bytes, GeneratedCase] = {}

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES, database=None, deadline=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck), derandomize=False,
    )
    @given(operation.as_strategy(generation_mode=mode))
    def collect(case: Any) -> None:
        made = _read(case, operation, mode is GenerationMode.POSITIVE)
        if made is not None:
            found.setdefault(msgspec.json.encode(made), made)

    logging.getLogger("hypothesis").setLevel(logging.ERROR)
    with contextlib.suppress(HypothesisException, schemathesis.errors.SchemathesisError, ValueError, TypeError):
        collect()
    return list(found.values())[:EXAMPLES]


def _read(case: Any, operation: Any, sound: bool) -> GeneratedCase | None:
    """The case as plain values; ``None`` when it cannot be sent as JSON."""
    try:
        made = GeneratedCase(
            operation=f"{operation.method.upper()} {operation.path}",
            method=operation.method.upper(),
            path=operation.path,
            path_parameters=dict(case.path_parameters or {}),
            query=dict(case.query or {}),
            body=case.body if isinstance(case.body, dict | list | str | int | float | bool) else None,
            sound=sound,
        )
        return made if len(msgspec.json.encode(made)) <= MOST_TEXT else None
    except (TypeError, ValueError, RecursionError, UnicodeError, OverflowError):
        return None
