"""What SEC-09 states of the second factor."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Note, Seen, note
from criteria.facts.identity import Trial
from criteria.security.trials import DONE, Trials

CLAUSES = {
    "first_factor": "first_factor_enough",
    "wrong_code": "wrong_code_taken",
    "used_code": "used_code_taken",
    "reset": "reset_opens",
    "reset_password": "reset_opens",
}
CODES = ("wrong_code", "used_code")


def factor_notes(trials: Trials) -> Iterator[Note]:
    """What opened without two factors; the same trials whole are the positive control."""
    full, stranger = trials.one("full"), trials.one("anonymous")
    public = set(stranger.fact.pages) if stranger else set()
    guarded = set(full.fact.pages) - public if full else set()
    if full is None or stranger is None or full.fact.outcome != "accepted" or not guarded:
        yield note("no_positive_control", *trials.all, pages=len(public))
        return
    for experiment, clause in CLAUSES.items():
        for seen in trials.of(experiment):
            opened = [page for page in seen.fact.pages if page in guarded]
            if opened:
                yield note(clause, full, seen, url=", ".join(opened[:5]))
    yield from _untried(trials, full)
    if full.fact.factor == "mail":
        yield note("mail_only", full)
    yield note("sound", *trials.all, pages=len(guarded), factor=full.fact.factor)


def _untried(trials: Trials, full: Seen[Trial]) -> Iterator[Note]:
    """What the app was not asked: nothing may be concluded from its silence."""
    names = ("first_factor", *(CODES if full.fact.factor != "none" else ()))
    for name in names:
        seen = trials.one(name)
        if seen is None or seen.fact.outcome not in DONE:
            yield note("code_not_tried", *([seen] if seen else [full]), experiment=name)
    reset = trials.one("reset")
    if reset is None or reset.fact.outcome in ("undeclared", "not_disposable"):
        yield note("reset_not_declared", *([reset] if reset else [full]))
    elif reset.fact.outcome != "accepted":
        yield note("reset_not_driven", reset, outcome=reset.fact.outcome, status=reset.fact.status)
