"""The first layer: the JSON shape of FHIR R4 resources, by our own JSON Schemas (``schemas/``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource

from conformance.contract.documents import document
from conformance.contract.profiles.formats import format_checker
from conformance.contract.profiles.problem import Problem, problem

_FILES = {"Observation": "observation", "Device": "device", "Bundle": "bundle"}
_KEYWORD_RULES = {
    "type": "r4-type",
    "required": "r4-required",
    "minItems": "r4-empty",
    "minProperties": "r4-empty",
    "enum": "r4-binding",
    "const": "r4-resource-type",
    "minimum": "r4-number",
    "maximum": "r4-number",
    "anyOf": "r4-type",
}


def check_structure(resource: dict[str, Any], path: str) -> Iterator[Problem]:
    """Yield each break of the R4 shape of an Observation, a Device or a Bundle (already guarded)."""
    kind = resource.get("resourceType")
    if not isinstance(kind, str) or kind not in _FILES:
        yield problem("r4-resource-type", path, ", ".join(_FILES))
        return
    for error in _validator(kind).iter_errors(resource):
        yield from _problems(error, path)


def _problems(error: ValidationError, root: str) -> Iterator[Problem]:
    path = root + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
    keyword = str(error.validator)
    if keyword == "required":
        # Keyword `required` fails once for each missing name without naming it: the set of them is told each time.
        there: Any = error.instance
        yield from (problem("r4-required", f"{path}.{name}") for name in _listed(error) if name not in there)
    elif keyword == "x-choice":
        yield problem(error.message, path)
    elif keyword == "format":
        yield problem(f"r4-{str(error.validator_value).removeprefix('fhir-')}", path)
    else:
        named = error.schema.get("x-rule") if isinstance(error.schema, dict) else None
        yield problem(named or _KEYWORD_RULES[keyword], path, _expected(error))


def _expected(error: ValidationError) -> str:
    return ", ".join(_listed(error)) or str(error.validator_value)


def _listed(error: ValidationError) -> list[str]:
    wanted = error.validator_value
    return [str(one) for one in wanted] if isinstance(wanted, list) else []


def _choice(
    _validator: Any, choices: Iterable[dict[str, Any]], instance: Any, _schema: Any
) -> Iterator[ValidationError]:
    """Keyword ``x-choice``: of the names ``any``, from ``min`` to ``max`` are there, and never ``all`` of those names.

    ``needs``: if one of ``any`` is there, this name is too.
    """
    if not isinstance(instance, dict):
        return
    for one in choices:
        count = sum(_present(name, instance) for name in one.get("any", ()))
        missing = count > 0 and "needs" in one and not _present(one["needs"], instance)
        every = "all" in one and all(_present(name, instance) for name in one["all"])
        if missing or every or count > one.get("max", count) or count < one.get("min", 0):
            yield ValidationError(one["rule"])


def _present(name: str, instance: dict[str, Any]) -> int:
    if not name.endswith("[x]"):
        return int(name in instance or f"_{name}" in instance)
    choice = re.compile(rf"_?{name.removesuffix('[x]')}[A-Z]")
    return len({key.removeprefix("_") for key in instance if choice.match(key)})


@cache
def _validator(kind: str) -> Any:
    names = ("types", *_FILES.values())
    schemas = {name: document(f"profiles/schemas/{name}.yaml") for name in names}
    registry = Registry().with_resources(
        [(schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()]
    )
    checker: Any = extend(Draft202012Validator, {"x-choice": _choice})  # type: ignore[no-untyped-call]
    return checker(schemas[_FILES[kind]], registry=registry, format_checker=format_checker())
