"""Signing in as one of the candidate's accounts, by the declared journey; over verified TLS but for the control."""

from __future__ import annotations

from harness.errors import LookFailed
from harness.net import Labels
from harness.probes.exchange.step_request import MAIL, needs_mail
from harness.probes.http.journey import Walked, Walker
from harness.probes.person.people import Person, seeded
from harness.probing import ProbeRoom

SIGN_IN = "sign_in"
CODES = 4
"""Codes of an authenticator that are tried: those that a server may take at any moment (RFC 6238 section 5.2), and
the next once its own time has come."""


def sign_in(room: ProbeRoom, name: str) -> str:
    """The context (``account:a``) of the one session of this account that looks share; signed in by the first of them.

    A code of an authenticator opens one session only, so looks that neither end nor spoil a session must not sign in
    anew. Raises ``LookFailed`` when the manifest lacks the account, its secret or the journey, or when a step is not
    accepted.
    """
    context, place = f"account:{name}", f"session:{name}"
    if place not in room.around.kept:
        if not room.journeys.get(SIGN_IN):
            raise room.undriven(SIGN_IN)
        room.http.jar(context).clear()
        walked = walked_in(room, seeded(room, name), Labels(context=context, purpose=SIGN_IN))
        require_accepted(room, name, walked)
        room.around.kept[place] = walked.answers
    return context


def walked_in(room: ProbeRoom, person: Person, labels: Labels) -> Walked:
    """A sign-in with whatever cookies the context of ``labels`` has. With an authenticator, codes that may be used up
    or come too early are followed by the next.
    """
    steps = room.journeys[SIGN_IN]
    for _ in range(CODES):
        if needs_mail(steps):
            person.forget_mail()
        walked = Walker(room, SIGN_IN, labels, person, room.verify).walk(steps)
        if walked.outcome != "refused" or walked.step == 1 or person.authenticator is None:
            break
        person.authenticator.early = False
    return walked


def require_accepted(room: ProbeRoom, name: str, walked: Walked) -> None:
    """Raise ``LookFailed`` when this sign-in was not accepted."""
    if walked.outcome == "no_answer":
        raise LookFailed("gap.unreachable", host=room.base_url, detail=walked.detail)
    if walked.detail == MAIL:
        raise LookFailed("exchange.no_mail", account=name)
    if walked.outcome != "accepted":
        raise LookFailed(f"http.sign_in_{walked.outcome}", step=walked.step, detail=walked.detail)
