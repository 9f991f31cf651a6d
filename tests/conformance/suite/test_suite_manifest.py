"""``space.yaml``: what is read, and what is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.suite.manifest_file import ManifestWrong, load_manifest
from tests.conformance.suite.serving import made

Spoil = Callable[[dict[str, Any]], Any]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    with made(tmp_path) as there:
        return there.path


def _spoiled(path: Path, spoil: Spoil) -> Path:
    told = yaml.safe_load(path.read_text("utf-8"))
    spoil(told)
    path.write_text(yaml.safe_dump(told), "utf-8")
    return path


def test_what_is_not_said_is_as_in_the_contract(written: Path) -> None:
    told = load_manifest(written, {})
    assert told.issuer == f"{told.base_url}/oauth" and told.fhir == f"{told.base_url}/fhir"
    assert load_manifest(written, {}, "https://elsewhere.example.test/").base_url == "https://elsewhere.example.test"


def test_the_environment_goes_before_the_file(written: Path) -> None:
    told = load_manifest(written, {"PROBANT_SPACE_PERSON_1": "another"})
    assert told.people[0].password == "another" != told.people[1].password


def test_secrets_are_their_owners_alone(written: Path) -> None:
    text = written.read_text("utf-8")
    for path in [*written.parent.glob("*.jwk"), *written.parent.glob("*.password")]:
        assert path.stat().st_mode & 0o077 == 0
        assert path.read_text("utf-8") not in text


def test_dates_may_stand_without_quotes(written: Path) -> None:
    with written.open("a", encoding="utf-8") as file:
        file.write("expected_failures:\n- {clause: token.code-once, reason: known, until: 2026-03-02}\n")
    assert load_manifest(written, {}).expected_failures[0].until.isoformat() == "2026-03-02"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda told: told.pop("clients"), "clients"),
        (lambda told: told.update(base_url="http://space.example.test"), "base_url"),
        (lambda told: told.update(base_url="https://space.example.test/path"), "base_url"),
        (lambda told: told.update(unknown=1), "unknown"),
        (lambda told: told["clients"].pop(), "clients"),
        (lambda told: told["clients"][0].update(key="../other.jwk"), "clients/0/key"),
        (lambda told: told["clients"][0].update(key="/etc/passwd"), "clients/0/key"),
        (lambda told: told["clients"][0].update(key="missing.jwk"), "missing.jwk"),
        (lambda told: told["clients"][0].update(key="ca.pem"), "ca.pem"),
        (lambda told: told["clients"][0].update(redirect_uri="app://callback"), "redirect_uri"),
        (lambda told: told["people"][0].update(password_env="HOME"), "password_env"),
        (lambda told: told["people"][0].pop("password_file"), "password"),
        (lambda told: told["pages"]["consent"].pop("refuse"), "refuse"),
        (lambda told: told.update(expected_failures=[{"clause": "x", "reason": "y", "until": "soon"}]), "until"),
        (lambda told: told.update(expected_failures=[{"clause": "x", "reason": "y", "until": "2026-02-30"}]), "date"),
        (lambda told: told.update(ca="missing.pem"), "missing.pem"),
    ],
)
def test_what_cannot_be_used_is_told(written: Path, spoil: Spoil, words: str) -> None:
    with pytest.raises(ManifestWrong) as wrong:
        load_manifest(_spoiled(written, spoil), {})
    assert words in str(wrong.value)


@pytest.mark.parametrize("raw", [b"", b"[", b"- 1", b"\xff", b"!!python/object:os.system {}"])
def test_what_is_no_manifest_is_told(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "space.yaml"
    path.write_bytes(raw)
    with pytest.raises(ManifestWrong):
        load_manifest(path, {})
