"""The statements of a search, each made once: making one takes longer than most searches do."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, func, select

from conformance.space.accesses import instant
from conformance.space.search_query import Query
from conformance.space.tables import ObservationRow

Condition = ColumnElement[bool]
Parameters = dict[str, Any]
BODY = (ObservationRow.id, ObservationRow.device_id, ObservationRow.number, ObservationRow.resource)
NEWEST = (ObservationRow.effective_from.desc(), ObservationRow.number.desc())
# An Observation is dated at least to the day: none lasts longer.
_LONGEST = timedelta(days=1)
_BEGINS, _ENDS = ObservationRow.effective_from, ObservationRow.effective_to
_LOW: BindParameter[str] = bindparam("low")
_HIGH: BindParameter[str] = bindparam("high")


@cache
def statements(comparators: tuple[str, ...], with_until: bool) -> tuple[Any, Any]:
    """Return the statement of a page, and of number and last arrival, for these bounds (none: all time)."""
    wanted = and_(mine_until(with_until), ObservationRow.code == bindparam("code"), *within_period(comparators))
    page = select(*BODY).where(wanted).order_by(*NEWEST).limit(bindparam("count")).offset(bindparam("skip"))
    return page, select(func.count(), func.max(ObservationRow.number)).where(wanted)


def parameters(login: str, query: Query) -> Parameters:
    """Return what fills the statements of a query."""
    told: Parameters = {"login": login, "code": query.code, "until": query.until}
    told |= {"count": query.count, "skip": query.offset * query.count}
    for comparator, at in query.bounds:
        if comparator in ("ge", "gt"):
            told |= {"low": at, "earlier": _earlier(at)}
        else:
            told["high"] = at
    return told


def mine_until(with_until: bool) -> Condition:
    """Of a person (``login``), not withdrawn, and arrived no later than ``until``."""
    mine = and_(ObservationRow.login == bindparam("login"), ObservationRow.withdrawn.is_(None))
    return and_(mine, ObservationRow.number <= bindparam("until")) if with_until else mine


def within_period(comparators: tuple[str, ...]) -> list[Condition]:
    """In a period (FHIR R4 search, 3.1.1.4.7); the index needs the conditions on ``effective_from``."""
    found: list[Condition] = []
    for one in comparators:
        if one in ("ge", "gt"):
            found += [bindparam("earlier") <= _BEGINS, _ENDS >= _LOW if one == "ge" else _ENDS > _LOW]
        else:
            found.append(_BEGINS <= _HIGH if one == "le" else _BEGINS < _HIGH)
    return found


def before_period(comparators: tuple[str, ...]) -> list[Condition]:
    """Before a period."""
    lower = [one for one in comparators if one in ("ge", "gt")]
    return [_ENDS < _LOW if one == "ge" else _ENDS <= _LOW for one in lower]


def _earlier(at: str) -> str:
    try:
        return instant(datetime.fromisoformat(at) - _LONGEST)
    except OverflowError:
        return ""
