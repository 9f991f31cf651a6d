"""What a schema finds wrong, said in a sentence of our own in both languages, with the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError, best_match

from harness.errors import ManifestError

TOP = "(top)"


def check_shape(raw: Any, schema: dict[str, Any], name: str) -> None:
    """Raise ``ManifestError`` for what is most wrong with ``raw``, the content of the file ``name``."""
    worst = best_match(_Validator(schema).iter_errors(raw))
    if worst is not None:
        raise complaint(worst, name)


def complaint(error: ValidationError, name: str) -> ManifestError:
    """The sentence for one error of the schema."""
    place = ".".join(str(part) for part in error.absolute_path) or TOP
    said: Any = error.validator_value
    held: Any = error.instance
    schema: Any = error.schema
    if error.validator == "type":
        return ManifestError("manifest.wrong_type", path=name, place=place, expected=said)
    if error.validator == "required":
        missing = next(member for member in said if member not in held)
        return ManifestError("manifest.missing_member", path=name, place=place, member=missing)
    if error.validator == "additionalProperties":
        known = schema.get("properties", {})
        unknown = ", ".join(sorted(member for member in held if member not in known))
        return ManifestError("manifest.unknown_member", path=name, place=place, member=unknown)
    if error.validator == "enum":
        return ManifestError(
            "manifest.not_one_of", path=name, place=place, found=held, allowed=", ".join(map(str, said))
        )
    if error.validator == "pattern":
        return ManifestError("manifest.bad_form", path=name, place=place, pattern=said)
    return ManifestError("manifest.out_of_bounds", path=name, place=place, bound=f"{error.validator} {said}")


def _pattern(validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """As JSON Schema has it (ECMA-262): ``$`` is the end, and not also the place before a last newline."""
    if validator.is_type(instance, "string") and (not re.search(pattern, instance) or instance.endswith("\n")):
        yield ValidationError("pattern")


_Validator = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
