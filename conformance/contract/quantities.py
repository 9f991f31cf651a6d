"""The write rules on values: one quantity, or the components of blood pressure, in the measure's unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.contract.errors import Issue, issue
from conformance.contract.measures import Component, Indicator, Measure, load_measures
from conformance.contract.shape import codings, items, mapping, number, text


def check_value(observation: dict[str, Any], measure: Measure, indicator: Indicator) -> Iterator[Issue]:
    """Check that the value is there, in the right place and in the right unit."""
    if not measure.components:
        yield from _check_quantity(observation, indicator.units, indicator.display, "Observation")
        return
    if any(key.startswith("value") for key in observation):
        yield issue("value_forbidden", "Observation.value")
    for component in measure.components:
        yield from _check_component(observation, component)


def _check_component(observation: dict[str, Any], component: Component) -> Iterator[Issue]:
    where = f"Observation.component.where(code.coding.code='{component.code}')"
    found = [
        part
        for part in items(observation, "component")
        if (component.system, component.code) in codings(mapping(part, "code"))
    ]
    if len(found) > 1:
        yield issue("component_repeated", where, code=component.code)
    elif found:
        yield from _check_quantity(found[0], component.units, "", where)
    elif component.required:
        yield issue("value_missing", where)


def _check_quantity(holder: Any, units: tuple[str, ...], display: str, where: str) -> Iterator[Issue]:
    quantity = mapping(holder, "valueQuantity")
    if not number(quantity, "value"):
        yield issue("value_missing", f"{where}.value")
        return
    right = text(quantity, "system") == load_measures().unit_system and text(quantity, "code") in units
    if not right or (display and text(quantity, "unit") != display):
        yield issue("value_unit", f"{where}.value", unit=units[0])
