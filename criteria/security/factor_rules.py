"""What SEC-09 states of the second factor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Note, Seen, note
from criteria.facts.identity import Given, Trial
from criteria.rights_acts import says_nothing
from criteria.security.shown_pages import Shown
from criteria.security.trials import DONE, Trials, resets_shown

CLAUSES = {
    "first_factor": "first_factor_enough",
    "wrong_code": "wrong_code_taken",
    "used_code": "used_code_taken",
    "reset": "reset_opens",
    "reset_password": "reset_opens",
}
CODES = ("wrong_code", "used_code")
FIRST = "first_factor"
PASSWORD = "password"
STILL_GOOD_S = 12
"""For how long after it was given a code of an authenticator is surely one that a right server would take if it were
new: codes are given until they have this long to live (RFC 6238 section 5.2), so a later refusal may be for its age."""
NANO = 1_000_000_000


def factor_notes(trials: Trials, given: Sequence[Seen[Given]], shown: Sequence[Shown]) -> Iterator[Note]:
    """What opened without two factors; the same trials whole are the positive control."""
    full, stranger = trials.one("full"), trials.one("anonymous")
    public = set(stranger.fact.pages) if stranger else set()
    guarded = set(full.fact.pages) - public if full else set()
    if full is None or stranger is None or full.fact.outcome != "accepted" or not guarded:
        yield note("no_positive_control", *trials.all, pages=len(public))
        return
    knows = any(PASSWORD in seen.fact.secrets for seen in given if seen.fact.experiment == "full")
    one_step = full.fact.factor == "none" and not knows
    for experiment, clause in CLAUSES.items():
        for seen in trials.of(experiment):
            opened = [page for page in seen.fact.pages if page in guarded]
            if opened and not (one_step and experiment == FIRST):
                yield note(clause, full, seen, url=", ".join(opened[:5]))
    yield from _untried(trials, full, given)
    yield from _reset_notes(trials, full, shown)
    if one_step:
        yield note("factors_unseen", full)
    elif not knows:
        yield note("password_unseen", full, factor=full.fact.factor)
    if full.fact.factor == "mail":
        yield note("mail_only", full)
    yield note("sound", *trials.all, pages=len(guarded), factor=full.fact.factor)


def _untried(trials: Trials, full: Seen[Trial], given: Sequence[Seen[Given]]) -> Iterator[Note]:
    """What the app was not asked: nothing may be concluded from its silence."""
    first = trials.one(FIRST)
    for name in (FIRST, *(CODES if full.fact.factor != "none" else ())):
        seen = trials.one(name)
        if seen is None or not _asked(seen.fact, first.fact if first else None):
            yield note("code_not_tried", *([seen] if seen else [full]), experiment=name)
    used, age = trials.one("used_code"), _age(given)
    if full.fact.factor == "totp" and used is not None and used.fact.outcome == "refused" and age > STILL_GOOD_S:
        yield note("used_code_late", used, *given, seconds=age)


def _asked(trial: Trial, first: Trial | None) -> bool:
    """Whether the app decided; on a code, only where it had been told the password and asked for the code."""
    if trial.outcome not in DONE or (trial.outcome == "refused" and says_nothing(trial.status)):
        return False
    early = first is not None and first.outcome == "accepted" and 0 < trial.step <= first.step
    return not (trial.experiment in CODES and trial.outcome == "refused" and early)


def _age(given: Sequence[Seen[Given]]) -> int:
    """Seconds between the last requests of the whole sign-in and of the one with its code again; 0 without both."""
    last = {seen.fact.experiment: seen.fact.mono_ns for seen in given}
    if "full" not in last or "used_code" not in last:
        return 0
    return (last["used_code"] - last["full"]) // NANO


def _reset_notes(trials: Trials, full: Seen[Trial], shown: Sequence[Shown]) -> Iterator[Note]:
    reset, pages = trials.one("reset"), resets_shown(shown)
    if reset is None or reset.fact.outcome == "undeclared":
        said = [reset] if reset else [full]
        if pages:
            yield note("reset_untried", *said, *(one.exchange for one in pages), url=pages[0].url)
        else:
            yield note("reset_not_declared", *said)
    elif reset.fact.outcome == "not_disposable":
        yield note("reset_untried", reset, url="journeys.reset_password")
    elif reset.fact.outcome != "accepted":
        yield note("reset_not_driven", reset, outcome=reset.fact.outcome, status=reset.fact.status)
