"""Checks that follow from ``measures.yaml``: category, code, value, unit, components and extensions of a measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from conformance.contract.measures import Component, Indicator, Measure, load_measures
from conformance.contract.profiles.checks import Check


class ExtensionRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a known extension holds: its only property ``value``, at most ``codings``, from the set ``within``."""

    value: str
    codings: int | None = None
    within: str = ""


class MeasureRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of ``measures/``: what the profile of one measure says besides ``measures.yaml``."""

    checks: tuple[Check, ...]
    extensions: dict[str, ExtensionRule] = {}
    unit_text: bool = True
    code_once: bool = False
    only_coding: bool = False
    high: float | None = None


def derived_checks(measure: Measure, rules: MeasureRules, extensions: Mapping[str, ExtensionRule]) -> Iterator[Check]:
    """Yield the checks of one measure; ``extensions`` are the rules of all known extensions."""
    yield _category()
    yield from _code(measure, rules)
    if measure.components:
        yield Check(rule="mes-value-forbidden", at="value[x]", max=0)
    else:
        alone = len(measure.indicators) == 1
        yield from (_value(indicator, rules, alone=alone) for indicator in measure.indicators)
    yield from (_component(component) for component in measure.components)
    for name, rule in {**extensions, **rules.extensions}.items():
        yield _extension(load_measures().extensions[name], rule)


def _category() -> Check:
    wanted = load_measures().category
    coding = {"system": wanted.system, "code": wanted.code}
    every = Check(rule="mes-category-coding", at="coding", pattern=coding, expected=wanted.code)
    return Check(rule="mes-category", at="category", where=({"coding": [coding]},), min=1, max=1, then=(every,))


def _code(measure: Measure, rules: MeasureRules) -> Iterator[Check]:
    patterns = tuple({"system": s, "code": one.code} for one in measure.indicators for s in one.systems)
    expected = ", ".join(one.code for one in measure.indicators)
    yield Check(
        rule="mes-code", at="code.coding", where=patterns, min=1, max=1 if rules.code_once else None, expected=expected
    )
    if rules.only_coding:
        yield Check(rule="mes-code-only", at="code.coding", pattern=patterns[0], expected=expected)


def _value(indicator: Indicator, rules: MeasureRules, *, alone: bool) -> Check:
    # A measure of one indicator is judged in its unit even when its code is wrong.
    when: dict[str, Any] | None = None if alone else {"code": {"coding": [{"code": indicator.code}]}}
    then = tuple(_quantity(indicator.units, indicator.display, rules))
    return Check(rule="mes-value", at="valueQuantity", when=when, min=1, then=then)


def _quantity(units: tuple[str, ...], display: str, rules: MeasureRules | None) -> Iterator[Check]:
    system = load_measures().unit_system
    yield Check(rule="mes-value", at="value", min=1)
    yield Check(rule="value-range", at="value", low=0, high=rules.high if rules else None)
    yield Check(rule="mes-unit-system", at="system", min=1, one_of=(system,), expected=system)
    yield Check(rule="mes-unit-code", at="code", min=1, one_of=units, expected=", ".join(units))
    if rules is None or rules.unit_text:
        yield Check(rule="mes-unit-text", at="unit", min=1)
    if display:
        yield Check(rule="mes-unit-fixed", at="unit", one_of=(display,))


def _component(component: Component) -> Check:
    coding = {"system": component.system, "code": component.code}
    quantity = tuple(_quantity(component.units, "", None))
    value = Check(rule="mes-component-value", at="valueQuantity", min=1, then=quantity)
    one = Check(rule="mes-component", at="code.coding", where=(coding,), max=1, expected=component.code)
    return Check(
        rule="mes-component",
        at="component",
        where=({"code": {"coding": [coding]}},),
        min=1 if component.required else 0,
        max=1,
        expected=component.code,
        then=(value, one),
    )


def _extension(urls: tuple[str, ...], rule: ExtensionRule) -> Check:
    below: list[Check] = [
        Check(rule="extension-value", at=rule.value, min=1, within=rule.within, expected=rule.value),
        Check(rule="extension-value", at="extension", max=0, expected=rule.value),
    ]
    if rule.codings is not None:
        at = f"{rule.value}.coding"
        below.append(Check(rule="extension-value", at=at, max=rule.codings, expected=rule.value))
    where = tuple({"url": url} for url in urls)
    return Check(rule="extension-once", at="extension", where=where, max=1, expected=urls[0], then=tuple(below))
