"""The five verdicts of a criterion, and which one wins when a check states several things."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What the judge says of one criterion."""

    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    NOT_APPLICABLE = "not_applicable"
    REVIEW = "review"
    PASS = "pass"


class Severity(StrEnum):
    """How much a criterion weighs in the decision."""

    BLOCKING = "blocking"
    MAJOR = "major"
    MINOR = "minor"


class Standing(StrEnum):
    """How well the text of a source is known to us."""

    READ = "read"
    SECONDARY = "secondary"
    TITLE_ONLY = "title-only"
    UNVERIFIED = "unverified"
    OUR_READING = "our reading"


WEAK_STANDINGS = frozenset({Standing.UNVERIFIED, Standing.OUR_READING})
"""A fail that rests on these alone becomes a review (architecture, "Standing")."""
