"""``probant space check``: results on standard output, the rest on standard error, exit codes by what was found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance.suite.clauses import clauses
from harness.cli import main
from tests.conformance.suite.serving import Made, served
from tests.conformance.tls import TlsFiles


def _check(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["space", "check", *arguments])
    return int(str(left.value.code))


def _of(there: Made, *more: str) -> tuple[str, ...]:
    return (there.manifest.base_url, "--manifest", str(there.path), "--area", "discovery", "--lang", "en", *more)


def test_a_green_check(tls: TlsFiles, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    with served(tls, tmp_path / "space") as there:
        assert _check(*_of(there, "--out", str(out))) == 0
        told = capsys.readouterr()
        assert "discovery      11/11" in told.out and "11 clauses hold, 0 fail" in told.out
        assert "report.html" in told.err
        assert _check(*_of(there, "--json")) == 0
    audit = json.loads(capsys.readouterr().out)
    assert len(audit["verdicts"]) == len([one for one in clauses() if one.area == "discovery"])
    assert json.loads((out / "exchanges.har").read_bytes())["log"]["entries"]
    assert (out / "report.html").read_bytes().startswith(b"<!")


def test_a_clause_that_fails(tls: TlsFiles, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with served(tls, tmp_path) as there:
        text = there.path.read_text("utf-8")
        there.path.write_text(f"{text}issuer: {there.manifest.base_url}/oauth/x\n", "utf-8")
        assert _check(*_of(there)) == 1
        told = capsys.readouterr()
    assert "discovery.issuer" in told.out and "discovery.issuer" in told.err


@pytest.mark.parametrize(
    ("more", "word"),
    [
        (("--area", "nothing"), "nothing"),
        (("--manifest", "missing.yaml"), "missing.yaml"),
    ],
)
def test_a_wrong_call(
    more: tuple[str, ...], word: str, tls: TlsFiles, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(tls, tmp_path) as there:
        assert _check("--manifest", str(there.path), *more) == 3
    assert word in capsys.readouterr().err


def test_an_expected_failure_that_is_no_clause(
    tls: TlsFiles, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(tls, tmp_path) as there, there.path.open("a", encoding="utf-8") as file:
        file.write("expected_failures: [{clause: no.such, reason: r, until: '2026-03-02'}]\n")
        file.flush()
        assert _check(*_of(there)) == 3
    assert "no.such" in capsys.readouterr().err
