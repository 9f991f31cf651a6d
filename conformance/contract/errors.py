"""The errors of the space as data (``errors.yaml``), and the issues made from them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from conformance.contract.documents import document


class MesError(msgspec.Struct, frozen=True, kw_only=True):
    """One error of the catalogue: HTTP status, text, FHIR issue code, diagnostics with ``{fields}`` to fill.

    ``source`` names the text that the rule comes from; ``our_reading`` the fields that it leaves open.
    """

    id: str
    status: int
    text: str
    code: str
    diagnostics: str
    source: str
    our_reading: tuple[str, ...] = ()


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with a request. ``expression`` is where, as a FHIRPath (``Observation.code``)."""

    error: str
    status: int
    text: str
    code: str
    diagnostics: str
    expression: str
    source: str


@cache
def catalogue() -> Mapping[str, MesError]:
    """Return every error of ``errors.yaml`` by its id."""
    errors = msgspec.convert(document("errors.yaml"), tuple[MesError, ...])
    return {error.id: error for error in errors}


def issue(error_id: str, expression: str = "", **fields: str) -> Issue:
    """Make an issue of a catalogued error; ``fields`` fill its diagnostics. Unknown: ``KeyError``."""
    error = catalogue()[error_id]
    return Issue(
        error=error.id,
        status=error.status,
        text=error.text,
        code=error.code,
        diagnostics=error.diagnostics.format(**fields) if fields else error.diagnostics,
        expression=expression,
        source=error.source,
    )


def operation_outcome(issues: list[Issue]) -> dict[str, object]:
    """Return the FHIR R4 ``OperationOutcome`` that tells these issues."""
    return {"resourceType": "OperationOutcome", "issue": [_outcome_issue(one) for one in issues]}


def _outcome_issue(one: Issue) -> dict[str, object]:
    told: dict[str, object] = {
        "severity": "error",
        "code": one.code,
        "details": {"text": one.text},
        "diagnostics": one.diagnostics,
    }
    return told | ({"expression": [one.expression]} if one.expression else {})
