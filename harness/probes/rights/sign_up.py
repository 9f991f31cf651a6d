"""What a newcomer is asked for: the sign-up page as anybody sees it, a sign-up, a first entry, the pages behind."""

from __future__ import annotations

from criteria.facts.http.urls import resolve
from criteria.observation import Look
from harness.net import Ask
from harness.probes.rights.trying import SIGN_UP, newcomer
from harness.probing import ProbeRoom

PURPOSE = "rights.sign_up"


def run(look: Look, room: ProbeRoom) -> None:
    """Stages ``page`` (before any act), ``sign_up`` and ``inside``."""
    who = newcomer(room, PURPOSE, "page")
    page = room.manifest.pages.get("sign_up")
    if page:
        who.sitting.follow(Ask(method="GET", url=resolve(room.base_url + "/", page)))
    who.stage("sign_up")
    walked = who.act(SIGN_UP)
    if walked is None or walked.outcome != "accepted":
        return
    who.stage("inside")
    who.enter()
    who.look_around()
