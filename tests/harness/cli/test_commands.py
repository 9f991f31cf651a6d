"""The commands as their users call them: what they print, where, and with which exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.cli import main
from harness.manifest import load_manifest
from reports.signing import Signer
from tests.support.bundles import sealed_bundle

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call ``probant`` and return its exit code, standard output and standard error."""
    monkeypatch.setenv("PROBANT_LANG", "en")

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        out, err = capsysbinary.readouterr()
        return int(left.value.code or 0), out.decode(), err.decode()

    return call


def test_criteria_lists_seventy_and_says_that_they_are_not_the_states(run: Run) -> None:
    code, out, err = run("criteria")
    assert (code, len(out.splitlines())) == (0, 70)
    assert "not the State" in err


@pytest.mark.parametrize(("language", "words"), [("fr", "Exigence"), ("en", "Requirement")])
def test_criteria_explains_one_in_both_languages(run: Run, language: str, words: str) -> None:
    code, out, _ = run("criteria", "sec-07", "--lang", language)
    assert code == 0
    assert words in out


def test_criteria_as_json_stands_alone(run: Run) -> None:
    code, out, err = run("criteria", "--topic", "gdpr", "--json")
    assert (code, len(json.loads(out)), err) == (0, 21, "")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("criteria", "SEC-99"), "SEC-99"),
        (("audit", "nowhere.yaml"), "nowhere.yaml"),
        (("audit", "http://app.example.fr"), "https"),
        (("audit", "https://user:secret@app.example.fr"), "user name"),
        (("audit", "https://127.0.0.1:9"), "127.0.0.1"),
        (("audit", "nowhere.yaml", "--origin", "reviewer"), "sign"),
        (("evaluate", "nowhere"), "nowhere"),
        (("verify", "nowhere"), "nowhere"),
        (("report", "nowhere.json"), "nowhere"),
        (("audit", "--no-such-option", "x"), "no-such-option"),
        (("no-such-command",), "no-such-command"),
        (("matrix", "--jobs", "0"), "jobs"),
        (("matrix", "--fault", "no_hst"), "no_hsts"),
        (("matrix", "--sample", "sommeil", "--reshape", "1"), "sommeil"),
        (("matrix", "--record", "x.tar.xz", "--reshape", "1"), "--record"),
    ],
)
def test_a_wrong_call_is_code_3_with_a_sentence(run: Run, arguments: tuple[str, ...], word: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (3, "")
    assert word in err
    assert "Traceback" not in err


def test_evaluate_prints_the_same_json_each_time_and_nothing_else(run: Run, tmp_path: Path) -> None:
    bundle = sealed_bundle(tmp_path / "bundle")
    code, first, err = run("evaluate", bundle, "--json")
    assert (code, err) == (2, "")
    assert run("evaluate", bundle, "--json")[1] == first
    assert json.loads(first)["counts"]["total"] == 70


def test_a_packed_bundle_gives_the_same_audit(run: Run, tmp_path: Path) -> None:
    bundle = sealed_bundle(tmp_path / "bundle")
    assert run("pack", bundle, tmp_path / "one.zip")[0] == 0
    assert run("evaluate", tmp_path / "one.zip", "--json")[1] == run("evaluate", bundle, "--json")[1]


def test_a_changed_blob_is_code_5(run: Run, tmp_path: Path) -> None:
    bundle = sealed_bundle(tmp_path / "bundle")
    blob = next(path for path in (bundle / "blobs").rglob("*") if path.is_file())
    blob.write_bytes(b"<p>Bonsoir</p>")
    for command in ("evaluate", "verify"):
        code, out, err = run(command, bundle)
        assert (code, out) == (5, "")
        assert "changed" in err


def test_verify_proves_only_for_a_trusted_key(run: Run, tmp_path: Path) -> None:
    signer = Signer.generate()
    bundle = sealed_bundle(tmp_path / "bundle", signer)
    key = tmp_path / "key.pem"
    key.write_bytes(signer.public_pem())
    assert run("verify", bundle)[0] == 2
    assert run("verify", bundle, "--key", key)[0] == 0
    key.write_bytes(Signer.generate().public_pem())
    assert run("verify", bundle, "--key", key)[0] == 2


@pytest.mark.parametrize("value", ["yesterday", "2026-07-01", "2026-07-01T10:00:00"])
def test_a_time_without_offset_is_refused(run: Run, tmp_path: Path, value: str) -> None:
    bundle = sealed_bundle(tmp_path / "bundle")
    code, _, err = run("evaluate", bundle, "--as-of", value)
    assert code == 3
    assert value in err


def test_as_of_is_recorded(run: Run, tmp_path: Path) -> None:
    bundle = sealed_bundle(tmp_path / "bundle")
    _, out, _ = run("evaluate", bundle, "--json", "--as-of", "2027-01-01T01:00:00+01:00")
    assert json.loads(out)["inputs"]["as_of"] == "2027-01-01T00:00:00.000Z"


def test_report_renders_a_bundle(run: Run, tmp_path: Path) -> None:
    bundle = sealed_bundle(tmp_path / "bundle")
    target = tmp_path / "report.html"
    assert run("report", bundle, "-o", target)[0] == 0
    assert b"<html" in target.read_bytes()


def test_export_gives_a_har(run: Run, tmp_path: Path) -> None:
    bundle = sealed_bundle(tmp_path / "bundle")
    code, out, _ = run("export", bundle)
    assert code == 0
    assert json.loads(out)["log"]["version"] == "1.2"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["--lab", "--standard"])
def test_init_writes_a_manifest_that_loads(run: Run, tmp_path: Path, language: str, kind: str) -> None:
    assert run("init", tmp_path, "--defaults", kind, "--lang", language)[0] == 0
    manifest = load_manifest(tmp_path / "candidate.yaml")
    assert manifest.profile == kind.removeprefix("--")
    assert run("init", tmp_path, "--defaults")[0] == 3


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_init_comments_out_loads_when_it_is_uncommented(run: Run, tmp_path: Path, language: str) -> None:
    run("init", tmp_path, "--defaults", "--lang", language)
    path = tmp_path / "candidate.yaml"
    lines = path.read_text("utf-8").splitlines()
    block = lines.index(next(line for line in lines if line.startswith("# accounts:")))
    whole = [line.removeprefix("# ") if _is_yaml(line) else line for line in lines[block:]]
    path.write_text("\n".join([*lines[:block], *whole]) + "\n", "utf-8")
    manifest = load_manifest(path)
    assert manifest.space is not None
    signing = {"sign_in", "sign_up", "sign_out", "reset_password"}
    journeys = {"enter_measure", "contact_support", "upload", "connect_space", "share_measure"}
    assert set(manifest.journeys) == signing | journeys
    assert manifest.access_log is not None and manifest.recordings
    assert manifest.api is not None


def _is_yaml(line: str) -> bool:
    """Whether a commented line is an example and not a sentence."""
    body = line.removeprefix("# ")
    return line.startswith("# ") and (body.startswith(" ") or (body.rstrip().endswith(":") or ": " in body[:12]))


def test_pytest_items_follow_the_verdicts(run: Run, tmp_path: Path) -> None:
    bundle = sealed_bundle(tmp_path / "bundle")
    junit = tmp_path / "junit.xml"
    code, _, _ = run("pytest", bundle, "--junitxml", junit, "--alluredir", tmp_path / "allure", "-q")
    assert code == 2
    assert 'tests="70"' in junit.read_text("utf-8")
    assert len(list((tmp_path / "allure").glob("*-result.json"))) == 70
