"""SEC-19 to SEC-23: how the candidate pairs with the health space and parts from it, judged by what arrived there."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.guided_step import GuidedStep
from criteria.facts.shown import Trigger
from criteria.facts.space import CallbackVisit, SpaceExchange
from criteria.security import callback_rules, client_rules, code_flow, consent_rules, refusals, token_rules
from criteria.security.rounds import Journal

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


@check("SEC-21")
def sec_21(facts: Facts) -> Iterator[Note]:
    """id_tokens that a client must refuse or accept (OpenID Connect Core 1.0 section 3.1.3.7; RFC 8725 section 3)."""
    exchanges = facts.all(SpaceExchange)
    redeemed = token_rules.redeemed(exchanges)
    if redeemed and not any(seen.fact.id_token for seen in redeemed):
        yield note("no_id_token", *redeemed)
        return
    never = token_rules.never_renewed(exchanges)
    bad = [name for name in token_rules.BAD if name != token_rules.RENEWED or _may_renew(exchanges, never)]
    if len(bad) < len(token_rules.BAD):
        yield note("no_renewal", *never, *redeemed[:1])
    tried = [token_rules.Tried.of(scenario, exchanges) for scenario in (*bad, *token_rules.GOOD)]
    for one in tried:
        yield from one.notes()
    doubts = list(token_rules.unconfirmed(tried, facts.all(GuidedStep)))
    yield from doubts
    if all(one.judged for one in tried) and not doubts:
        answers = [seen for one in tried for seen in one.answers]
        yield note("sound", *answers, refused=len(bad), accepted=len(token_rules.GOOD))


def _may_renew(exchanges: tuple[Seen[SpaceExchange], ...], never: tuple[Seen[SpaceExchange], ...]) -> bool:
    """Whether a renewal could be answered wrongly: without a refresh token, or where it is never used, none is."""
    return token_rules.renews(exchanges) and not never


@check("SEC-22")
def sec_22(facts: Facts) -> Iterator[Note]:
    """private_key_jwt (RFC 7523 section 2.2), bearer in the header alone (RFC 6750 section 2.1), declared scopes."""
    exchanges = facts.all(SpaceExchange)
    space = facts.candidate.space
    client_id, declared = (space.client_id, space.scopes) if space else ("", ())
    asked = code_flow.authorization_requests(exchanges)
    tokens = [seen for seen in exchanges if seen.fact.operation == "token"]
    calls = [seen for seen in exchanges if seen.fact.operation in client_rules.BUSINESS]
    authenticated = [seen for seen in exchanges if seen.fact.operation in client_rules.AUTHENTICATED]
    yield from client_rules.authentication_faults(authenticated, client_id)
    yield from client_rules.bearer_faults(exchanges)
    yield from client_rules.scope_faults(asked, declared)
    if not tokens:
        yield note("no_token_request")
        return
    redirects = client_rules.redirects(exchanges)
    if not redirects:
        yield note("no_redirect")
    yield from client_rules.certificate_notes(exchanges, facts.all(Trigger))
    shown = (*asked[:1], *tokens[:1], *calls[:1], *redirects[:1])
    numbers = {"requests": len(authenticated), "calls": len(calls), "asked": len(asked), "redirects": len(redirects)}
    yield note("sound", *shown, **numbers)


@check("SEC-23")
def sec_23(facts: Facts) -> Iterator[Note]:
    """Unpairing (RFC 7009 section 2.1) and refusals of the space stop the calls concerned, and only those."""
    journal = Journal.of(facts)
    wanted = refusals.wanted(facts.candidate.space)
    played = {name: list(journal.played(name)) for name in wanted}
    missing = [name for name, found in played.items() if not found]
    yield from (note("not_played", scenario=name) for name in missing)
    rounds = [one for found in played.values() for one in found]
    stated = [said for one in rounds for said in consent_rules.Ended.of(one).notes()]
    yield from stated
    if not missing and not stated:
        calls = [seen for one in rounds for seen in one.fault.calls]
        shown = [seen for one in rounds for seen in one.fault.triggers[:1]]
        yield note("sound", *shown, scenarios=len(played), calls=len(calls))
