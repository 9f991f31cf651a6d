"""Measures in a FHIR body that a stranger wrote: read with bounds, nothing taken for granted."""

from __future__ import annotations

from typing import Any

import msgspec

MOST = 500
"""Entries of a Bundle that are read, and characters of one text."""

LARGEST = 10**15
"""No measure is as large: a longer number is no value."""


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One Observation as it stands in a body. Absent parts are empty; ``values`` are texts of numbers, as written.

    ``subject`` is ``system|value``; ``units`` the UCUM codes beside the values, ``codes`` what each value is of (the
    code of its component, or of the whole); ``note`` the free texts, joined.
    """

    id: str = ""
    identifier: str = ""
    code: str = ""
    effective: str = ""
    status: str = ""
    subject: str = ""
    profiles: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    note: str = ""


def bundle(raw: bytes) -> dict[str, Any]:
    """The JSON object of a body; empty when it is none."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def entries(held: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of a Bundle that are objects, at most ``MOST``."""
    return [one for one in _list(held.get("entry"))[:MOST] if isinstance(one, dict)]


def measures(held: dict[str, Any]) -> tuple[Measure, ...]:
    """Every Observation of a Bundle, in order."""
    resources = (_object(one.get("resource")) for one in entries(held))
    return tuple(_measure(one) for one in resources if one.get("resourceType") == "Observation")


def created(held: dict[str, Any]) -> tuple[str, ...]:
    """The Observations that a transaction-response says to have been stored: ``Observation/ID``, without version."""
    told = (_object(one.get("response")) for one in entries(held))
    places = (_text(one.get("location")) for one in told if _text(one.get("status")).startswith("2"))
    return tuple(place.partition("/_history")[0] for place in places if "Observation/" in place)


def links(held: dict[str, Any], relation: str) -> tuple[str, ...]:
    """The addresses of a Bundle's links of this relation."""
    held_links = (one for one in _list(held.get("link"))[:MOST] if isinstance(one, dict))
    return tuple(_text(one.get("url")) for one in held_links if one.get("relation") == relation)


def _measure(held: dict[str, Any]) -> Measure:
    quantities = [held, *(one for one in _list(held.get("component"))[:MOST] if isinstance(one, dict))]
    parts = [one for one in quantities if isinstance(one.get("valueQuantity"), dict)]
    valued = [one["valueQuantity"] for one in parts]
    coded = _first(_object(held.get("code")).get("coding"))
    identifier, subject = _first(held.get("identifier")), _object(_object(held.get("subject")).get("identifier"))
    return Measure(
        id=_text(held.get("id")),
        identifier=_text(identifier.get("value")),
        code=_text(coded.get("code")),
        effective=_text(held.get("effectiveDateTime")),
        status=_text(held.get("status")),
        subject=f"{_text(subject.get('system'))}|{_text(subject.get('value'))}" if subject else "",
        profiles=tuple(_text(one) for one in _list(_object(held.get("meta")).get("profile"))[:MOST]),
        values=tuple(_number(one.get("value")) for one in valued),
        units=tuple(_text(one.get("code")) for one in valued),
        codes=tuple(_text(_first(_object(one.get("code")).get("coding")).get("code")) for one in parts),
        note=" ".join(_text(_object(one).get("text")) for one in _list(held.get("note"))[:MOST]),
    )


def _number(value: object) -> str:
    """A number as people write it: 120 and 120.0 alike."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST < value < LARGEST:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)[:MOST]


def _first(held: object) -> dict[str, Any]:
    return next((one for one in _list(held) if isinstance(one, dict)), {})


def _object(held: object) -> dict[str, Any]:
    return held if isinstance(held, dict) else {}


def _list(held: object) -> list[Any]:
    return held if isinstance(held, list) else []


def _text(held: object) -> str:
    return held[:MOST] if isinstance(held, str) else ""
