"""Whole audits of the running sample: the demonstration, another hand, and a killed audit resumed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from harness.audit.evaluate import evaluate
from harness.audit.run import run_audit
from harness.bundle import open_bundle
from harness.matrix import verdicts_of
from harness.samples import faults, running_tensio
from reports.signing import Signer

pytestmark = pytest.mark.slow
PROBANT = (sys.executable, "-c", "from harness.cli import main; main()")


def probant(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in ``cwd`` as its own process."""
    return subprocess.run(
        [*PROBANT, *map(str, arguments)], cwd=cwd, capture_output=True, env={**os.environ, **environment}, check=False
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``probant demo`` leaves."""
    folder = tmp_path_factory.mktemp("demo")
    done = probant("demo", "--out", "out/demo", "--lang", "fr", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    return folder / "out" / "demo"


def test_the_demo_leaves_its_results_under_fixed_names(demo: Path) -> None:
    audit = json.loads((demo / "audit.json").read_bytes())
    assert len(audit["verdicts"]) == 70
    assert {"criterion", "verdict"} <= audit["verdicts"][0].keys()
    assert audit["decision"]["decision"] == "incomplete"
    assert (demo / "report.html").stat().st_size > 50_000
    assert (demo / "bundle" / "seal.json").is_file()
    assert (demo / "attestation.json").is_file()


def test_every_decided_criterion_passes_for_the_sound_sample(demo: Path) -> None:
    verdicts = verdicts_of(evaluate(demo / "bundle"))
    assert sorted(set(verdicts.values())) == ["inconclusive", "not_applicable", "pass", "review"]
    assert sum(verdict == "pass" for verdict in verdicts.values()) >= 55


def test_a_sample_in_another_hand_gets_the_same_verdicts(demo: Path, tmp_path: Path) -> None:
    """What people do is done on pages of other labels, markup and addresses: the demo's app, written anew."""
    with running_tensio(tmp_path / "candidate", reshape=5) as sample:
        signer, environment = Signer.generate(), sample.environment
        run_audit(sample.manifest, sample.folder, tmp_path / "bundle", signer=signer, environment=environment)
    assert verdicts_of(evaluate(tmp_path / "bundle")) == verdicts_of(evaluate(demo / "bundle"))


def test_evaluate_repeats_the_verdicts_byte_for_byte_elsewhere(demo: Path, tmp_path: Path) -> None:
    """Another folder, another time zone, another language: the same bytes."""
    shutil.copytree(demo / "bundle", tmp_path / "moved")
    done = probant("evaluate", "moved", "--json", cwd=tmp_path, TZ="Pacific/Auckland", LANG="en_NZ.UTF-8")
    assert done.stdout == (demo / "audit.json").read_bytes()


def test_the_attestation_covers_every_result(demo: Path, tmp_path: Path) -> None:
    assert probant("verify", demo, "--key", demo / "public-key.pem", cwd=tmp_path).returncode == 0
    moved = tmp_path / "demo"
    shutil.copytree(demo, moved)
    (moved / "report.html").write_bytes((moved / "report.html").read_bytes() + b" ")
    assert probant("verify", moved, "--key", demo / "public-key.pem", cwd=tmp_path).returncode == 5


def test_the_demo_does_not_clear_a_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    assert probant("demo", "--out", "mine", cwd=tmp_path).returncode == 3
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


def test_a_first_contact_by_address_says_what_would_decide_the_rest(tmp_path: Path) -> None:
    with running_tensio(tmp_path / "candidate") as sample:
        done = probant(
            "audit",
            sample.manifest.base_url,
            "--profile",
            "lab",
            "--ca",
            tmp_path / "candidate/lab/ca.pem",
            "--out",
            "out",
            "--json",
            cwd=tmp_path,
        )
    audit = json.loads(done.stdout)
    verdicts = {one["criterion"]: one for one in audit["verdicts"]}
    assert done.returncode == 2, done.stderr.decode()
    assert verdicts["SEC-01"]["verdict"] == "pass"
    assert verdicts["SEC-05"]["verdict"] == "inconclusive"
    said = " ".join(one["seen"]["en"] for one in verdicts["SEC-05"]["finding"]["statements"])
    assert "accounts.a" in said


def test_a_killed_audit_resumes_and_ends_in_the_same_verdicts(demo: Path, tmp_path: Path) -> None:
    with running_tensio(tmp_path / "candidate") as sample:
        arguments = ["audit", "candidate/candidate.yaml", "--out", "out"]
        running = subprocess.Popen(
            [*PROBANT, *arguments], cwd=tmp_path, env={**os.environ, **sample.environment}, stderr=subprocess.PIPE
        )
        assert running.stderr is not None
        for _ in range(6):
            running.stderr.readline()
        running.send_signal(signal.SIGKILL)
        running.communicate()
        assert not (tmp_path / "out" / "bundle" / "seal.json").exists()
        assert (
            requests.get(
                sample.manifest.base_url, verify=str(tmp_path / "candidate/lab/ca.pem"), timeout=20
            ).status_code
            == 200
        )
        done = probant(*arguments, "--resume", cwd=tmp_path, **sample.environment)
    assert done.returncode == 2, done.stderr.decode()
    assert verdicts_of(evaluate(tmp_path / "out" / "bundle")) == verdicts_of(evaluate(demo / "bundle"))
    assert open_bundle(tmp_path / "out" / "bundle").sealed


def test_pytest_runs_an_audit_of_its_own(tmp_path: Path) -> None:
    """Fail is a failure, pass a pass; the exit code is that of the verdicts."""
    fault = next(fault for fault in faults() if fault.name == "no_hsts")
    with running_tensio(tmp_path / "candidate", [fault]) as sample:
        arguments = ["candidate/candidate.yaml", "--only", "SEC-02,SEC-03", "--junitxml", "junit.xml", "-q"]
        done = probant("pytest", *arguments, cwd=tmp_path, **sample.environment)
    junit = (tmp_path / "junit.xml").read_text("utf-8")
    assert done.returncode == 1, done.stdout.decode() + done.stderr.decode()
    assert 'errors="0" failures="1" skipped="0" tests="2"' in junit
    assert "SEC-03" in junit


def test_check_is_well_for_the_sample_and_says_what_is_missing_without_its_secrets(tmp_path: Path) -> None:
    with running_tensio(tmp_path / "candidate") as sample:
        well = probant("check", "candidate/candidate.yaml", cwd=tmp_path, **sample.environment)
        bare = probant("check", "candidate/candidate.yaml", "--json", cwd=tmp_path)
    assert well.returncode == 0, well.stdout.decode()
    assert bare.returncode == 2
    assert any("PROBANT_TENSIO_A_PASSWORD" in one["found"]["en"] for one in json.loads(bare.stdout) if not one["well"])
