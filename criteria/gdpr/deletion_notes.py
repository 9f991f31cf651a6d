"""What GDP-16 states of an account that its owner deletes: warned first, done alone, and the data gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, note
from criteria.facts.rights import Act, Told
from criteria.facts.space import SpaceExchange
from criteria.gdpr.deletion_offer import (
    JOURNEY,
    LOOK,
    before_the_act,
    by_hand_notes,
    undeclared_notes,
    warning_notes,
)
from criteria.gdpr.rights_evidence import (
    acts_of,
    arrival_notes,
    at,
    bearing,
    latest,
    pages_at,
    speaking,
    turned_away,
    undriven,
)
from criteria.rights_acts import says_nothing

FIRST_FORM = 2
"""The step that sends the first form of a journey begins with the page of the step before."""


def deletion_notes(facts: Facts) -> Iterator[Note]:
    """Every fault and doubt; ``sound`` when there is none."""
    arrived = list(arrival_notes(facts, LOOK, "before", "no_account"))
    if arrived:
        yield from arrived
        return
    acts = acts_of(facts, LOOK)
    tried, entered = latest(acts, JOURNEY), latest(acts, "enter_measure", "before")
    if tried is None or entered is None:
        yield note("untried")
    elif tried.fact.outcome == "not_declared":
        yield from undeclared_notes(facts, tried)
    elif turned_away(tried.fact):
        yield from by_hand_notes(facts) or [note("undriven", tried, **undriven(tried))]
    elif tried.fact.declined:
        yield from by_hand_notes(facts)
        yield note("delete_refused", tried, status=tried.fact.status, url=tried.fact.url)
    else:
        yield from warning_notes(facts, tried)
        yield from _gone(facts, tried, entered, latest(acts, "sign_in", "login"))


def _gone(facts: Facts, tried: Seen[Act], entered: Seen[Act], login: Seen[Act] | None) -> Iterator[Note]:
    known = entered.fact.canaries
    before = bearing(at(facts, LOOK, "before"), known)
    if not before:
        yield note("not_readable_before", entered)
        return
    old, again = at(facts, LOOK, "old_session"), at(facts, LOOK, "login")
    for seen, _ in bearing(old, known)[:5]:
        yield note("old_session_opens", tried, seen, url=seen.fact.url)
    for seen, _ in bearing(again, known)[:5]:
        yield note("login_opens", tried, seen, url=seen.fact.url)
    yield from _unanswered([*old, *again])
    if not old or login is None:
        yield note("untried", tried)
        return
    yield from _login(facts, tried, login)
    yield from _space(facts, tried)
    yield note("sound", tried, *(seen for seen, _ in before), *old, login, addresses=len(old))


def _unanswered(told: Sequence[Seen[Told]]) -> Iterator[Note]:
    silent = [seen for seen in told if says_nothing(seen.fact.status) or not seen.fact.whole]
    if silent:
        yield note("unanswered", *silent, url=silent[0].fact.url, status=silent[0].fact.status)


def _login(facts: Facts, tried: Seen[Act], login: Seen[Act]) -> Iterator[Note]:
    """An account that still opens, without data, is a grace period where the app says so."""
    if login.fact.accepted:
        said = speaking([*before_the_act(facts, tried), *pages_at(facts, LOOK, "delete")], "grace")
        yield note("in_grace", login, *said) if said else note("account_remains", login)
    elif login.fact.outcome == "no_answer" or _unasked(login.fact) or says_nothing(login.fact.status):
        yield note("undriven", login, **undriven(login))


def _unasked(login: Act) -> bool:
    """The sign-in could not even be begun: its page lacks the form."""
    return login.outcome == "form_missing" and login.step <= FIRST_FORM


def _space(facts: Facts, tried: Seen[Act]) -> Iterator[Note]:
    """A paired account is one for which the space issued tokens in this look; they must then be revoked."""
    calls = facts.all(SpaceExchange)
    here = [seen for seen in calls if f":{LOOK}/" in seen.observation.look]
    tokens = [seen for seen in here if seen.fact.operation == "token" and seen.fact.issued]
    issued = [seen for seen in tokens if seen.fact.phase == "before"]
    if not issued:
        yield note("not_paired", tried)
        return
    after = [seen for seen in here if seen.fact.phase in ("delete", "after")]
    revoked = [seen for seen in after if seen.fact.operation == "revoke"]
    if not revoked:
        yield note("not_revoked", tried, *issued)
