"""Replacing a decision of the exchange."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sample_apps.tensio.build import Build

Fault = Callable[[Build], None]


def exchange(**changes: Any) -> Fault:
    """A fault that replaces these decisions of the :class:`.ExchangePolicy`."""

    def fault(build: Build) -> None:
        build.exchange = replace(build.exchange, **changes)

    return fault
