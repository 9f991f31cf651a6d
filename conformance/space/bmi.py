"""The body mass index, which nobody writes: the space computes it when it is read (MES 1.5.2, section 2.2.8).

Our reading of "the last weight and height": there is one index for each instant at which a weight or a height was
measured, from the last of both up to then. Its id names both, so that the same index has the same id.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext
from typing import Any, NamedTuple
from uuid import UUID

from conformance.contract.measures import load_measures
from conformance.contract.shape import mapping

WEIGHT, HEIGHT, BMI = "29463-7", "8302-2", "39156-5"
_PREFIX = "bmi"
_CENTIMETRES, _TENTH, _ABSURD = Decimal(100), Decimal("0.1"), Decimal(10**9)


class Index(NamedTuple):
    """One body mass index: when (as in the tables), and what it is computed from."""

    at: str
    until: str
    weight: Any
    height: Any

    @property
    def id(self) -> str:
        """Its FHIR id: both ids, in letters, digits, hyphens and dots."""
        both = UUID(self.weight.id).bytes + UUID(self.height.id).bytes
        return _PREFIX + base64.b64encode(both, b"-.").decode().rstrip("=")

    @property
    def version(self) -> int:
        """It changes whenever the weight or the height does."""
        return int(self.weight.version) + int(self.height.version) - 1


def indexes(before: Iterable[Any], within: Iterable[Any]) -> list[Index]:
    """Return the indexes of a period, the oldest first.

    ``before``: the last weight and the last height before it. ``within``: those in it, in any order. Rows
    have ``id``, ``code``, ``effective_from``, ``effective_to``, ``number`` and ``version``.
    """
    last: dict[str, Any] = {row.code: row for row in before}
    found: dict[str, Index] = {}
    for row in sorted(within, key=lambda one: (one.effective_from, one.number)):
        last[row.code] = row
        if WEIGHT in last and HEIGHT in last:
            made = Index(row.effective_from, row.effective_to, last[WEIGHT], last[HEIGHT])
            found[row.effective_from] = made  # of two at one instant, the last to arrive
    return list(found.values())


def ids_of(index_id: str) -> tuple[str, str] | None:
    """Return the ids of weight and height that an index's id names, or ``None``."""
    try:
        both = base64.b64decode(index_id.removeprefix(_PREFIX) + "=", b"-.", validate=True)
    except (binascii.Error, ValueError):
        return None
    if not index_id.startswith(_PREFIX) or len(both) != 32:
        return None
    return str(UUID(bytes=both[:16])), str(UUID(bytes=both[16:]))


def resource(index: Index, weight: Any, height: Any, source: str) -> dict[str, Any]:
    """Return the Observation of an index, from the two Observations. ``source`` is the space's OID: it is the author.

    An absurd height (zero) gives no value: the Observation says why (``dataAbsentReason``).
    """
    measures = load_measures()
    measure, indicator = next((m, i) for m in measures.measures for i in m.indicators if i.code == BMI)
    timely = weight if index.weight.effective_from == index.at else height
    return {
        "resourceType": "Observation",
        "id": index.id,
        "meta": {
            "versionId": str(index.version),
            "source": f"urn:oid:{source}",
            "profile": [measures.families["mes"].base + measure.profiles["mes"]],
        },
        "status": "final",
        "category": [{"coding": [{"system": measures.category.system, "code": measures.category.code}]}],
        "code": {"coding": [{"system": indicator.systems[0], "code": indicator.code}]},
        "subject": weight["subject"],
        "effectiveDateTime": timely["effectiveDateTime"],
        "derivedFrom": [{"reference": f"Observation/{one['id']}"} for one in (weight, height)],
    } | _value(_amount(weight), _amount(height), indicator.units[0], measures.unit_system)


def _value(weight: Decimal, height: Decimal, unit: str, system: str) -> dict[str, Any]:
    with localcontext(prec=40, Emax=MAX_EMAX, Emin=MIN_EMIN):
        value = weight / (height / _CENTIMETRES) ** 2 if height > 0 else _ABSURD
    if value >= _ABSURD:
        absent = {"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "error"}
        return {"dataAbsentReason": {"coding": [absent]}}
    return {"valueQuantity": {"value": value.quantize(_TENTH), "unit": unit, "system": system, "code": unit}}


def _amount(observation: Any) -> Decimal:
    return Decimal(str(mapping(observation, "valueQuantity")["value"]))
