"""Account A takes its data along."""

from __future__ import annotations

from criteria.observation import Look
from criteria.rights_acts import Act
from harness.errors import LookFailed
from harness.manifest.model import Manifest
from harness.probes.person import nobody, shared_sitting
from harness.probes.person.sitting import Sitting
from harness.probes.rights.trying import SIGN_IN, Trying
from harness.probing import ProbeRoom

PURPOSE = "rights.export"
EXPORT = "export_data"


def run(look: Look, room: ProbeRoom) -> None:
    """Stages ``before`` (the pages, with A's canaries) and ``export``. Without any account nothing is to be taken."""
    if not _has_accounts(room.manifest):
        Trying(room, Sitting(room, nobody(room), PURPOSE)).note(_nothing())
        return
    sitting = shared_sitting(room, "a")
    sitting.purpose, sitting.heard = PURPOSE, []
    who = Trying(room, sitting)
    who.stage("before")
    who.look_around()
    who.stage("export")
    walked = who.act(EXPORT)
    if walked is not None and walked.outcome == "no_answer":
        raise LookFailed("gap.unreachable", host=room.base_url, detail=walked.detail)


def _has_accounts(manifest: Manifest) -> bool:
    return "a" in manifest.accounts or SIGN_IN in manifest.journeys


def _nothing() -> Act:
    return Act(act=EXPORT, stage="export", outcome="not_declared")
