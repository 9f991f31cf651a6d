"""Failures that the manifest expects: strict both ways, and only until a day.

A clause that fails as expected is a review: somebody answers for it until then. One that holds after all, or whose day
is over, is told, so that the list stays true.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conformance.suite.manifest import Expected
from conformance.suite.run import Tried
from criteria.messages import text
from criteria.text import Text
from criteria.verdict import Verdict

_VERDICTS = {"held": Verdict.PASS, "broken": Verdict.FAIL, "unseen": Verdict.INCONCLUSIVE}


def weighed(tried: Tried, expected: Sequence[Expected], today: date) -> tuple[Verdict, Text | None]:
    """The verdict of a clause on ``today``, and what its expectation adds to say."""
    verdict = _VERDICTS.get(tried.result, Verdict.NOT_APPLICABLE)
    mine = next((one for one in expected if one.clause == tried.clause.id), None)
    if mine is None or verdict not in (Verdict.PASS, Verdict.FAIL):
        return verdict, None
    told = {"reason": mine.reason, "until": mine.until.isoformat()}
    if verdict is Verdict.PASS:
        return (Verdict.FAIL if mine.strict else Verdict.PASS), text("space_check.expected_held", **told)
    if today > mine.until:
        return Verdict.FAIL, text("space_check.expected_over", **told)
    return Verdict.REVIEW, text("space_check.expected_fails", **told)
