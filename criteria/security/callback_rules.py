"""Each hostile callback, bracketed by right ones: what followed it at the space."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from criteria.check import Note, Seen, note
from criteria.facts.space import CallbackVisit, SpaceExchange, reference

Exchange = Seen[SpaceExchange]
Visit = Seen[CallbackVisit]

SCENARIOS = {
    "state_wrong": "state_ignored",
    "state_absent": "state_absence_ignored",
    "iss_wrong": "issuer_ignored",
    "iss_absent": "issuer_absence_ignored",
    "callback_of_another_session": "session_ignored",
    "callback_replayed": "replay_followed",
    "nonce_wrong": "nonce_ignored",
    "error_response": "error_crash",
}
"""What is played, and the clause that a client breaks which does not reject it."""
BY_THE_PERSON = frozenset(("callback_replayed", "callback_of_another_session"))
BUSINESS = frozenset(("read", "write"))


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """One scenario as it was played: the visits and exchanges of the fault, and the right pairings around it."""

    scenario: str
    visits: tuple[Visit, ...]
    exchanges: tuple[Exchange, ...]
    redeemed: tuple[Exchange, ...]
    alive: bool

    @classmethod
    def of(cls, scenario: str, exchanges: Sequence[Exchange], visits: Sequence[Visit]) -> Played:
        """Gather what belongs to ``scenario``. The client is alive if it paired right before and right after."""
        faults = [seen for seen in visits if (seen.fact.scenario, seen.fact.phase) == (scenario, "fault")]
        run = faults[0].fact.run if faults else ""
        before, after = str(int(run or 0) - 1), run
        paired = {(seen.fact.phase, seen.fact.run) for seen in exchanges if _redeems(seen) and seen.fact.status == 200}
        return cls(
            scenario=scenario,
            visits=tuple(faults),
            exchanges=tuple(seen for seen in exchanges if seen.fact.phase == "fault" and seen.fact.run == run),
            redeemed=tuple(seen for seen in exchanges if _redeems(seen)),
            alive=bool(run) and bool({("before", before), ("after", before)} & paired) and ("after", after) in paired,
        )

    @property
    def applied(self) -> bool:
        """Whether the scenario really happened: an answer was altered, or the person acted, and the candidate answered.

        A line that breaks at the callback says nothing of the candidate: it is neither careful nor a crash.
        """
        if not any(seen.fact.status for seen in self.visits):
            return False
        if self.scenario == "callback_replayed":
            return len([seen for seen in self.visits if seen.fact.params.get("code")]) >= 2
        if self.scenario in BY_THE_PERSON:
            return bool(self.visits)
        return bool(self.visits) and any(seen.fact.altered for seen in self.exchanges)

    @property
    def conclusive(self) -> bool:
        """Whether a client that did nothing wrong here can be called careful."""
        return self.applied and self.alive and (self.scenario != "nonce_wrong" or self._sent_nonce)

    def notes(self) -> Iterator[Note]:
        """The fault, if the client committed it; else why nothing can be concluded, if so."""
        faults = list(self._faults())
        yield from faults
        if faults:
            return
        if not self.applied:
            yield note("not_played", *self.visits, scenario=self.scenario)
        elif not self.alive:
            yield note("not_alive", *self.visits, scenario=self.scenario)
        elif self.scenario == "nonce_wrong" and not self._sent_nonce:
            yield note("no_nonce", *self.visits)

    def _faults(self) -> Iterator[Note]:
        clause = SCENARIOS[self.scenario]
        if self.scenario == "error_response":
            crashed = [seen for seen in self.visits if seen.fact.status >= 500]
            yield from (note(clause, seen, status=seen.fact.status) for seen in crashed)
        elif self.scenario == "nonce_wrong":
            yield from self._used_tokens(clause)
        else:
            yield from self._followed(clause, least=2 if self.scenario == "callback_replayed" else 1)

    def _followed(self, clause: str, least: int) -> Iterator[Note]:
        """Token requests with the code of the hostile callback, whenever they came."""
        codes = {code for seen in self.visits if (code := reference(seen.fact.params.get("code", "")))}
        for code in sorted(codes):
            followed = [seen for seen in self.redeemed if reference(seen.fact.params.get("code", "")) == code]
            if len(followed) >= least:
                yield note(clause, *self.visits, *followed, requests=len(followed))

    def _used_tokens(self, clause: str) -> Iterator[Note]:
        """Business calls with the tokens that came with the wrong nonce, if the client had sent one."""
        answers = [seen for seen in self.exchanges if _redeems(seen) and seen.fact.altered]
        issued = {ref for seen in answers for ref in seen.fact.issued}
        used = [seen for seen in self.exchanges if seen.fact.operation in BUSINESS and seen.fact.bearer in issued]
        if used and self._sent_nonce:
            yield note(clause, *answers, *used, calls=len(used))

    @property
    def _sent_nonce(self) -> bool:
        return any(seen.fact.params.get("nonce") for seen in _authorizations(self.exchanges))


def _redeems(seen: Exchange) -> bool:
    return seen.fact.operation == "token" and seen.fact.params.get("grant_type") == "authorization_code"


def _authorizations(exchanges: Iterable[Exchange]) -> Iterator[Exchange]:
    return (seen for seen in exchanges if seen.fact.operation == "authorize")
