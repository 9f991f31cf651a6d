"""The person of hostile experiments: somebody who signed up for them, or account ``a`` where nobody can sign up."""

from __future__ import annotations

from criteria.facts.http.urls import resolve
from harness.net import Ask
from harness.probes.person import Sitting, fresh, shared_sitting
from harness.probing import ProbeRoom

SIGN_UP = "sign_up"


def disposable(room: ProbeRoom, purpose: str) -> Sitting:
    """A signed-in session of that person. Raises ``LookFailed`` when they can neither sign up nor sign in."""
    if not room.journeys.get(SIGN_UP):
        sitting = shared_sitting(room, "a")
        sitting.purpose = purpose
        return sitting
    sitting = Sitting(room, fresh(room), purpose)
    sitting.must(SIGN_UP)
    for path in room.manifest.signed_in_pages[:1]:
        seen = sitting.ask(Ask(method="GET", url=resolve(room.base_url + "/", path)))
        if not 200 <= seen.status < 300:
            sitting.sign_in()
    return sitting
