"""Guided acts at a running app: a person who reads and acts, one who goes away, and one who only says so."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conformance.lab.pages import PAGES
from criteria.text import Language
from harness.audit.evaluate import evaluate
from harness.audit.run import run_audit
from harness.guided.asker import Act, Reply
from harness.manifest import load_manifest
from harness.probes.exchange import token_looks
from harness.probes.exchange.acts import COUNTS, acts_of
from harness.samples import Running, running_tensio
from reports.signing import Signer
from tests.support.hands import Hands, guided_manifest

pytestmark = pytest.mark.slow
PROBANT = (sys.executable, "-c", "from harness.cli import main; main()")
HEAD, ANSWER = "── ", "Then type done"


class Sample(msgspec.Struct, frozen=True):
    """A running Tensio whose exchange is guided, and who can act at it."""

    running: Running
    manifest: Path
    hands: Hands


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Sample]:
    with running_tensio(tmp_path / "tensio") as running:
        path, steps = guided_manifest(running)
        yield Sample(running, path, Hands(running, steps))


def questions(process: subprocess.Popen[str]) -> Iterator[str]:
    """The text of each question, as soon as it wants an answer."""
    assert process.stderr is not None
    told: list[str] = []
    for line in process.stderr:
        told = [line] if line.startswith(HEAD) else [*told, line] if told else []
        if ANSWER in line:
            yield "".join(told)


def audited(sample: Sample, out: Path, *arguments: str, most: int = 1000) -> tuple[dict[str, Any], list[str]]:
    """``probant audit`` at a terminal, with a person who leaves after ``most`` acts; the audit and the questions."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*PROBANT, "audit", str(sample.manifest), "--out", str(out), "--lang", "en", *arguments],
        stdin=slave,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **sample.running.environment},
    )
    os.close(slave)
    asked = []
    for question in questions(process):
        asked.append(question)
        if len(asked) > most:
            os.close(master)  # the terminal is hung up
            continue
        sample.hands.act(question)
        os.write(master, b"done\n")
    assert process.wait() in (0, 1, 2)
    if len(asked) <= most:
        os.close(master)
    return json.loads((out / "audit.json").read_bytes()), asked


def verdict(audit: dict[str, Any], criterion: str) -> dict[str, Any]:
    (found,) = [one for one in audit["verdicts"] if one["criterion"] == criterion]
    return dict(found)


def said(audit: dict[str, Any], criterion: str, clause: str) -> dict[str, Any]:
    """The first statement of this clause."""
    return next(one for one in verdict(audit, criterion)["finding"]["statements"] if one["clause"] == clause)


def test_a_person_pairs_shares_and_disconnects_by_hand(sample: Sample, tmp_path: Path) -> None:
    audit, asked = audited(sample, tmp_path / "out", "--only", "SEC-19")
    assert verdict(audit, "SEC-19")["verdict"] == "pass", verdict(audit, "SEC-19")["finding"]
    manifest = load_manifest(sample.manifest)
    assert len(asked) == acts_of("exchange.pairing", manifest) == 7
    assert [f"act {number} of 7 " in text for number, text in enumerate(asked, 1)] == [True] * 7
    password = sample.running.environment["PROBANT_TENSIO_A_PASSWORD"]
    assert password not in "".join(asked) and "$PROBANT_TENSIO_A_PASSWORD" in asked[0]
    steps = [step for one in audit["played"] for part in one["parts"] for step in part["steps"]]
    acts = [step for step in steps if step.get("guided")]
    assert {(step["actor"], step["place"], step["guided"]) for step in acts} == {("person", "app", "done")}
    assert any("Connect the health space" in step["told"] for step in acts)
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "Connect the health space" in report and "Demandé à la personne" in report
    stored = b"".join(path.read_bytes() for path in (tmp_path / "out" / "bundle").rglob("*") if path.is_file())
    secrets = [text.partition("password ")[2].split(".")[0] for text in asked if "health space asks" in text]
    assert secrets and all(secret.encode() not in stored for secret in [password, *secrets])


def test_a_person_who_leaves_midway_leaves_it_inconclusive(sample: Sample, tmp_path: Path) -> None:
    audit, asked = audited(sample, tmp_path / "out", "--only", "SEC-19,SEC-21", most=4)
    assert len(asked) == 5, "nobody is asked again once nobody answered"
    for criterion in ("SEC-19", "SEC-21"):
        found = verdict(audit, criterion)
        assert found["verdict"] == "inconclusive"
        assert said(audit, criterion, "exchange.guided_unanswered")["todo"]


def test_without_a_person_nothing_is_performed_and_it_says_what_to_do(sample: Sample, tmp_path: Path) -> None:
    arguments = [*PROBANT, "audit", str(sample.manifest), "--out", str(tmp_path / "out"), "--only", "SEC-19,SEC-12"]
    done = subprocess.run(
        arguments,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, **sample.running.environment},
        check=False,
    )
    assert done.returncode == 2, done.stderr.decode()
    audit = json.loads((tmp_path / "out" / "audit.json").read_bytes())
    assert {verdict(audit, name)["verdict"] for name in ("SEC-19", "SEC-12")} == {"inconclusive"}
    unasked, undriven = said(audit, "SEC-19", "gap.nobody_to_ask"), said(audit, "SEC-12", "gap.guided_not_driven")
    assert "--guided" in unasked["todo"]["en"] and "--guided" in unasked["todo"]["fr"]
    assert "guided.sign_in" in undriven["seen"]["en"]


class Liar:
    """Says that everything is done, and does nothing."""

    language: Language = "fr"

    def __init__(self) -> None:
        self.asked: list[Act] = []

    def ask(self, act: Act) -> Reply:
        self.asked.append(act)
        return Reply(outcome="done")


def test_a_person_who_only_says_so_neither_passes_nor_fails_an_app(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_looks, "PATIENCE", 0.0)
    only = ("GDP-11", "GDP-17", "CON-12", *(f"SEC-{number}" for number in range(19, 27)))
    liar, manifest = Liar(), load_manifest(sample.manifest)
    run_audit(
        manifest,
        sample.running.folder,
        tmp_path / "bundle",
        signer=Signer.generate(),
        only=only,
        environment=sample.running.environment,
        asker=liar,
    )
    audit = evaluate(tmp_path / "bundle")
    found = {one.criterion: one.verdict.value for one in audit.verdicts}
    assert found == dict.fromkeys(sorted(only), "inconclusive"), found
    for kind in COUNTS:
        mine = [act for act in liar.asked if act.look == kind]
        rounds_anew = len(PAGES) if kind == "exchange.reads" else 0  # a client that never reads has to pair anew
        assert len(mine) == acts_of(kind, manifest) + rounds_anew, kind
        assert mine[0].total == acts_of(kind, manifest)
        assert [act.number for act in mine] == list(range(1, len(mine) + 1))
