"""Each unusual id_token, bracketed by right ones: whether the tokens that came with it were used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from criteria.check import Note, Seen, note
from criteria.facts.guided_step import GuidedStep
from criteria.facts.space import SpaceExchange, reference

Exchange = Seen[SpaceExchange]

BAD = {
    "token_alg_none": "alg_none_accepted",
    "token_hs256": "hs256_accepted",
    "token_bad_signature": "signature_ignored",
    "token_unknown_kid": "unknown_key_accepted",
    "token_jwk_header": "jwk_trusted",
    "token_jku_header": "jku_trusted",
    "token_iss_wrong": "other_issuer_accepted",
    "token_aud_wrong": "other_audience_accepted",
    "token_expired": "expired_accepted",
    "token_iat_future": "future_accepted",
    "refresh_other_subject": "other_subject_accepted",
}
"""What a client must refuse, and the clause of one that does not."""
GOOD = {
    "token_good": "resigned_refused",
    "token_skewed": "skew_refused",
    "key_rotated": "rotation_refused",
}
"""What a client must accept, and the clause of one that does not."""
ROTATED, RENEWED = "key_rotated", "refresh_other_subject"
BUSINESS = frozenset(("read", "write"))


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """One id_token as it was tried: the answers that carried it, the calls that used what came with it.

    ``before`` and ``after`` say whether the client used the good tokens of the right pairings around it.
    """

    scenario: str
    answers: tuple[Exchange, ...]
    calls: tuple[Exchange, ...]
    before: bool
    after: bool

    @classmethod
    def of(cls, scenario: str, exchanges: Sequence[Exchange]) -> Tried:
        """Gather what belongs to ``scenario``. What came of its tokens counts whenever it came."""
        fault = [seen for seen in exchanges if (seen.fact.scenario, seen.fact.phase) == (scenario, "fault")]
        run = int(next((seen.fact.run for seen in fault if seen.fact.run.isdecimal()), "0"))
        gave = _renewed if scenario == RENEWED else _redeemed
        answers = [seen for seen in fault if gave(seen) and seen.fact.altered]
        # Once the keys are rotated, every answer bears the new key: the person may have had to try again.
        told = [seen for seen in fault if _redeemed(seen)] if scenario == ROTATED and answers else answers
        return cls(
            scenario=scenario,
            answers=tuple(answers),
            calls=tuple(used(told, exchanges)),
            before=_served(exchanges, ("before", "after"), run - 1),
            after=_served(exchanges, ("after",), run),
        )

    @property
    def judged(self) -> bool:
        """Whether this id_token can be judged: it was accepted, or refused by a client that is alive."""
        return bool(self.answers) and (bool(self.calls) or self.alive)

    @property
    def alive(self) -> bool:
        """Whether the client used good tokens before and after; a client that cannot follow a rotation never will."""
        return self.before and (self.after or self.scenario == ROTATED)

    def notes(self) -> Iterator[Note]:
        """The fault, if the client committed it; else why nothing can be concluded, if so."""
        if self.calls and self.scenario in BAD:
            yield note(BAD[self.scenario], *self.answers, *self.calls, calls=len(self.calls))
        elif not self.answers:
            yield note("not_played", scenario=self.scenario)
        elif not self.judged:
            yield note("not_alive", *self.answers, scenario=self.scenario)
        elif not self.calls and self.scenario in GOOD:
            yield note(GOOD[self.scenario], *self.answers)


def unconfirmed(tried: Sequence[Tried], acts: Sequence[Seen[GuidedStep]]) -> Iterator[Note]:
    """Refusals of variants that a person could not perform by hand: nobody knows whether the tokens were tried."""
    for one in tried:
        place = (one.scenario, "fault")
        mine = [seen for seen in acts if (seen.fact.tags.get("scenario"), seen.fact.tags.get("phase")) == place]
        said = [seen for seen in mine if seen.fact.outcome != "done"]
        if said and one.scenario in BAD and not one.calls:
            yield note("not_confirmed", *said, scenario=one.scenario, why=said[0].fact.reason or "-")


def used(answers: Sequence[Exchange], exchanges: Sequence[Exchange]) -> Iterator[Exchange]:
    """Business calls with the tokens of these answers, or with tokens that were had for their refresh tokens."""
    refs = {ref for seen in answers for ref in seen.fact.issued}
    for seen in exchanges:
        if seen.fact.operation == "token" and reference(seen.fact.params.get("refresh_token", "")) in refs:
            refs.update(seen.fact.issued)
        elif seen.fact.operation in BUSINESS and seen.fact.bearer in refs:
            yield seen


def redeemed(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """Codes that the space exchanged for tokens."""
    return [seen for seen in exchanges if _redeemed(seen)]


def _redeemed(seen: Exchange) -> bool:
    fact = seen.fact
    return fact.operation == "token" and fact.status == 200 and fact.params.get("grant_type") == "authorization_code"


def renews(exchanges: Sequence[Exchange]) -> bool:
    """Whether the client was ever given a refresh token, so that it may renew its tokens."""
    return any(seen.fact.refresh_token for seen in exchanges)


def never_renewed(exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """The calls that were told that their token had ended, where no renewal followed them."""
    fault = [seen for seen in exchanges if (seen.fact.scenario, seen.fact.phase) == (RENEWED, "fault")]
    told = tuple(seen for seen in fault if seen.fact.operation in BUSINESS and seen.fact.status == 401)
    asked = any(seen.fact.params.get("grant_type") == "refresh_token" for seen in fault)
    return () if asked else told


def _renewed(seen: Exchange) -> bool:
    fact = seen.fact
    return fact.operation == "token" and fact.status == 200 and fact.params.get("grant_type") == "refresh_token"


def _served(exchanges: Sequence[Exchange], phases: Sequence[str], run: int) -> bool:
    """Whether a right pairing of this run led to a business call."""
    answers = [
        seen
        for seen in exchanges
        if _redeemed(seen) and seen.fact.phase in phases and seen.fact.run == str(run) and not seen.fact.altered
    ]
    return any(used(answers, exchanges))
