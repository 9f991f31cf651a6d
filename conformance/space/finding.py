"""Finding one person's measures of one code: one range of one index, whatever else is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, select

from conformance.space import bmi
from conformance.space.finding_sql import (
    BODY,
    NEWEST,
    Condition,
    Parameters,
    before_period,
    mine_until,
    parameters,
    statements,
    within_period,
)
from conformance.space.resources import content_of, unseal
from conformance.space.search_query import Query
from conformance.space.tables import DeviceRow, ObservationRow

_HEAD = (
    ObservationRow.id,
    ObservationRow.code,
    ObservationRow.effective_from,
    ObservationRow.effective_to,
    ObservationRow.number,
    ObservationRow.version,
)
# What a body mass index is not computed from.
_UNUSABLE = ("entered-in-error", "cancelled")


class Found(NamedTuple):
    """One resource of an answer: its id, and itself as JSON."""

    id: str
    json: Any
    device_id: str | None = None


class Page(NamedTuple):
    """One page, the number of all, and the last arrival among them."""

    total: int
    found: list[Found]
    until: int


def find(connection: Connection, login: str, idpe: str, query: Query, space_oid: str) -> Page:
    """Return the page that a search asks for, the newest first. All in the caller's transaction."""
    if query.code == bmi.BMI:
        return _indexes(connection, login, idpe, query, space_oid)
    rows, count = statements(tuple(one for one, _ in query.bounds), query.until is not None)
    asked = parameters(login, query)
    found = connection.execute(rows, asked).all()
    page = [Found(row.id, unseal(row.resource, idpe), row.device_id) for row in found]
    if query.last:
        return Page(len(page), page, 0)
    if query.offset == 0 and len(page) < query.count:  # the page holds all that there is
        return Page(len(page), page, max((row.number for row in found), default=0))
    total, until = connection.execute(count, asked).one()
    return Page(total, page, until or 0)


def devices(connection: Connection, login: str, idpe: str, page: list[Found]) -> list[Found]:
    """Return the devices of a page, each once."""
    wanted = {one.device_id for one in page if one.device_id}
    if not wanted:
        return []
    rows = select(DeviceRow.id, DeviceRow.resource).where(DeviceRow.login == login, DeviceRow.id.in_(wanted))
    return [Found(row.id, unseal(row.resource, idpe)) for row in connection.execute(rows.order_by(DeviceRow.id))]


def computed(connection: Connection, login: str, idpe: str, index: bmi.Index, space_oid: str) -> Any:
    """Return the Observation of one body mass index, as JSON."""
    ids = (index.weight.id, index.height.id)
    rows = connection.execute(select(*BODY).where(mine_until(False), ObservationRow.id.in_(ids)), {"login": login})
    texts = {row.id: content_of(row.resource, idpe) for row in rows}
    return bmi.resource(index, texts[ids[0]], texts[ids[1]], space_oid)


def index_of(connection: Connection, login: str, index_id: str) -> bmi.Index | None:
    """Return the body mass index of this id, if both of its measures are this person's."""
    ids = bmi.ids_of(index_id)
    if ids is None:
        return None
    wanted = select(*_HEAD).where(mine_until(False), _usable(), ObservationRow.id.in_(ids))
    pair = {row.code: row for row in connection.execute(wanted, {"login": login})}
    weight, height = pair.get(bmi.WEIGHT), pair.get(bmi.HEIGHT)
    if weight is None or height is None or (weight.id, height.id) != ids:
        return None
    at = max(weight.effective_from, height.effective_from)
    return bmi.Index(at, at, weight, height)


def _indexes(connection: Connection, login: str, idpe: str, query: Query, space_oid: str) -> Page:
    mine, asked = and_(mine_until(query.until is not None), _usable()), parameters(login, query)
    comparators = tuple(one for one, _ in query.bounds)
    if query.last:
        found = bmi.indexes((), _last_two(connection, mine, asked))[-1:]
    else:
        within = _of_codes(mine, *within_period(comparators))
        before = _last_two(connection, and_(mine, *before_period(comparators)), asked)
        found = bmi.indexes(before, connection.execute(select(*_HEAD).where(within), asked))
    newest = found[::-1]
    slice_ = newest[query.offset * query.count : (query.offset + 1) * query.count]
    page = [Found(one.id, computed(connection, login, idpe, one, space_oid)) for one in slice_]
    until = max((max(one.weight.number, one.height.number) for one in found), default=0)
    return Page(len(found), page, until)


def _last_two(connection: Connection, condition: Condition, asked: Parameters) -> Sequence[Row[Any]]:
    """The last weight and the last height, as far as there are any."""
    last = [
        connection.execute(
            select(*_HEAD).where(condition, ObservationRow.code == code).order_by(*NEWEST).limit(1), asked
        ).first()
        for code in (bmi.WEIGHT, bmi.HEIGHT)
    ]
    return [row for row in last if row is not None]  # type: ignore[misc]  # Row is invariant


def _of_codes(*conditions: Condition) -> Condition:
    return and_(*conditions, ObservationRow.code.in_((bmi.WEIGHT, bmi.HEIGHT)))


def _usable() -> Condition:
    return ObservationRow.status.not_in(_UNUSABLE)
