"""Walks, signed in, every declared journey whose forms bear a canary: what a person enters, and where it then goes."""

from __future__ import annotations

import json
import re

from criteria.facts.http.journeys import SUMMARY_KIND, Journey, Journeys
from criteria.observation import Look
from harness.errors import LookFailed
from harness.manifest.model import Step
from harness.net import Labels
from harness.probes.http.journey import Walker
from harness.probes.http.signed_in import ACCOUNT, visit_signed_in
from harness.probes.person.people import seeded
from harness.probes.person.session import SIGN_IN, sign_in
from harness.probing import ProbeRoom

PURPOSE = "journey"
ACCOUNT_ITSELF = frozenset(("sign_up", "sign_in", "sign_out", "delete_account", "withdraw_consent"))
AT_SPACE = frozenset(
    ("connect_space", "share_measure", "sync_space", "read_measures", "read_documents", "disconnect_space")
)
ELSEWHERE = ACCOUNT_ITSELF | AT_SPACE
"""Journeys that end the account or the session, or need the health space: other looks walk those."""
_CANARY = re.compile(r"\$\{canary\.([A-Za-z0-9_.\-]{1,60})\}")


def run(look: Look, room: ProbeRoom) -> None:
    """Walk the journeys (purpose ``journey``), then see the signed-in pages again; ``http.journeys_summary`` ends it.

    A manifest without such journeys and without accounts leaves nothing to walk, which is then what is recorded.
    Raises ``LookFailed`` when the account cannot sign in.
    """
    bearing = {name: steps for name, steps in room.journeys.items() if name not in ELSEWHERE and canaries_of(steps)}
    walked: list[Journey] = []
    if ACCOUNT in room.manifest.accounts or SIGN_IN in room.journeys:
        context = sign_in(room, ACCOUNT)
        walked = [_walked(room, context, name, steps) for name, steps in bearing.items()]
        visit_signed_in(room, context)
    elif bearing:
        raise LookFailed("gap.missing_input", input=f"accounts.{ACCOUNT}")
    room.observe(kind=SUMMARY_KIND, data=Journeys(walked=tuple(walked)), target=look.target)


def canaries_of(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Names of the canaries that the forms and the JSON of these steps bear."""
    texts = [text for step in steps for text in (*step.form.values(), json.dumps(step.json))]
    return tuple(dict.fromkeys(name for text in texts for name in _CANARY.findall(text)))


def _walked(room: ProbeRoom, context: str, name: str, steps: tuple[Step, ...]) -> Journey:
    labels = Labels(context=context, purpose=PURPOSE)
    end = Walker(room, name, labels, seeded(room, ACCOUNT), room.verify).walk(steps)
    known = room.account(ACCOUNT).canaries
    borne = tuple(canary for canary in canaries_of(steps) if canary in known)
    return Journey(name=name, outcome=end.outcome, step=end.step, canaries=borne, detail=end.detail)
