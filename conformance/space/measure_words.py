"""A measure in words: what the person reads of an Observation."""

from __future__ import annotations

from typing import Any

from conformance.contract.measures import Component, load_measures
from conformance.contract.shape import codings, items, mapping, text
from conformance.contract.when import interval
from conformance.space.pages import Language, word
from conformance.space.resources import content_of
from conformance.space.tables import ObservationRow

# UCUM codes as people write them.
_WRITTEN = {"mm[Hg]": "mmHg", "Cel": "°C", "kg/m2": "kg/m²", "/min": "/min", "1/(24.h)": "", "1": ""}


def describe(row: ObservationRow, lang: Language) -> dict[str, Any]:
    """Return a measure's title, value with unit, instant (Unix seconds) and whether its time is told."""
    resource = content_of(row.resource)
    found = load_measures().find(row.code)
    title = found[0].title[lang] if found else row.code
    instant = text(resource, "effectiveDateTime")
    return {
        "title": word(lang, f"indicator_{found[1].id}", title) if found else title,
        "value": _value(resource, found[0].components if found else (), lang),
        "at": int(interval(instant)[0].timestamp()),
        "day_only": "T" not in instant,
    }


def _value(resource: Any, components: tuple[Component, ...], lang: Language) -> str:
    if not components:
        return _quantity(mapping(resource, "valueQuantity"), lang)
    told = {code: mapping(part, "valueQuantity") for part in items(resource, "component") for code in _codes(part)}
    values = [told[one.code] for one in components if one.required and one.code in told]
    numbers = " / ".join(_number(one, lang) for one in values)
    return f"{numbers} {_unit(values[0])}".strip() if values else ""


def _codes(part: Any) -> list[str]:
    return [code for _, code in codings(mapping(part, "code"))]


def _quantity(quantity: Any, lang: Language) -> str:
    return f"{_number(quantity, lang)} {_unit(quantity)}".strip()


def _number(quantity: Any, lang: Language) -> str:
    told = str(quantity.get("value", ""))
    return told.replace(".", ",") if lang == "fr" else told


def _unit(quantity: Any) -> str:
    code = text(quantity, "code")
    return _WRITTEN.get(code, code)
