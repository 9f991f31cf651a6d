"""Whole audits of Sommeil: a candidate of another make, with a JSON interface and a code by mail."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from harness.audit.evaluate import evaluate
from harness.audit.run import client_for, run_audit
from harness.errors import ConfigurationError
from harness.matrix import verdicts_of
from harness.preflight import preflight
from harness.results import BUNDLE
from harness.sommeil import faults, running_sommeil
from reports.signing import Signer

pytestmark = pytest.mark.slow
DECIDED = (
    *("SEC-01", "SEC-02", "SEC-03", "SEC-04", "SEC-05", "SEC-16", "SEC-19", "SEC-20", "SEC-21", "SEC-22"),
    *("GDP-01", "GDP-03", "GDP-05", "GDP-06", "GDP-10", "CON-01"),
)


def audited(folder: Path, *names: str, only: tuple[str, ...] = ()) -> dict[str, str]:
    """The verdicts on Sommeil with these faults; skips where Node is missing."""
    chosen = [fault for fault in faults() if fault.name in names]
    try:
        with running_sommeil(folder / "candidate", chosen) as running:
            run_audit(
                running.manifest,
                running.folder,
                folder / BUNDLE,
                signer=Signer.generate(),
                only=only,
                environment=running.environment,
            )
    except ConfigurationError as error:
        pytest.skip(f"{error.problem.en} {error.remedy.en if error.remedy else ''}")
    return verdicts_of(evaluate(folder / BUNDLE))


def test_the_sound_app_fails_nothing_and_passes_what_can_be_seen(tmp_path: Path) -> None:
    verdicts = audited(tmp_path)
    assert set(verdicts.values()) <= {"pass", "inconclusive", "not_applicable", "review"}
    assert {name: verdicts[name] for name in DECIDED} == dict.fromkeys(DECIDED, "pass")


@pytest.mark.parametrize(("name", "criterion"), [("pkce_plain", "SEC-19"), ("accepts_any_state", "SEC-20")])
def test_a_fault_of_the_pairing_is_found(name: str, criterion: str, tmp_path: Path) -> None:
    pairing = ("SEC-19", "SEC-20")
    verdicts = audited(tmp_path, name, only=pairing)
    assert {one: verdicts[one] for one in pairing if verdicts[one] == "fail"} == {criterion: "fail"}


@pytest.mark.parametrize("name", ["refusal_one_layer_deeper", "refusal_forgotten"])
def test_a_fault_of_the_banner_is_found(name: str, tmp_path: Path) -> None:
    verdicts = audited(tmp_path, name, only=("GDP-05", "GDP-06"))
    assert {one: verdicts[one] for one in ("GDP-05", "GDP-06")} == {"GDP-05": "pass", "GDP-06": "fail"}


@pytest.mark.parametrize(("declared", "said"), [(True, False), (False, True)])
def test_the_preflight_asks_for_a_mailbox_where_a_journey_waits_for_mail(
    declared: bool, said: bool, tmp_path: Path
) -> None:
    try:
        with running_sommeil(tmp_path) as running:
            manifest = running.manifest if declared else msgspec.structs.replace(running.manifest, mailbox=None)
            http = client_for(manifest, running.folder)
            advice = list(preflight(manifest, running.folder, http, running.environment))
    except ConfigurationError as error:
        pytest.skip(f"{error.problem.en} {error.remedy.en if error.remedy else ''}")
    assert any("mailbox" in one.found.en for one in advice if not one.well) is said
