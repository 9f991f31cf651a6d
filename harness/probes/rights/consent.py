"""Consent to the use of health data: refused at sign-up by one person; given, used and withdrawn by another."""

from __future__ import annotations

from typing import Any

import msgspec

from criteria.health_consent import health_controls
from criteria.observation import Look
from harness.manifest.steps import Step
from harness.probes.rights.trying import SIGN_UP, Trying, newcomer, pages_of
from harness.probing import ProbeRoom

PURPOSE = "rights.consent"
WITHDRAW = "withdraw_consent"


def run(look: Look, room: ProbeRoom) -> None:
    """Stages ``given`` and ``withdrawn`` of one person, then ``refused`` and ``after_refusal`` of another."""
    giver = newcomer(room, PURPOSE, "given")
    walked = giver.act(SIGN_UP)
    if walked is None or walked.outcome != "accepted":
        return
    giver.enter()
    giver.look_around()
    _withdraw(giver)
    controls = {field.name for page in pages_of(list(walked.answers)) for field in health_controls(page) if field.name}
    if controls:
        _refuse(room, controls)


def _withdraw(giver: Trying) -> None:
    giver.stage("withdrawal")
    walked = giver.act(WITHDRAW)
    if walked is None or walked.outcome != "accepted":
        return
    giver.stage("withdrawn")
    giver.new_canaries()
    giver.enter()
    giver.sitting.visit()


def _refuse(room: ProbeRoom, controls: set[str]) -> None:
    """Sign up with the control left alone; go on as far as the app lets this person."""
    who = newcomer(room, PURPOSE, "refused")
    steps = tuple(_without(step, controls) for step in room.journeys[SIGN_UP])
    walked = who.act(SIGN_UP, steps, field=", ".join(sorted(controls)))
    if walked is None or walked.outcome != "accepted":
        return
    who.stage("after_refusal")
    who.enter()
    who.sitting.visit()


def _without(step: Step, controls: set[str]) -> Step:
    form = {name: value for name, value in step.form.items() if name not in controls}
    body: dict[str, Any] | None = step.json
    if body is not None:
        body = {name: False if name in controls and value is True else value for name, value in body.items()}
        body = {name: value for name, value in body.items() if name not in controls or value is False}
    return msgspec.structs.replace(step, form=form, json=body)
