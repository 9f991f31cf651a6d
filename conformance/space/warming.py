"""Reading the contract before the first request does.

It saves the first caller the wait. And it must happen in one thread: msgspec 0.22 dies (segmentation fault) when two
threads at once are the first to convert to the same Struct. So whatever is converted while requests are served is
converted here first.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from conformance.contract.editions import edition, editions
from conformance.contract.errors import catalogue
from conformance.contract.measures import load_measures
from conformance.contract.observation import validate_bundle
from conformance.contract.profile_issues import profile_issues
from conformance.contract.profiles import profiles, validate_resource
from conformance.contract.profiles.problem import rules
from conformance.contract.profiles.value_sets import value_sets
from conformance.contract.service_states import service_states
from conformance.space.purposes import ACTIONS, implied_purpose

_OID = "2.25.1"


@cache
def warm_up() -> None:
    """Read all that a request may need. Raises ``RuntimeError`` when the contract refuses a right measure."""
    for read in (catalogue, service_states, editions, rules, profiles, value_sets):
        read()
    implied_purpose(ACTIONS)
    for kind in ("Device", "Bundle"):
        validate_resource({"resourceType": kind})
    bundle = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [{"resource": _observation(), "request": {"method": "POST", "url": "Observation"}}],
    }
    wrong = validate_bundle(bundle, solution_oid=_OID, played=edition()) or profile_issues(bundle)
    if wrong:
        raise RuntimeError(f"the contract contradicts itself: {wrong[0].diagnostics}")


def _observation() -> dict[str, Any]:
    measures = load_measures()
    measure = next(one for one in measures.measures if one.id == "body_weight")
    (indicator,) = measure.indicators
    unit = indicator.units[0]
    return {
        "resourceType": "Observation",
        "meta": {"profile": [measures.families["mes"].base + measure.profiles["mes"]]},
        "status": "final",
        "category": [{"coding": [{"system": measures.category.system, "code": measures.category.code}]}],
        "code": {"coding": [{"system": indicator.systems[0], "code": indicator.code}]},
        "subject": {"identifier": {"system": f"urn:oid:{_OID}", "value": "x"}},
        "effectiveDateTime": "2026-01-01",
        "valueQuantity": {"value": 1, "unit": unit, "system": measures.unit_system, "code": unit},
    }
