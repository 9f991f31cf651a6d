"""One look of kind ``dossier.exercise``: hands out this audit's scenario, and takes the answer when there is one."""

from __future__ import annotations

import msgspec

from criteria.facts.dossier import Declaration
from criteria.facts.exercise import ANSWER, SCENARIO, Answer, Scenario, scenario
from criteria.observation import Look
from harness.errors import LookFailed, ManifestError
from harness.manifest.untrusted_yaml import parse_untrusted
from harness.probes.dossier.documents import Refused, read_document
from harness.probes.dossier.read import declared, folder_of, plain
from harness.probing import ProbeRoom

KIND = "dossier.exercise"
LARGEST = 64 * 1024


def run(look: Look, room: ProbeRoom) -> None:
    """Record the scenario, then the answer of ``exercise/NUMBER.yaml``.

    The number was drawn with the plan. Raises ``LookFailed`` (``dossier.exercise_due``) while there is no answer: a
    resumed audit looks again.
    """
    inventory = msgspec.convert(declared(room), Declaration).inventory or ()
    drawn = scenario(str(look.params.get("exercise", "")), inventory)
    if drawn is None:
        raise LookFailed("dossier.no_inventory")
    room.observe(kind=SCENARIO, data=drawn, target=drawn.exercise)
    name = f"exercise/{drawn.exercise}.yaml"
    room.observe(kind=ANSWER, data=_answer(room, name, drawn), target=name)


def _answer(room: ProbeRoom, name: str, drawn: Scenario) -> Answer:
    try:
        raw = read_document(folder_of(room), name, LARGEST)
    except Refused as refused:
        if refused.why == "missing":
            raise LookFailed("dossier.exercise_due", exercise=drawn.exercise, name=name) from refused
        raise LookFailed("dossier.bad_answer", name=name, why=refused.why) from refused
    try:
        return msgspec.convert(plain(parse_untrusted(raw, name)), Answer)
    except ManifestError as error:
        raise LookFailed("dossier.bad_answer", name=name, why=error.problem.en) from error
    except msgspec.ValidationError as error:
        raise LookFailed("dossier.bad_answer", name=name, why=str(error)[:200]) from error
