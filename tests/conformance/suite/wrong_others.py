"""Wrong spaces: one person, or one app, finds what is another's."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import select

from conformance.space import (
    instances,
    measures,
    searching,
)
from conformance.space.access import Access
from conformance.space.answers import encode
from conformance.space.finding import Page
from conformance.space.tables import ObservationRow
from conformance.space.tables_pairing import PersonRow
from tests.conformance.suite.wrong_searches import joined
from tests.conformance.suite.wrong_space import Wrong, around, replaced


def _of_everybody(find: Any) -> Any:
    def of_everybody(connection: Any, login: str, *asked: Any) -> Page:
        everybody = connection.scalars(select(PersonRow.login)).all()
        return joined([find(connection, one, *asked) for one in everybody])

    return of_everybody


def _anybodys(observation: Any) -> Any:
    def by_id(connection: Any, reader: Access, name: str, *asked: Any) -> Any:
        owner = connection.scalar(select(ObservationRow.login).where(ObservationRow.id == name))
        return observation(connection, msgspec.structs.replace(reader, login=owner or reader.login), name, *asked)

    return by_id


WRONG_OTHERS = (
    Wrong(
        name="others-found",
        breaks="privacy.search-own-record-only",
        patch=around(searching, "find", _of_everybody),
        too=("privacy.last-own-record-only",),
        why="both modes look in the same place",
    ),
    Wrong(
        name="others-by-id",
        breaks="privacy.measure-of-another-person",
        patch=around(instances, "_observation", _anybodys),
    ),
    Wrong(
        name="id-of-the-writer",
        breaks="privacy.id-of-another-app",
        patch=replaced(measures, "seal", lambda resource, idpe: encode(resource).decode()),
    ),
)
