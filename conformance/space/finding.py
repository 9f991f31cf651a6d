"""Finding one person's measures of one code: one range of one index, whatever else is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select

from conformance.space import bmi
from conformance.space.accesses import instant
from conformance.space.resources import content_of, unseal
from conformance.space.search_query import Query
from conformance.space.tables import DeviceRow, ObservationRow

Condition = ColumnElement[bool]
# An Observation is dated at least to the day: none lasts longer.
_LONGEST = timedelta(days=1)
_HEAD = (
    ObservationRow.id,
    ObservationRow.code,
    ObservationRow.effective_from,
    ObservationRow.effective_to,
    ObservationRow.number,
    ObservationRow.version,
)
_BODY = (ObservationRow.id, ObservationRow.device_id, ObservationRow.resource)
_NEWEST = (ObservationRow.effective_from.desc(), ObservationRow.number.desc())
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
    wanted = and_(_of(login, query.until, query.code), *_within(query.bounds))
    rows = select(*_BODY).where(wanted).order_by(*_NEWEST).limit(query.count).offset(query.offset * query.count)
    page = [Found(row.id, unseal(row.resource, idpe), row.device_id) for row in connection.execute(rows)]
    if query.last:
        return Page(len(page), page, 0)
    total, until = connection.execute(select(func.count(), func.max(ObservationRow.number)).where(wanted)).one()
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
    rows = connection.execute(select(*_BODY).where(_of(login, None), ObservationRow.id.in_(ids)))
    texts = {row.id: content_of(row.resource, idpe) for row in rows}
    return bmi.resource(index, texts[ids[0]], texts[ids[1]], space_oid)


def index_of(connection: Connection, login: str, index_id: str) -> bmi.Index | None:
    """Return the body mass index of this id, if both of its measures are this person's."""
    ids = bmi.ids_of(index_id)
    if ids is None:
        return None
    rows = connection.execute(select(*_HEAD).where(_of(login, None), _usable(), ObservationRow.id.in_(ids))).all()
    pair = {row.code: row for row in rows}
    weight, height = pair.get(bmi.WEIGHT), pair.get(bmi.HEIGHT)
    if weight is None or height is None or (weight.id, height.id) != ids:
        return None
    at = max(weight.effective_from, height.effective_from)
    return bmi.Index(at, at, weight, height)


def _indexes(connection: Connection, login: str, idpe: str, query: Query, space_oid: str) -> Page:
    mine = and_(_of(login, query.until), _usable())
    if query.last:
        found = bmi.indexes((), _last_two(connection, mine))[-1:]
    else:
        within = _of_codes(mine, *_within(query.bounds))
        before = _last_two(connection, and_(mine, *_before(query.bounds)))
        found = bmi.indexes(before, connection.execute(select(*_HEAD).where(within)))
    newest = found[::-1]
    slice_ = newest[query.offset * query.count : (query.offset + 1) * query.count]
    page = [Found(one.id, computed(connection, login, idpe, one, space_oid)) for one in slice_]
    until = max((max(one.weight.number, one.height.number) for one in found), default=0)
    return Page(len(found), page, until)


def _last_two(connection: Connection, condition: Condition) -> Sequence[Row[Any]]:
    """The last weight and the last height, as far as there are any."""
    last = [
        connection.execute(
            select(*_HEAD).where(condition, ObservationRow.code == code).order_by(*_NEWEST).limit(1)
        ).first()
        for code in (bmi.WEIGHT, bmi.HEIGHT)
    ]
    return [row for row in last if row is not None]  # type: ignore[misc]  # Row is invariant


def _of_codes(*conditions: Condition) -> Condition:
    return and_(*conditions, ObservationRow.code.in_((bmi.WEIGHT, bmi.HEIGHT)))


def _of(login: str, until: int | None, code: str = "") -> Condition:
    there = and_(ObservationRow.login == login, ObservationRow.withdrawn.is_(None))
    if code:
        there = and_(there, ObservationRow.code == code)
    return there if until is None else and_(there, ObservationRow.number <= until)


def _usable() -> Condition:
    return ObservationRow.status.not_in(_UNUSABLE)


def _within(bounds: Iterable[tuple[str, str]]) -> list[Condition]:
    """The conditions of a period (FHIR R4 search, 3.1.1.4.7); the index needs those on ``effective_from``."""
    found: list[Condition] = []
    for comparator, at in bounds:
        if comparator in ("ge", "gt"):
            ends = ObservationRow.effective_to
            found += [ObservationRow.effective_from >= _earlier(at), ends >= at if comparator == "ge" else ends > at]
        else:
            begins = ObservationRow.effective_from
            found.append(begins <= at if comparator == "le" else begins < at)
    return found


def _before(bounds: Iterable[tuple[str, str]]) -> list[Condition]:
    ends = ObservationRow.effective_to
    return [ends < at if comparator == "ge" else ends <= at for comparator, at in bounds if comparator in ("ge", "gt")]


def _earlier(at: str) -> str:
    try:
        return instant(datetime.fromisoformat(at) - _LONGEST)
    except OverflowError:
        return at[:0]
