"""What SEC-12 states of failures in a row, and of what known and unknown addresses are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Note, Seen, note
from criteria.facts.identity import DELAY, Told, Trial
from criteria.security.trials import Trials

BY_ATTEMPT = 10


def guessing_notes(trials: Trials, told: Sequence[Seen[Told]]) -> Iterator[Note]:
    """Whether guessing is slowed, and whether an address can be found out."""
    wrong = sorted(trials.of("wrong"), key=lambda seen: seen.fact.number)
    right = trials.one("right")
    yield from _pair_notes("sign_in", told)
    yield from _reset_notes(trials, told)
    if not wrong or right is None or any(seen.fact.outcome in ("no_answer", "form_missing") for seen in wrong):
        yield note("attempts_missing", *wrong, attempts=len(wrong))
        return
    if _is_slowed(wrong):
        yield note("slowed_before", wrong[0], how=", ".join(wrong[0].fact.slowed))
        return
    if wrong[0].fact.outcome == "accepted":
        yield note("wrong_accepted", wrong[0], status=wrong[0].fact.status)
        return
    yield from _speed_notes(trials)


def _speed_notes(trials: Trials) -> Iterator[Note]:
    wrong, right = sorted(trials.of("wrong"), key=lambda seen: seen.fact.number), trials.of("right")[-1]
    slowed = [seen for place, seen in enumerate(wrong[:BY_ATTEMPT]) if _is_slowed(wrong[place:])]
    if not slowed and len(wrong) < BY_ATTEMPT:
        yield note("attempts_missing", *wrong, attempts=len(wrong))
    elif not slowed and right.fact.outcome == "accepted":
        yield note("not_slowed", *wrong, right, attempts=len(wrong))
    else:
        first = slowed[0].fact if slowed else None
        how = ", ".join(first.slowed) if first else "lock"
        yield note("sound", *wrong, right, number=first.number if first else len(wrong), how=how)


def _is_slowed(attempts: Sequence[Seen[Trial]]) -> bool:
    """Whether the first of these was held back; a delay alone counts only when all later ones have it too."""
    sure = bool(set(attempts[0].fact.slowed) - {DELAY})
    return sure or (len(attempts) > 1 and all(seen.fact.slowed for seen in attempts))


def _pair_notes(pair: str, told: Sequence[Seen[Told]]) -> Iterator[Note]:
    mine = [seen for seen in told if seen.fact.pair == pair]
    known, unknown = ([seen for seen in mine if seen.fact.subject == side] for side in ("known", "unknown"))
    if not known or not unknown:
        yield note("pair_missing", *mine, where=pair)
        return
    one, other = known[-1].fact, unknown[-1].fact
    if one.status != other.status or one.words != other.words:
        words = _difference(one, other)
        yield note(f"{pair}_tells", known[-1], unknown[-1], known=one.status, unknown=other.status, words=words)


def _difference(one: Told, other: Told) -> str:
    """The first words that only one side was told."""
    apart = [word for word in other.words if word not in one.words] or [
        word for word in one.words if word not in other.words
    ]
    return (apart or ["-"])[0][:160]


def _reset_notes(trials: Trials, told: Sequence[Seen[Told]]) -> Iterator[Note]:
    asked = trials.of("reset_pair")
    if any(seen.fact.outcome == "undeclared" for seen in asked) or not asked:
        yield note("reset_not_declared", *asked)
    else:
        yield from _pair_notes("reset", told)
