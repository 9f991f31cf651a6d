"""Faults of what is calculated, kept and converted, and harmless variants of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sample_apps.tensio.build import Build
from sample_apps.tensio.faults.replacing import Fault, exchange
from sample_apps.tensio.pairing.exchange import Bundle
from sample_apps.tensio.pairing.fhir import UNIT, transaction
from sample_apps.tensio.pairing.readings import Reading, reading_of
from sample_apps.tensio.store.measures import Measure
from sample_apps.tensio.store.pairings import Pairing


def _reckoning(**changes: Any) -> Fault:
    def fault(build: Build) -> None:
        build.reckoning = replace(build.reckoning, **changes)

    return fault


def _in_centimetres(measure: Measure, pairing: Pairing) -> Bundle:
    """Centimetres of mercury, as people say it, under the unit of millimetres."""
    bundle = transaction(measure, pairing)
    for part in bundle["entry"][0]["resource"]["component"]:
        part["valueQuantity"]["value"] /= 10
    return bundle


def _whatever_the_unit(resource: dict[str, Any]) -> Reading | None:
    """Every quantity is taken for millimetres of mercury."""
    parts = resource.get("component")
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict) and isinstance(part.get("valueQuantity"), dict):
            part["valueQuantity"] |= {"unit": UNIT, "code": UNIT}
    return reading_of(resource)


FAULTS: Mapping[str, Fault] = {
    "mean_pressure_wrong": _reckoning(mean=lambda systolic, diastolic: (systolic + diastolic) / 2),
    "result_without_unit": _reckoning(unit=""),
    "keeps_implausible": _reckoning(slips=lambda systolic, diastolic: []),
    "sends_centimetres": exchange(built=_in_centimetres),
    "shows_contradicting_unit": exchange(reading_of=_whatever_the_unit),
    "mean_pressure_rounded": _reckoning(written=lambda value: f"{value:.0f}"),
    "asks_to_confirm": _reckoning(refused_status=200),
    "unit_in_plain_letters": _reckoning(unit="mmHg"),
}
