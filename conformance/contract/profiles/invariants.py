"""The third layer: invariants in FHIRPath (``invariants.yaml``), compiled once.

Only resources of a right R4 shape come here: FHIRPath over ill-typed elements has no meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import fhirpathpy
import msgspec
from fhirpathpy.models import models

from conformance.contract.documents import document
from conformance.contract.measures import load_measures
from conformance.contract.profiles.problem import Problem, problem

_Expression = Callable[[Mapping[str, Any], Mapping[str, Any] | None], list[Any]]


class Invariant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One invariant: ``expression`` must be true of resources of type ``of``; a break is told at ``path``.

    ``only``: the profile that it belongs to, if not to every one of that type.
    """

    rule: str
    of: str
    only: str = ""
    path: str
    expression: str


def check_invariants(resource: dict[str, Any], profile: str, path: str) -> Iterator[Problem]:
    """Yield each broken invariant of a resource of right R4 shape.

    ``profile`` is the id of the profile that it is judged by, or empty; ``path`` where it stands.
    """
    kind = resource["resourceType"]
    context = {"resource": resource, **_variables()}
    for invariant, expression in _compiled():
        concerned = invariant.of == kind and invariant.only in ("", profile)
        if concerned and expression(resource, context) != [True]:
            yield problem(invariant.rule, f"{path}.{invariant.path}", invariant.expression)


@cache
def _compiled() -> tuple[tuple[Invariant, _Expression], ...]:
    invariants = msgspec.convert(document("profiles/invariants.yaml"), tuple[Invariant, ...])
    # Without the R4 model, `value` would not find `valueQuantity`.
    return tuple((one, fhirpathpy.compile(one.expression, models["r4"])) for one in invariants)


@cache
def _variables() -> Mapping[str, list[str]]:
    names = ("moment", "number_of_days")
    indicators = [one for measure in load_measures().measures for one in measure.indicators]
    codes = {
        f"{name}_{presence}": [one.code for one in indicators if getattr(one, name) == presence]
        for name in names
        for presence in ("mandatory", "forbidden")
    }
    return codes | {name: list(load_measures().extensions[name]) for name in names}
