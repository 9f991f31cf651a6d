"""Faults of passwords, second factors, failures and sessions, and harmless variants of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sample_apps.tensio.build import Build

Fault = Callable[[Build], None]


def _policy(**changes: Any) -> Fault:
    def fault(build: Build) -> None:
        build.identity = replace(build.identity, **changes)

    return fault


FAULTS: Mapping[str, Fault] = {
    "code_taken_twice": _policy(codes_once=False),
}
