"""Spaces in this process, on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from conformance.space.app import create_space
from conformance.space.settings import SpaceSettings
from tests.conformance.space.direct import BASE, Direct
from tests.conformance.space.postgres import a_postgres, empty_schema

Maker = Callable[..., Direct]
KINDS = ["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of an empty PostgreSQL of our own."""
    with a_postgres() as address:
        yield address


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "postgresql":
        return empty_schema(request.getfixturevalue("postgres"))
    return "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 'space.db'}"


@pytest.fixture
def make() -> Iterator[Maker]:
    """Make spaces with one client, in memory unless told otherwise; they are closed afterwards."""
    with ExitStack() as closing:

        def made(database: str = "sqlite://", **options: Any) -> Direct:
            apart = {key: options.pop(key) for key in ("clock", "monotonic") if key in options}
            space = create_space(SpaceSettings(base_url=BASE, database=database, **options), **apart)
            closing.callback(space.close)
            direct = Direct(space)
            direct.register("app-1")
            return direct

        yield made
