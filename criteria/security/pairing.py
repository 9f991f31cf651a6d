"""SEC-19 and SEC-20: how the candidate pairs with the health space, judged by what arrived there."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.space import CallbackVisit, SpaceExchange
from criteria.security import callback_rules, code_flow

LEAST_PAIRINGS = 5
"""Right pairings that SEC-19 needs to have seen."""


@check("SEC-19")
def sec_19(facts: Facts) -> Iterator[Note]:
    """Authorization code flow with PKCE S256 (RFC 7636 sections 4.1 and 4.2; RFC 9700 section 2.1.1)."""
    exchanges = facts.all(SpaceExchange)
    asked = code_flow.authorization_requests(exchanges)
    redeemed = [seen for seen in exchanges if seen.fact.params.get("grant_type") == "authorization_code"]
    registered = facts.candidate.space.redirect_uris if facts.candidate.space else ()
    for seen in asked:
        yield from code_flow.request_faults(seen, registered)
    yield from code_flow.verifier_faults(asked, redeemed)
    paired = [seen for seen in redeemed if seen.fact.status == 200 and seen.fact.scenario == "right"]
    whole = min(len(paired), len(asked))
    if whole < LEAST_PAIRINGS:
        yield note("too_few", *paired, seen=whole, least=LEAST_PAIRINGS)
    else:
        yield note("sound", *asked[:1], *paired[:1], requests=len(asked), pairings=len(paired))


@check("SEC-20")
def sec_20(facts: Facts) -> Iterator[Note]:
    """Callbacks that a client must reject (RFC 9700 sections 4.4, 4.5 and 4.7; RFC 9207 section 2.4)."""
    exchanges = facts.all(SpaceExchange)
    visits = facts.all(CallbackVisit)
    judged = 0
    for scenario in callback_rules.SCENARIOS:
        played = callback_rules.Played.of(scenario, exchanges, visits)
        yield from played.notes()
        judged += played.conclusive
    if judged == len(callback_rules.SCENARIOS):
        yield note("sound", *_firsts(visits), variants=judged)


def _firsts(visits: tuple[Seen[CallbackVisit], ...]) -> list[Seen[CallbackVisit]]:
    """One visit of each scenario."""
    first: dict[str, Seen[CallbackVisit]] = {}
    for seen in visits:
        first.setdefault(seen.fact.scenario, seen)
    return list(first.values())
