"""Measures that nobody measured, of the kind that a client asks for: unusual values, a note to be found again by."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from conformance.contract.measures import Measure, load_measures

UNITS = "http://unitsofmeasure.org"
ASKED = 3
"""Measures in each made answer: a number may stand in a page by accident, several of them do not."""
SPANS: dict[str, tuple[float, float, float]] = {
    "mm[Hg]": (151, 179, 1),
    "kg": (61.3, 69.7, 0.7),
    "cm": (151, 189, 1),
    "Cel": (38.1, 39.6, 0.1),
    "mg/dL": (131, 189, 1),
    "%": (7.1, 9.7, 0.1),
    "/min": (101, 139, 1),
    "1": (4, 9, 1),
    "1/(24.h)": (10101, 19999, 7),
}
"""By unit: the least value, the greatest, and the step."""
LOWER = (91, 109, 1)
"""Of the second component of a blood pressure."""


class Asked:
    """What a search asked for: the measure, and the person by their name at the space."""

    def __init__(self, url: str) -> None:
        sent = dict(parse_qsl(urlsplit(url).query))
        self.code = sent.get("code", "").rpartition("|")[2]
        self.system, _, self.value = sent.get("subject.identifier", "").rpartition("|")
        self.count = int(sent["_count"]) if sent.get("_count", "").isdecimal() else ASKED

    def subject(self, value: str = "") -> dict[str, str]:
        """The identifier of the person asked for, or of somebody else under the same authority."""
        return {"system": self.system, "value": value or self.value}


def other_person() -> str:
    """The name that somebody else has at the space."""
    return secrets.token_urlsafe(16)


def observations(base: str, asked: Asked, subject: dict[str, str], status: str = "final") -> list[dict[str, Any]]:
    """Some measures of the asked code; none when the contract does not know the code."""
    found = load_measures().find(asked.code)
    if found is None:
        return []
    values = _values(found[0], found[1].units)
    now = datetime.now(UTC).replace(microsecond=0)
    made = [_observation(found[0], asked, subject, status, one) for one in values[: max(1, min(ASKED, asked.count))]]
    for days, one in enumerate(made, 1):
        one["effectiveDateTime"] = (now - timedelta(days=days)).isoformat()
    return [{"fullUrl": f"{base}/fhir/Observation/{one['id']}", "resource": one} for one in made]


def bundle(base: str, url: str, entries: list[dict[str, Any]], onward: str = "") -> dict[str, Any]:
    """A searchset of these entries, with a link to a further page if there is one."""
    links = [{"relation": "self", "url": url}] + ([{"relation": "next", "url": onward}] if onward else [])
    shown = [{**one, "search": {"mode": "match"}} for one in entries]
    return {"resourceType": "Bundle", "type": "searchset", "total": len(entries), "link": links, "entry": shown}


def _observation(
    measure: Measure, asked: Asked, subject: dict[str, str], status: str, values: tuple[float, ...]
) -> dict[str, Any]:
    wanted = load_measures()
    indicator = next(one for one in measure.indicators if one.code == asked.code)
    made: dict[str, Any] = {
        "resourceType": "Observation",
        "id": secrets.token_hex(12),
        "meta": {"profile": [wanted.families["mes"].base + measure.profiles["mes"]]},
        "status": status,
        "category": [{"coding": [{"system": wanted.category.system, "code": wanted.category.code}]}],
        "code": {"coding": [{"system": indicator.systems[0], "code": indicator.code}]},
        "subject": {"identifier": subject},
        "note": [{"text": f"probant-{secrets.token_hex(8)}"}],
    }
    if measure.components:
        required = [part for part in measure.components if part.required]
        made["component"] = [
            {"code": {"coding": [{"system": part.system, "code": part.code}]}, "valueQuantity": quantity(value, unit)}
            for part, value in zip(required, values, strict=False)
            for unit in part.units[:1]
        ]
    else:
        made["valueQuantity"] = quantity(values[0], indicator.units[0], indicator.display)
    return made


def quantity(value: float, unit: str, display: str = "") -> dict[str, Any]:
    """A quantity in a UCUM unit."""
    return {"value": value, "unit": display or unit, "system": UNITS, "code": unit}


def _values(measure: Measure, units: tuple[str, ...]) -> list[tuple[float, ...]]:
    """Values that differ from one another."""
    if measure.components:
        return list(zip(_some(SPANS["mm[Hg]"]), _some(LOWER), strict=True))
    return [(one,) for one in _some(SPANS.get(units[0], (101, 139, 1)))]


def _some(span: tuple[float, float, float]) -> list[float]:
    least, greatest, step = span
    steps = secrets.SystemRandom().sample(range(int((greatest - least) / step) + 1), ASKED)
    found = [round(least + one * step, 1) for one in steps]
    return [int(one) if one == int(one) else one for one in found]
