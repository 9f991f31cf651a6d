"""What SEC-12 states of failures in a row, and of what known and unknown addresses are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Note, Seen, note
from criteria.facts.identity import DELAY, Told, Trial
from criteria.rights_acts import says_nothing
from criteria.security.shown_pages import Shown
from criteria.security.trials import Trials, resets_shown

BY_ATTEMPT = 10
BRAKE_MS = 1000
THROTTLED = (429, 503)
"""Answers that say that the instrument asked too often, and nothing of the address."""
OVERLOADED = 503
NOT_ANSWERED = ("no_answer", "form_missing")


def guessing_notes(trials: Trials, told: Sequence[Seen[Told]], shown: Sequence[Shown]) -> Iterator[Note]:
    """Whether guessing is slowed, and whether an address can be found out."""
    wrong = sorted(trials.of("wrong"), key=lambda seen: seen.fact.number)
    right = trials.one("right")
    yield from _pair_notes("sign_in", told)
    yield from _reset_notes(trials, told, shown)
    if not wrong or right is None or any(_unanswered(seen.fact) for seen in wrong):
        yield note("attempts_missing", *wrong, attempts=len(wrong))
        return
    if _is_slowed(wrong, 0):
        yield note("slowed_before", wrong[0], how=", ".join(wrong[0].fact.slowed))
        return
    if wrong[0].fact.outcome == "accepted":
        yield note("wrong_accepted", wrong[0], status=wrong[0].fact.status)
        return
    yield from _speed_notes(trials)


def _unanswered(trial: Trial) -> bool:
    """Not asked, or by a server that had no time: 503 alone is no brake that is meant for whoever guesses."""
    return trial.outcome in NOT_ANSWERED or (trial.status == OVERLOADED and set(trial.slowed) <= {"status", DELAY})


def _speed_notes(trials: Trials) -> Iterator[Note]:
    wrong, right = sorted(trials.of("wrong"), key=lambda seen: seen.fact.number), trials.of("right")[-1]
    brake = min(seen.fact.millis for seen in wrong) + BRAKE_MS
    slowed = [seen for place, seen in enumerate(wrong[:BY_ATTEMPT]) if _is_slowed(wrong[place:], brake)]
    if not slowed and len(wrong) < BY_ATTEMPT:
        yield note("attempts_missing", *wrong, attempts=len(wrong))
    elif not slowed and right.fact.outcome == "accepted":
        yield note("not_slowed", *wrong, right, attempts=len(wrong))
    elif not slowed and not _locked(trials, right):
        yield note("right_unsure", *trials.of("right_first"), *wrong, right, status=right.fact.status)
    else:
        first = slowed[0].fact if slowed else None
        how = ", ".join(first.slowed) if first else "lock"
        control = trials.of("right_first")
        yield note("sound", *control, *wrong, right, number=first.number if first else len(wrong), how=how)


def _locked(trials: Trials, right: Seen[Trial]) -> bool:
    """The right password opened the account before and no longer does: without a word, the account was locked."""
    first = trials.one("right_first")
    refused = right.fact.outcome == "refused" and not says_nothing(right.fact.status)
    return refused and first is not None and first.fact.outcome == "accepted"


def _is_slowed(attempts: Sequence[Seen[Trial]], brake: int) -> bool:
    """Whether the first of these was held back; a delay alone counts only when all later ones have it too, by a second
    more than the quickest took: a service that is always slow slows nobody down."""
    sure = bool(set(attempts[0].fact.slowed) - {DELAY})
    lasting = (set(seen.fact.slowed) - {DELAY} or (seen.fact.slowed and seen.fact.millis >= brake) for seen in attempts)
    return sure or (len(attempts) > 1 and all(lasting))


def _pair_notes(pair: str, told: Sequence[Seen[Told]]) -> Iterator[Note]:
    mine = [seen for seen in told if seen.fact.pair == pair]
    known, unknown = ([seen for seen in mine if seen.fact.subject == side] for side in ("known", "unknown"))
    if not known or not unknown:
        yield note("pair_missing", *mine, where=pair)
        return
    one, other = known[-1].fact, unknown[-1].fact
    if one.status in THROTTLED or other.status in THROTTLED:
        yield note("pair_throttled", known[-1], unknown[-1], where=pair, known=one.status, unknown=other.status)
    elif one.status != other.status or one.words != other.words:
        words = _difference(one, other)
        yield note(f"{pair}_tells", known[-1], unknown[-1], known=one.status, unknown=other.status, words=words)


def _difference(one: Told, other: Told) -> str:
    """The first words that only one side was told."""
    apart = [word for word in other.words if word not in one.words] or [
        word for word in one.words if word not in other.words
    ]
    return (apart or ["-"])[0][:160]


def _reset_notes(trials: Trials, told: Sequence[Seen[Told]], shown: Sequence[Shown]) -> Iterator[Note]:
    asked, pages = trials.of("reset_pair"), resets_shown(shown)
    if asked and not any(seen.fact.outcome == "undeclared" for seen in asked):
        yield from _pair_notes("reset", told)
    elif pages:
        yield note("reset_untried", *asked, *(one.exchange for one in pages), url=pages[0].url)
    else:
        yield note("reset_not_declared", *asked)
