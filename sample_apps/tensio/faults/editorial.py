"""Faults of the health articles: who signs them, their dates, their sources."""

from __future__ import annotations

from collections.abc import Callable

from sample_apps.tensio.build import Build

Fault = Callable[[Build], None]


def _pages(name: str) -> Fault:
    def fault(build: Build) -> None:
        build.overlays.append(name)

    return fault


CHANGED_PAGES = ("articles_unsigned",)
FAULTS: dict[str, Fault] = {name: _pages(name) for name in CHANGED_PAGES}
