"""The dossier probe reads what it is given, and nothing else of the machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from criteria.observation import Look
from harness.errors import LookFailed
from harness.probes.dossier.documents import LARGEST, Refused, read_document
from harness.probes.dossier.probe import KINDS, named_documents, run
from harness.probes.dossier.read import schema

LOOK = Look(id="candidate:dossier.read/dossier.yaml", kind="dossier.read", probe="dossier")
TENSIO = Path(__file__).parents[3] / "sample_apps/tensio"


class Room:
    """The part of ``ProbeRoom`` that this probe uses."""

    def __init__(self, folder: Path, dossier: str = "dossier") -> None:
        self.folder = folder
        self.manifest = type("Manifest", (), {"dossier": dossier})()
        self.seen: list[tuple[str, Any, dict[str, bytes]]] = []

    def observe(self, *, kind: str, data: Any, blobs: dict[str, bytes] | None = None, target: str = "") -> str:
        self.seen.append((kind, msgspec.to_builtins(data), dict(blobs or {})))
        return str(len(self.seen))


def looked(folder: Path, dossier: str = "dossier") -> Room:
    room = Room(folder, dossier)
    run(LOOK, room)  # type: ignore[arg-type]
    return room


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dossier").mkdir()
    return tmp_path


def hand_in(folder: Path, declaration: Any) -> None:
    text = declaration if isinstance(declaration, str) else yaml.safe_dump(declaration, allow_unicode=True)
    (folder / "dossier/dossier.yaml").write_text(text, "utf-8")


def naming(document: str) -> dict[str, Any]:
    return {"dpo": {"designation": {"document": document}}}


def test_the_dossier_of_the_sample_is_read_with_its_documents() -> None:
    seen = looked(TENSIO).seen
    assert [kind for kind, _, _ in seen] == ["dossier.declaration", *["dossier.document"] * (len(seen) - 1)]
    assert seen[0][1]["publisher"]["siren"] == "999004120"
    assert all(blobs["document"].startswith((b"%PDF-", b"{")) for _, _, blobs in seen[1:])


def test_the_look_needs_a_dossier_and_no_control() -> None:
    assert [kind.kind for kind in KINDS] == ["dossier.read", "dossier.exercise"]
    assert all((kind.needs, kind.control) == (("dossier",), False) for kind in KINDS)


def test_documents_are_named_with_the_section_that_names_them() -> None:
    declared = {"hosting": {"health_data": {"subcontractors": [{"hds": {"document": "a.pdf"}}]}}, "document": 3}
    assert list(named_documents(declared)) == [("hosting.health_data.subcontractors.0.hds", "a.pdf")]


@pytest.mark.parametrize(
    "name",
    ["../secret.txt", "/etc/hosts", "a/../../secret.txt", "a//b", "./a", "a\\b", "a\0b", "a/" * 20 + "b", "\ud800", ""],
)
def test_names_that_climb_out_are_never_opened(folder: Path, name: str) -> None:
    (folder / "secret.txt").write_text("secret")
    with pytest.raises(Refused) as refused:
        read_document(folder / "dossier", name)
    assert refused.value.why == "name"


def test_links_devices_and_large_files_are_refused(folder: Path) -> None:
    (folder / "secret.txt").write_text("secret")
    (folder / "outside").mkdir()
    (folder / "outside/b.pdf").write_text("secret")
    inside = folder / "dossier"
    (inside / "link.pdf").symlink_to(folder / "secret.txt")
    (inside / "sub").symlink_to(folder / "outside")
    (inside / "folder.pdf").mkdir()
    os.mkfifo(inside / "pipe.pdf")
    with (inside / "large.pdf").open("wb") as file:
        file.truncate(LARGEST + 1)
    expected = {
        "link.pdf": "link",
        "sub/b.pdf": "link",
        "folder.pdf": "not_a_file",
        "pipe.pdf": "not_a_file",
        "large.pdf": "too_large",
        "none.pdf": "missing",
        "none/x.pdf": "missing",
        "large.pdf/x": "not_a_file",
    }
    for name, why in expected.items():
        hand_in(folder, naming(name))
        kind, data, blobs = looked(folder).seen[1]
        assert (kind, data["why"], blobs) == ("dossier.refused", why, {}), name


def test_the_whole_dossier_is_bounded(folder: Path) -> None:
    (folder / "dossier/a.pdf").write_bytes(b"x" * 100)
    with pytest.raises(Refused) as refused:
        read_document(folder / "dossier", "a.pdf", 50)
    assert refused.value.why == "too_many"
    many = {"appendices": [{"document": "a.pdf"} for _ in range(105)]}
    hand_in(folder, many)
    kinds = [kind for kind, _, _ in looked(folder).seen]
    assert (kinds.count("dossier.document"), kinds.count("dossier.refused")) == (100, 5)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("publisher: {siren: 999004120}", "dossier.bad_value"),
        ("publisher: {siren: '99900412'}", "dossier.bad_value"),
        ("hosting: {health_data: {hds: {valid_too: '2026-01-01'}}}", "dossier.bad_value"),
        ("hosting: {health_data: {hds: {activities: [7]}}}", "dossier.bad_value"),
        ("- a list", "dossier.bad_value"),
        ("", "dossier.bad_value"),
        ("a: &a [1]\nb: *a", "dossier.unreadable"),
        ("a: 1\na: 2", "dossier.unreadable"),
        ("a: !!python/object:os.system x", "dossier.unreadable"),
        ('a: "\\uD800"', "dossier.unreadable"),
        ("a: " + "[" * 100, "dossier.unreadable"),
    ],
)
def test_a_declaration_that_is_none_says_where(folder: Path, text: str, reason: str) -> None:
    hand_in(folder, text)
    with pytest.raises(LookFailed) as failed:
        looked(folder)
    assert failed.value.reason == reason


def test_a_linked_declaration_is_not_read(folder: Path) -> None:
    (folder / "elsewhere.yaml").write_text("a: 1")
    (folder / "dossier/dossier.yaml").symlink_to(folder / "elsewhere.yaml")
    with pytest.raises(LookFailed):
        looked(folder)


def test_a_folder_outside_the_manifests_is_not_read(folder: Path) -> None:
    with pytest.raises(LookFailed) as failed:
        looked(folder / "dossier", "..")
    assert failed.value.reason == "dossier.no_folder"


def test_unknown_sections_are_kept_and_known_ones_may_be_missing(folder: Path) -> None:
    hand_in(folder, {"authors": [{"name": "Camille Exemple"}]})
    assert looked(folder).seen == [("dossier.declaration", {"authors": [{"name": "Camille Exemple"}]}, {})]


def test_every_part_of_the_schema_says_what_it_is() -> None:
    assert schema()["$id"] == "urn:probant:dossier:1"
    assert all(section.get("description") for section in schema()["properties"].values())
