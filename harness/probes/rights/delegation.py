"""One person gives another access to their data, who uses it; then takes it back, and the other tries again."""

from __future__ import annotations

from collections.abc import Iterator

from harness.net import Answer, Ask
from harness.probes.person.sitting import as_ask
from harness.probes.rights.trying import SIGN_UP, Trying, newcomer
from harness.probing import ProbeRoom

PURPOSE = "rights.minors"
GRANT, USE, REVOKE = "grant_access", "use_access", "revoke_access"
MOST_ADDRESSES = 20


def delegate(room: ProbeRoom) -> None:
    """Stages ``delegation`` (both arrive), ``granted`` and ``revoked``; nothing where no such journey is declared.

    The owner's steps know the carer's sign-in name as ``${kept.carer}``; what they keep, the carer's steps know too.
    """
    if GRANT not in room.journeys:
        return
    owner, carer = (newcomer(room, PURPOSE, "delegation") for _ in range(2))
    if not all(_arrived(one) for one in (owner, carer)) or not owner.enter():
        return
    owner.person.keep("carer", carer.person.login)
    owner.stage("granted")
    if not _done(owner, GRANT):
        return
    for name, value in owner.person.kept.items():
        if name not in ("totp", "carer"):
            carer.person.keep(name, value)
    carer.stage("granted")
    _done(carer, USE)
    seen = list(_bearing(owner, carer.sitting.heard))
    owner.stage("revoked")
    if not _done(owner, REVOKE):
        return
    carer.stage("revoked")
    carer.act(USE)
    for ask in seen:
        carer.sitting.ask(ask)


def _arrived(who: Trying) -> bool:
    return _done(who, SIGN_UP)


def _done(who: Trying, journey: str) -> bool:
    walked = who.act(journey)
    return walked is not None and walked.outcome == "accepted"


def _bearing(owner: Trying, heard: list[Answer]) -> Iterator[Ask]:
    """Every address that gave the carer something of the owner, to be asked again by the carer."""
    known = [value.encode() for value in owner.person.canaries.values() if value]
    found = {one.url: one for one in heard if one.exchange.request.method == "GET"}
    bearing = [one for one in found.values() if any(value in one.body for value in known)]
    yield from (as_ask(one) for one in bearing[:MOST_ADDRESSES])
