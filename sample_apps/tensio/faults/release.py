"""Faults of the release that runs, and of the libraries that it ships."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sample_apps.tensio.build import Build

Fault = Callable[[Build], None]
BOOTSTRAP = """
/*!
 * Bootstrap  v4.6.2 (https://getbootstrap.com/)
 * Copyright 2011-2022 The Bootstrap Authors
 */
.container-exemple{max-width:60rem}
"""
INSPIRED = "\n/* Marges et tailles : mêmes proportions que Bootstrap 5, écrites à la main. */\n"


def _with(**changes: Any) -> Fault:
    def fault(build: Build) -> None:
        for name, value in changes.items():
            setattr(build, name, value)

    return fault


def _style(text: str) -> Fault:
    def fault(build: Build) -> None:
        build.stylesheet_tail += text

    return fault


def release_in_header(build: Build) -> None:
    """Only a header of the pages says which release runs."""
    build.release_marks = frozenset()
    build.html_headers["X-App-Version"] = build.release


FAULTS: dict[str, Fault] = {
    "other_major_deployed": _with(release="2.0.0"),
    "other_minor_deployed": _with(release="1.4.3"),
    "no_release_mark": _with(release_marks=frozenset()),
    "coarse_release_mark": _with(release="1.4", release_marks=frozenset(("meta", "json"))),
    "release_in_header": release_in_header,
    "release_with_build": _with(release="v1.4.0+b317"),
    "library_not_listed": _style(BOOTSTRAP),
    "library_only_named": _style(INSPIRED),
}
