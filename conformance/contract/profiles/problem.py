"""What is wrong with a resource, and the rules that say so (``rules.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from conformance.contract.documents import document

Source = Literal["MES 1.5.2", "ANS 3.1.1", "FHIR R4", "our reading"]
Language = Literal["en", "fr"]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule. ``code`` is a FHIR issue-type; ``en`` and ``fr`` say it, with ``{expected}`` to fill in."""

    code: str
    source: Source
    en: str
    fr: str


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One break of a rule. ``path`` is where, as a FHIRPath (``Observation.category[0].coding[0].code``).

    ``code`` is a FHIR issue-type (http://hl7.org/fhir/R4/valueset-issue-type.html), ``rule`` the rule's id.
    """

    path: str
    code: str
    message: Mapping[Language, str]
    rule: str
    source: Source


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its id. Raises ``msgspec.ValidationError`` when the file is wrong."""
    return msgspec.convert(document("profiles/rules.yaml"), dict[str, Rule])


def problem(rule_id: str, path: str, expected: str = "") -> Problem:
    """Return the break of one rule at ``path``; ``expected`` is what the rule wanted. Unknown rule: ``KeyError``."""
    rule = rules()[rule_id]
    message: dict[Language, str] = {
        "en": rule.en.format(expected=expected),
        "fr": rule.fr.format(expected=expected),
    }
    return Problem(path=path, code=rule.code, message=message, rule=rule_id, source=rule.source)
