"""Signing in as one of the candidate's accounts, by the declared journey; over verified TLS but for the control."""

from __future__ import annotations

from harness.errors import LookFailed
from harness.net import Answer, Labels
from harness.probes.exchange.step_request import MAIL, needs_mail
from harness.probes.http.journey import Walker
from harness.probes.person.people import seeded
from harness.probing import ProbeRoom

SIGN_IN = "sign_in"


def sign_in(room: ProbeRoom, name: str) -> str:
    """Begin a new session of account ``name`` (``a``, ``b``) and return its context (``account:a``).

    The context's cookie jar holds the session. Raises ``LookFailed`` when the manifest lacks the account, its secret
    or the journey, or when a step is not accepted.
    """
    steps = room.journeys.get(SIGN_IN)
    if not steps:
        raise LookFailed("gap.missing_input", input=f"journeys.{SIGN_IN}")
    context = f"account:{name}"
    person = seeded(room, name)
    room.http.jar(context).clear()
    if needs_mail(steps):
        person.forget_mail()
    walked = Walker(room, SIGN_IN, Labels(context=context, purpose=SIGN_IN), person, room.verify).walk(steps)
    if walked.outcome == "no_answer":
        raise LookFailed("gap.unreachable", host=room.base_url, detail=walked.detail)
    if walked.detail == MAIL:
        raise LookFailed("exchange.no_mail", account=name)
    if walked.outcome != "accepted":
        raise LookFailed(f"http.sign_in_{walked.outcome}", step=walked.step, detail=walked.detail)
    return context


def canaries_in(room: ProbeRoom, name: str, answer: Answer) -> str:
    """Names of the account's canaries that stand in this body, comma-joined."""
    known = room.account(name).canaries
    return ",".join(sorted(canary for canary, value in known.items() if value.encode() in answer.body))
