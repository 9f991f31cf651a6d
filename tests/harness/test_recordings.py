"""Recordings: what is read, what is refused, what stands nearest to a broken step, and those of the samples."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import msgspec
import pytest

from harness.errors import ConfigurationError, ManifestError
from harness.journeys.nearest import Element, nearest
from harness.journeys.recording import JOURNEYS, LARGEST, read_recording, recordings_of
from harness.manifest.model import Environment, Manifest, Publisher

CLICK: dict[str, Any] = {"type": "click", "target": "main", "selectors": [["aria/OK"], "#ok"], "offsetX": 1}


def raw(*steps: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"title": "Essai", "steps": steps, **more}).encode()


def manifest(folder: str) -> Manifest:
    return Manifest(
        probant=1,
        name="Essai",
        version="1",
        publisher=Publisher(name="Essai"),
        faces=("web",),
        environments={"production": Environment(base_url="https://app.example.fr")},
        recordings=folder,
    )


def test_an_export_of_the_recorder_is_read() -> None:
    steps = [
        {"type": "setViewport", "width": 1280, "height": 720, "deviceScaleFactor": 1, "isMobile": False},
        {
            "type": "navigate",
            "url": "https://app.example.fr/",
            "assertedEvents": [{"type": "navigation", "title": "x"}],
        },
        CLICK,
        {"type": "change", "value": "${account.login}", "selectors": [["#email"]]},
        {"type": "keyDown", "key": "Enter", "target": "main"},
        {"type": "waitForElement", "selectors": [["outer", "inner"]], "operator": ">=", "count": 2},
        {"type": "scroll", "x": 0, "y": 300},
    ]
    found = read_recording(raw(*steps, timeout=5000), "x.json")
    assert [step.type for step in found.steps] == [step["type"] for step in steps]
    assert found.steps[1].navigates and not found.steps[2].navigates
    assert found.steps[2].chains == (("aria/OK",), ("#ok",)) and found.steps[5].chains == (("outer", "inner"),)


@pytest.mark.parametrize(
    "wrong",
    [
        b"{",
        b"[]",
        b'{"steps": []}',
        b"[" * 100_000,
        b" " * (LARGEST + 10),
        raw({"type": "waitForExpression", "expression": "fetch('/')"}),
        raw({"type": "customStep", "name": "x", "parameters": {}}),
        raw({"type": "navigate", "url": "javascript:alert(1)"}),
        raw({"type": "navigate", "url": "file:///etc/passwd"}),
        raw({"type": "navigate", "url": "//elsewhere.example/"}),
        raw({"type": "click"}),
        raw({"type": "change", "selectors": [["#a"]]}),
        raw({**CLICK, "selectors": [["x" * 2000]]}),
        raw({**CLICK, "selectors": [[]]}),
        raw({**CLICK, "timeout": 10_000_000}),
        raw(*[CLICK] * 300),
    ],
)
def test_what_is_no_recording_is_refused_by_name(wrong: bytes) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_recording(wrong, "sign_in.json")
    assert "sign_in.json" in refused.value.problem.fr


def test_the_folder_gives_journeys_in_the_order_of_a_visit(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    for name in ("sign_out", "enter_measure", "sign_in", "notes"):
        (tmp_path / "r" / f"{name}.json").write_bytes(raw(CLICK))
    assert list(recordings_of(manifest("r"), tmp_path)) == ["sign_in", "enter_measure", "sign_out"]
    assert recordings_of(manifest(""), tmp_path) == {}


def test_a_folder_outside_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestError):
        recordings_of(manifest("../elsewhere"), tmp_path)


ELEMENTS = (
    Element("Se connecter", "button", ("aria/Se connecter", "form > button")),
    Element("Adresse e-mail", "input", ("#courriel",)),
    Element("Aide", "a", ("nav > a",)),
)


@pytest.mark.parametrize(
    ("tried", "first"),
    [
        (("aria/Connexion", "main form button"), "Se connecter"),
        (("aria/Adresse email", "#email"), "Adresse e-mail"),
        (('xpath///*[@id="courriel"]',), "Adresse e-mail"),
    ],
)
def test_the_nearest_element_is_the_one_most_alike(tried: tuple[str, ...], first: str) -> None:
    assert nearest(tried, ELEMENTS)[0].name == first


def test_nothing_is_near_when_nothing_is_alike() -> None:
    assert nearest(("aria/Zzz",), ELEMENTS) == [] and nearest((), ELEMENTS) == [] and nearest(("a",), ()) == []


@pytest.mark.parametrize("sample", ["tensio", "sommeil"])
def test_the_recordings_of_the_samples_are_sound(sample: str) -> None:
    with as_file(files(f"sample_apps.{sample}")) as folder:
        found = recordings_of(msgspec.structs.replace(manifest("recordings")), folder)
    assert set(found) >= {"sign_in", "enter_measure", "read_measures", "sign_out"} and set(found) <= set(JOURNEYS)
