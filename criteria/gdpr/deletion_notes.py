"""What GDP-16 states of an account that its owner deletes: warned first, done alone, and the data gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, note
from criteria.facts.html import Page
from criteria.facts.rights import Act, Told
from criteria.facts.space import SpaceExchange
from criteria.gdpr.rights_evidence import (
    acts_of,
    arrival_notes,
    at,
    bearing,
    beside,
    by_hand,
    label_of,
    latest,
    pages_at,
    speaking,
    turned_away,
    undriven,
)
from criteria.health_consent import RIGHTS
from criteria.page_kinds import patterns, plain_text
from criteria.rights_acts import BUSY

LOOK, JOURNEY = "rights.deletion", "delete_account"


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
        yield from _undeclared(facts, tried)
    elif turned_away(tried.fact):
        yield from _by_hand(facts) or [note("undriven", tried, **undriven(tried))]
    elif tried.fact.declined:
        yield note("delete_refused", tried, status=tried.fact.status, url=tried.fact.url)
    else:
        yield from _warning(facts, tried)
        yield from _gone(facts, tried, entered, latest(acts, "sign_in", "login"))


def _undeclared(facts: Facts, tried: Seen[Act]) -> Iterator[Note]:
    """No journey: what do the pages of the account say of a deletion?"""
    pages = pages_at(facts, LOOK, "before")
    named, scripted = speaking(pages, "delete"), [seen for seen in pages if seen.fact.has_script]
    asking = _by_hand(facts)
    if asking:
        yield from asking
    elif named:
        yield note("undeclared", *named, url=named[0].fact.url)
    elif scripted or not pages:
        yield note("unseen", tried, *scripted)
    else:
        yield note("no_deletion", tried, *pages, pages=len(pages))


def _by_hand(facts: Facts) -> list[Note]:
    """The account's pages have people write or call for the deletion."""
    pages = pages_at(facts, LOOK, "before", "delete")
    asking = [seen for seen in pages if seen.fact.status < 400 and by_hand(seen.fact, "delete")]
    return [note("asks_by_hand", *asking, url=asking[0].fact.url)] if asking else []


def _warning(facts: Facts, tried: Seen[Act]) -> Iterator[Note]:
    """The page on which a person decides says what is lost: the last one before the last request of the deletion."""
    before = _before_the_act(facts, tried)
    if any(_warns(seen.fact) for seen in before[-1:]):
        return
    scripted = [seen for seen in before if seen.fact.has_script]
    if not before:
        yield note("warning_unseen", tried)
    elif scripted:
        yield note("warning_scripted", *scripted, url=scripted[0].fact.url)
    else:
        yield note("no_warning", tried, *before, url=before[-1].fact.url)


def _warns(page: Page) -> bool:
    """Beside the words for the deletion; anywhere on a page that has no such words."""
    known, text = patterns(RIGHTS), plain_text(page.text)
    if re.search(known["delete"], text):
        return beside(page, "delete", "warning")
    return re.search(known["warning"], text) is not None


def _before_the_act(facts: Facts, tried: Seen[Act]) -> list[Seen[Page]]:
    """Pages of the journey before its last request. The settings count only when the journey showed them."""
    last = tried.fact.steps
    found = []
    for seen in pages_at(facts, LOOK, "delete"):
        step = label_of(seen, "step")
        if label_of(seen, "journey") == JOURNEY and step.isdecimal() and int(step) < last:
            found.append(seen)
    return found


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
    silent = [seen for seen in told if seen.fact.status == 0 or seen.fact.status in BUSY]
    if silent:
        yield note("unanswered", *silent, url=silent[0].fact.url, status=silent[0].fact.status)


def _login(facts: Facts, tried: Seen[Act], login: Seen[Act]) -> Iterator[Note]:
    """An account that still opens, without data, is a grace period where the app says so."""
    if login.fact.accepted:
        said = speaking([*_before_the_act(facts, tried), *pages_at(facts, LOOK, "delete")], "grace")
        yield note("in_grace", login, *said) if said else note("account_remains", login)
    elif login.fact.outcome == "no_answer" or login.fact.status in BUSY:
        yield note("undriven", login, **undriven(login))


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
