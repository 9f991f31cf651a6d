"""The link between the diary and the space: made, and cut."""

from __future__ import annotations

from collections.abc import Mapping

from sample_apps.tensio.pairing.calls import SpaceCalls
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.outbox import Outbox
from sample_apps.tensio.store.sessions import Session


def link(calls: SpaceCalls, outbox: Outbox, session: Session, query: Mapping[str, str]) -> None:
    """Takes the callback. What was stopped may go on, but for what was not granted this time; what waits for another
    person's space is given up.

    Raises any :class:`.SpaceError`; nothing is changed then.
    """
    pairing, missing = calls.client.complete(session, query)
    calls.standing.resume(session.account)
    for purpose in missing:
        calls.standing.stop(session.account, purpose, "consent")
    outbox.give_up(session.account, but_for=pairing.subject)


def unlink(calls: SpaceCalls, outbox: Outbox, account: Account) -> bool:
    """Forgets the pairing and what waits; says whether the space confirmed that the tokens are dead."""
    pairing = calls.client.pairings.of(account)
    calls.policy.let_go(calls.client.pairings, account)
    outbox.give_up(account)
    calls.standing.resume(account)
    return pairing is None or calls.policy.revoked(calls.client.revoke, pairing)
