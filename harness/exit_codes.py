"""Exit codes are an API. They follow the verdicts; the strongest wins in the order 5 4 3 1 2 0."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from criteria.audit import Audit
from criteria.verdict import Verdict


class Exit(IntEnum):
    """What the command says to the shell."""

    PASS = 0
    FAIL = 1
    INCOMPLETE = 2
    CONFIGURATION = 3
    BUG = 4
    TAMPERED = 5


STRENGTH = (Exit.TAMPERED, Exit.BUG, Exit.CONFIGURATION, Exit.FAIL, Exit.INCOMPLETE, Exit.PASS)
OF_VERDICT = {
    Verdict.PASS: Exit.PASS,
    Verdict.NOT_APPLICABLE: Exit.PASS,
    Verdict.FAIL: Exit.FAIL,
    Verdict.INCONCLUSIVE: Exit.INCOMPLETE,
    Verdict.REVIEW: Exit.INCOMPLETE,
}
OF_DECISION = {"certified": Exit.PASS, "refused": Exit.FAIL, "incomplete": Exit.INCOMPLETE}


def strongest(codes: Iterable[Exit]) -> Exit:
    """The code that wins; ``INCOMPLETE`` when nothing was said at all."""
    said = set(codes)
    return next((code for code in STRENGTH if code in said), Exit.INCOMPLETE)


def of_audit(audit: Audit, gate: str = "verdicts", probe_errors: int = 0) -> Exit:
    """The exit code of an audit, by its verdicts or (``gate="decision"``) by its decision."""
    bugs = [Exit.BUG] if audit.errors or probe_errors else []
    if gate == "decision":
        return strongest([*bugs, OF_DECISION[audit.decision.decision]])
    return strongest([*bugs, *(OF_VERDICT[one.verdict] for one in audit.verdicts)])
