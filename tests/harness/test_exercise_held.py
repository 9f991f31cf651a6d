"""An audit that waits for the answer to its breach exercise: held open, answered, resumed, sealed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from criteria.facts.exercise import SCENARIO
from harness.audit.evaluate import evaluate
from harness.audit.run import run_audit
from harness.bundle import open_bundle
from harness.samples import running_tensio
from reports.signing import Signer

pytestmark = pytest.mark.slow


def test_an_answer_to_the_very_exercise_makes_the_criterion_pass(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    with running_tensio(tmp_path / "candidate") as running:
        about = (running.manifest, running.folder, bundle)
        more = {"signer": Signer.generate(), "only": ("GDP-21",), "environment": running.environment}
        held = run_audit(*about, hold=True, **more)  # type: ignore[arg-type]
        found = open_bundle(bundle)
        assert held.awaited == ("candidate:dossier.exercise/exercise",) and not found.sealed
        assert [one.verdict for one in evaluate(bundle).verdicts] == ["inconclusive"]
        (task,) = (seen.data for seen in found.observations if seen.kind == SCENARIO)
        _answered(running.folder / "dossier", task)
        resumed = run_audit(*about, resume=True, hold=True, **more)  # type: ignore[arg-type]
    assert resumed.awaited == () and open_bundle(bundle).sealed
    (judged,) = evaluate(bundle).verdicts
    assert (judged.verdict, judged.finding.statements[0].clause) == ("pass", "sound")


def _answered(dossier: Path, task: dict[str, object]) -> None:
    """What the vendor's officer writes on reading the scenario."""
    answer = {
        "nature": "Perte de confidentialité",
        "categories": task["categories"],
        "persons": task["persons"],
        "records": task["records"],
        "contact": "Dominique Exemple, dpo@tensio.example",
        "consequences": "Révélation de données de santé à un tiers",
        "measures": "Accès fermés, personnes informées, mots de passe changés",
        "aware": "2026-07-01T09:00:00+02:00",
        "notified": "2026-07-02T17:30:00+02:00",
    }
    place = dossier / "exercise" / f"{task['exercise']}.yaml"
    place.parent.mkdir()
    place.write_text(yaml.safe_dump(answer, allow_unicode=True), "utf-8")
