"""Signing in as one of the candidate's accounts, by the declared journey; over verified TLS but for the control."""

from __future__ import annotations

from collections.abc import Mapping

from harness.errors import LookFailed
from harness.net import Answer, Labels
from harness.probes.exchange.step_request import MAIL, mailed_code, needs_mail
from harness.probes.http.journey import Walker
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
    room.http.jar(context).clear()
    labels = Labels(context=context, purpose=SIGN_IN)
    if room.around.mailbox and needs_mail(steps):
        room.around.mailbox.forget(room.account(name).login)
    values = values_of(room, name)
    walked = Walker(room, SIGN_IN, labels, values, room.verify, lambda: mailed_code(room, name)).walk(steps)
    if walked.outcome == "no_answer":
        raise LookFailed("gap.unreachable", host=room.base_url, detail=walked.detail)
    if walked.detail == MAIL:
        raise LookFailed("exchange.no_mail", account=name)
    if walked.outcome != "accepted":
        raise LookFailed(f"http.sign_in_{walked.outcome}", step=walked.step, detail=walked.detail)
    return context


def values_of(room: ProbeRoom, name: str) -> Mapping[str, str]:
    """What the steps of a journey may name of an account; its password is registered as a secret."""
    account = room.account(name)
    canaries = {f"canary.{canary}": value for canary, value in account.canaries.items()}
    return {"account.login": account.login, "account.password": room.password(name), **canaries}


def canaries_in(room: ProbeRoom, name: str, answer: Answer) -> str:
    """Names of the account's canaries that stand in this body, comma-joined."""
    known = room.account(name).canaries
    return ",".join(sorted(canary for canary, value in known.items() if value.encode() in answer.body))
