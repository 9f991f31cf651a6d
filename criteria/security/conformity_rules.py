"""What the pinned contract has against the body of a write: its write rules first, then the profiles."""

from __future__ import annotations

import msgspec

from conformance.contract.editions import EditionId, edition
from conformance.contract.errors import Issue
from conformance.contract.observation import validate_bundle
from conformance.contract.profile_issues import profile_issues
from criteria.facts import fhir_bodies

CLAUSES = {"observation_profile_missing": "no_profile", "bmi_creation": "bmi_created"}
"""Errors of the contract that have a clause of their own; every other one is ``invalid_write``."""
MOST_TOLD = 3


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with a write: the clause, the contract's words, and where (FHIRPath)."""

    clause: str
    what: str
    where: str


def broken(raw: bytes, *, played: EditionId, solution_oid: str) -> tuple[Broken, ...]:
    """Everything that the contract has against this body, in its order. Never raises on account of ``raw``.

    Profiles are asked only of a bundle that keeps the write rules, as the space itself does. Only the edition that is
    named is asked, so that no disagreement between editions counts as an error.
    """
    bundle = fhir_bodies.bundle(raw)
    wrong = validate_bundle(bundle, solution_oid=solution_oid, played=edition(played)) or profile_issues(bundle)
    return tuple(_broken(one) for one in wrong)


def told(found: tuple[Broken, ...]) -> tuple[Broken, ...]:
    """The first three that no clause of their own says."""
    return tuple(one for one in found if one.clause == "invalid_write")[:MOST_TOLD]


def _broken(one: Issue) -> Broken:
    clause = CLAUSES.get(one.error, "invalid_write")
    return Broken(clause=clause, what=one.diagnostics or one.text, where=one.expression)
