"""A newcomer corrects what they entered, and reads it again on the pages and in the export."""

from __future__ import annotations

from criteria.observation import Look
from harness.probes.rights.export import EXPORT
from harness.probes.rights.trying import SIGN_UP, newcomer
from harness.probing import ProbeRoom

PURPOSE = "rights.edit"
EDIT = "edit_measure"


def run(look: Look, room: ProbeRoom) -> None:
    """Stages ``entered`` (first canaries), ``edited`` (the journey bears new ones) and ``read`` (the pages again)."""
    who = newcomer(room, PURPOSE, "entered")
    walked = who.act(SIGN_UP)
    if walked is None or walked.outcome != "accepted" or not who.enter():
        return
    who.look_around()
    who.stage("edited")
    who.new_canaries()
    walked = who.act(EDIT)
    if walked is None or walked.outcome != "accepted":
        return
    who.stage("read")
    who.sitting.visit()
    if EXPORT in room.journeys:
        who.act(EXPORT)
