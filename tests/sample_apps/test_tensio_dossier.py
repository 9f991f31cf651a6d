"""The dossier and the invented registers: whole, consistent with the pages, and with the faults' patches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import sample_apps.tensio
from sample_apps.tensio import VERSION
from sample_apps.tensio.dossier.make_documents import DOCUMENTS, documents
from sample_apps.tensio.faults.catalogue import entries
from sample_apps.tensio.publisher import PUBLISHER

HOME = Path(sample_apps.tensio.__file__).parent
DOSSIER: dict[str, Any] = yaml.safe_load((HOME / "dossier" / "dossier.yaml").read_text("utf-8"))
PATCHES = [(entry["name"], patch) for entry in entries() for patch in entry.get("dossier", [])]


def luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits)))
    return sum(sum(divmod(number, 10)) for number in doubled) % 10 == 0


def test_sirens_pass_their_key() -> None:
    sirens = [DOSSIER["publisher"]["siren"], DOSSIER["hosting"]["health_data"]["host"]["siren"], "999012636"]
    assert all(luhn(siren) for siren in sirens)
    assert not luhn("999004121")


def test_dossier_says_what_the_pages_say() -> None:
    assert DOSSIER["publisher"]["name"] == PUBLISHER.name
    assert DOSSIER["publisher"]["siren"] == PUBLISHER.siren.replace(" ", "")
    assert DOSSIER["dpo"]["contact"] == PUBLISHER.dpo_email
    assert DOSSIER["hosting"]["web_host"] == {"name": PUBLISHER.host_name, "address": PUBLISHER.host_address}
    assert DOSSIER["release"]["version"] == VERSION


@pytest.mark.parametrize(("fault", "patch"), PATCHES)
def test_patch_changes_something_that_exists(fault: str, patch: dict[str, Any]) -> None:
    place: Any = DOSSIER
    for name in patch["path"].split("."):
        place = place[int(name)] if isinstance(place, list) else place[name]
    assert place != patch.get("value")


def test_documents_are_those_that_the_generator_makes() -> None:
    made = documents()
    assert {path.name: path.read_bytes() for path in DOCUMENTS.iterdir()} == made
    named = {patch["value"] for _, patch in PATCHES if patch["path"].endswith(".document")}
    assert {Path(name).name for name in named} <= set(made)


@pytest.mark.parametrize("name", ["cnil_dpo", "hds"])
def test_register_is_marked_as_invented(name: str) -> None:
    pack = yaml.safe_load((HOME / "reference" / f"{name}.yaml").read_text("utf-8"))
    assert pack["name"] == name
    assert "Invented for the lab" in pack["source"]
    assert all(luhn(entry["siren"]) for entry in pack["entries"])
