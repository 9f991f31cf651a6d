"""The breach exercise: drawn with the plan, handed out, and answered by a file of its very number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from criteria.observation import Look
from harness.errors import LookFailed
from harness.probes.dossier import KINDS
from harness.probes.dossier.exercise import run
from tests.harness.probes.test_dossier import Room

LOOK = Look(id="candidate:x", kind="dossier.exercise", probe="dossier", params={"exercise": "EX-1"})
DECLARED: dict[str, Any] = {"inventory": [{"field": "email", "category": "Compte"}]}
NAME = "dossier/exercise/EX-1.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dossier" / "exercise").mkdir(parents=True)
    (tmp_path / "dossier" / "dossier.yaml").write_text(yaml.safe_dump(DECLARED), "utf-8")
    return tmp_path


def looked(folder: Path) -> tuple[Room, str]:
    room = Room(folder)
    try:
        run(LOOK, room)  # type: ignore[arg-type]
    except LookFailed as failed:
        return room, failed.reason
    return room, ""


def test_a_number_is_drawn_for_every_plan() -> None:
    (kind,) = (one for one in KINDS if one.kind == "dossier.exercise")
    drawn = {kind.looks(None, "candidate")[0].params["exercise"] for _ in range(20)}  # type: ignore[arg-type]
    assert len(drawn) == 20 and all(one.startswith("EX-") for one in drawn)


def test_the_scenario_is_recorded_even_while_the_answer_is_due(folder: Path) -> None:
    room, reason = looked(folder)
    assert reason == "dossier.exercise_due"
    ((kind, data, _),) = room.seen
    assert (kind, data["exercise"], data["categories"]) == ("dossier.exercise", "EX-1", ("Compte",))


def test_an_answer_of_this_number_is_taken(folder: Path) -> None:
    answer = {"nature": "Perte", "categories": ["Compte"], "persons": 12, "aware": "2026-07-01T09:00:00Z"}
    (folder / NAME).write_text(yaml.safe_dump(answer), "utf-8")
    (folder / "dossier/exercise/EX-2.yaml").write_text("nature: Autre", "utf-8")
    room, reason = looked(folder)
    assert (reason, [kind for kind, _, _ in room.seen]) == ("", ["dossier.exercise", "dossier.exercise_answer"])
    assert room.seen[1][1] == {**answer, "categories": ("Compte",)}


@pytest.mark.parametrize(
    "text", ["- a", "persons: many", "a: &a [1]\nb: *a", "a: !!python/object:os.system x", "categories: Compte", ""]
)
def test_what_is_no_answer_says_so(folder: Path, text: str) -> None:
    (folder / NAME).write_text(text, "utf-8")
    assert looked(folder)[1] == "dossier.bad_answer"


def test_an_answer_is_never_read_through_a_link_or_beyond_its_bound(folder: Path) -> None:
    (folder / "secret.yaml").write_text("nature: x", "utf-8")
    (folder / NAME).symlink_to(folder / "secret.yaml")
    assert looked(folder)[1] == "dossier.bad_answer"
    (folder / NAME).unlink()
    (folder / NAME).write_bytes(b"nature: " + b"x" * 70_000)
    assert looked(folder)[1] == "dossier.bad_answer"


def test_without_an_inventory_nothing_is_drawn(folder: Path) -> None:
    (folder / "dossier/dossier.yaml").write_text("publisher: {name: X}", "utf-8")
    room, reason = looked(folder)
    assert (room.seen, reason) == ([], "dossier.no_inventory")
