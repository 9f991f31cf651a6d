"""``probant init`` begins a dossier: what it writes loads, and so does what it comments out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml
from click.testing import CliRunner

from criteria.facts.dossier import Declaration
from harness.cli.init_command import command
from harness.probes.dossier.read import schema


def begun(folder: Path, language: str) -> Path:
    assert CliRunner().invoke(command, [str(folder), "--defaults", "--lang", language]).exit_code == 0
    return folder / "dossier" / "dossier.yaml"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_dossier_loads_as_it_is_written(tmp_path: Path, language: str) -> None:
    found = yaml.safe_load(begun(tmp_path, language).read_text("utf-8"))
    jsonschema.validate(found, json.loads((tmp_path / "dossier" / "dossier.schema.json").read_bytes()))
    assert list(found) == ["publisher"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_commented_out_is_a_dossier_too(tmp_path: Path, language: str) -> None:
    lines = begun(tmp_path, language).read_text("utf-8").splitlines()
    whole: dict[str, Any] = yaml.safe_load("\n".join(_uncommented(lines)))
    jsonschema.validate(whole, schema())
    declared = msgspec.convert(whole, Declaration)
    assert declared.inventory and declared.recipients and declared.retention and declared.processors
    assert declared.notice and declared.processing_record and declared.dpia and declared.incidents


def test_a_dossier_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier" / "dossier.yaml").write_text("release: {version: 1}", "utf-8")
    assert begun(tmp_path, "fr").read_text("utf-8") == "release: {version: 1}"


def _uncommented(lines: list[str]) -> list[str]:
    """A commented line is an example when it begins a section or goes on with one."""
    examples = [line.removeprefix("# ") for line in lines]
    return [line for line in examples if line.startswith(" ") or line.partition(":")[0].replace("_", "").isalpha()]
