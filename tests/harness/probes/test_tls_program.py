"""Which program scans, with which words, and how its failures close a look."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import LookFailed
from harness.probes.tls.dial import handshake
from harness.probes.tls.program import arguments, find_scanner, scan
from harness.probes.tls.target import Target, read_target
from tests.support.tls_servers import plain_server, silent_server

TARGET = Target("api.example.fr", 443, "198.51.100.7")


def program(place: Path, body: str = "exit 0") -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"#!/bin/sh\n{body}\n")
    place.chmod(0o755)
    return place


def test_the_variable_comes_first_then_the_environment_then_the_path(tmp_path: Path) -> None:
    named = program(tmp_path / "named")
    beside = program(tmp_path / ".venv-tls" / "bin" / "sslyze")
    on_path = program(tmp_path / "bin" / "sslyze")
    prefix, path = str(tmp_path / ".venv"), str(on_path.parent)
    assert find_scanner({"PROBANT_SSLYZE": str(named), "PATH": path}, prefix) == named
    assert find_scanner({"PATH": path}, prefix) == beside
    assert find_scanner({"PATH": path}, str(tmp_path / "other" / ".venv")) == on_path


@pytest.mark.parametrize("named", ["", "/nowhere/sslyze"])
def test_no_scanner_fails_the_look(tmp_path: Path, named: str) -> None:
    with pytest.raises(LookFailed) as failed:
        find_scanner({"PROBANT_SSLYZE": named, "PATH": str(tmp_path)}, str(tmp_path / "x"))
    assert failed.value.reason == "tls.scanner_missing"


def test_the_address_is_pinned_and_no_target_is_an_option() -> None:
    words = arguments(TARGET, Path("report.json"))
    assert words[-2:] == ["--", "api.example.fr:443{198.51.100.7}"]
    assert arguments(Target("::1", 8443, "::1"), Path("r"))[-1] == "[::1]:8443{::1}"


@pytest.mark.parametrize(
    ("place", "host", "port"),
    [
        ("app.example.fr", "app.example.fr", 443),
        ("APP.example.fr.:8443", "app.example.fr", 8443),
        ("127.0.0.1:1", "127.0.0.1", 1),
        ("[2001:db8::1]:443", "2001:db8::1", 443),
        ("xn--sant-epa.example.fr", "xn--sant-epa.example.fr", 443),
    ],
)
def test_targets(place: str, host: str, port: int) -> None:
    assert read_target(place) == Target(host, port)


@pytest.mark.parametrize(
    "place",
    [
        *("", ".", "-x", "--json_out=f", "a b", "a\nb", "a/b", "a..b", "é.fr", "a{127.0.0.1}"),
        *("a:0", "a:65536", "a:443:1", "[::1"),
    ],
)
def test_what_is_no_target_is_refused(place: str) -> None:
    with pytest.raises(LookFailed) as failed:
        read_target(place)
    assert failed.value.reason == "tls.target_invalid"


def test_the_report_is_what_the_program_wrote(tmp_path: Path) -> None:
    writes = 'for word; do case "$word" in --json_out=*) printf report > "${word#--json_out=}";; esac; done'
    assert scan(program(tmp_path / "p", writes), TARGET) == b"report"


def test_the_program_sees_nothing_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "ours")
    writes = 'for word; do case "$word" in --json_out=*) env > "${word#--json_out=}";; esac; done'
    assert b"ours" not in scan(program(tmp_path / "p", writes), TARGET)


@pytest.mark.parametrize(
    ("body", "seconds", "reason"),
    [
        ("echo first >&2; echo broken >&2; exit 1", 20.0, "tls.scanner_failed"),
        ("exec sleep 30", 0.2, "tls.scanner_timeout"),
        (
            'for word; do case "$word" in --json_out=*) '
            'dd if=/dev/zero of="${word#--json_out=}" bs=1048576 count=9 2>/dev/null;; esac; done',
            20.0,
            "tls.report_unreadable",
        ),
    ],
)
def test_failures_close_the_look(tmp_path: Path, body: str, seconds: float, reason: str) -> None:
    with pytest.raises(LookFailed) as failed:
        scan(program(tmp_path / "p", body), TARGET, seconds)
    assert failed.value.reason == reason
    assert reason != "tls.scanner_failed" or failed.value.params["detail"] == "broken"


def test_a_file_that_is_no_program_fails_the_look(tmp_path: Path) -> None:
    garbage = tmp_path / "p"
    garbage.write_bytes(b"\x7fnope")
    garbage.chmod(0o755)
    with pytest.raises(LookFailed) as failed:
        scan(garbage, TARGET)
    assert failed.value.reason == "tls.scanner_failed"


def test_a_silent_server_is_not_a_refusal() -> None:
    with silent_server() as port:
        assert handshake(Target(TARGET.host, port, "127.0.0.1"), seconds=0.2) == "silent"
    with plain_server() as port:
        assert handshake(Target(TARGET.host, port, "127.0.0.1")) == "refused"
