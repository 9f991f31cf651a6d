"""The scanner as a separate program: sslyze is licensed under the AGPL and is run, never imported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from harness.errors import LookFailed
from harness.probes.tls.target import Target

VARIABLE = "PROBANT_SSLYZE"
ENVIRONMENT = ".venv-tls"
SCAN_S = 240.0
"""Longest scan (seconds). One takes about half a second; a host that drops what it refuses, minutes."""
MOST_BYTES = 8 * 1024 * 1024
MOST_COMPLAINT = 200
COMMANDS = ("--sslv2", "--sslv3", "--tlsv1", "--tlsv1_1", "--tlsv1_2", "--tlsv1_3", "--certinfo")


def find_scanner(environ: Mapping[str, str] | None = None, prefix: str = sys.prefix) -> Path:
    """The program: named by ``PROBANT_SSLYZE``, else of ``.venv-tls`` beside ``prefix``, else on the ``PATH``.

    Raises ``LookFailed`` (``tls.scanner_missing``). A variable that names nothing runnable is not passed over: the
    person who set it wanted that program and no other.
    """
    environ = os.environ if environ is None else environ
    named = environ.get(VARIABLE, "")
    beside = Path(prefix).parent / ENVIRONMENT / "bin" / "sslyze"
    found = shutil.which(named) if named else _runnable(beside) or shutil.which("sslyze", path=environ.get("PATH"))
    if not found:
        raise LookFailed("tls.scanner_missing")
    return Path(found).absolute()


def _runnable(program: Path) -> str | None:
    return str(program) if os.access(program, os.X_OK) and program.is_file() else None


def scan(program: Path, target: Target, seconds: float = SCAN_S) -> bytes:
    """The scanner's JSON report on ``target``, which it dials at the pinned address and asks for by name (SNI).

    Raises ``LookFailed`` when the scanner takes longer than ``seconds``, writes no report, or one over 8 MiB.
    """
    with TemporaryDirectory(prefix="probant-tls-") as folder:
        report = Path(folder) / "report.json"
        complaint = _run([str(program), *arguments(target, report)], folder, target, seconds)
        if not report.is_file():
            raise LookFailed("tls.scanner_failed", host=target.endpoint, detail=complaint or "no report")
        if report.stat().st_size > MOST_BYTES:
            raise LookFailed("tls.report_unreadable", host=target.endpoint, detail="over 8 MiB")
        return report.read_bytes()


def arguments(target: Target, report: Path) -> list[str]:
    """The scanner's command line. ``--`` ends the options: no target can be taken for one."""
    place = f"{target.bracketed}:{target.port}{{{target.address}}}"
    return ["--quiet", f"--json_out={report}", "--mozilla_config=disable", *COMMANDS, "--", place]


def _run(command: list[str], folder: str, target: Target, seconds: float) -> str:
    """Run in a bare environment (no proxy, no import path of ours); returns the last line of complaint."""
    errors = Path(folder) / "errors"
    with errors.open("wb") as sink:
        try:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=sink,
                cwd=folder,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise LookFailed("tls.scanner_timeout", host=target.endpoint, seconds=int(seconds)) from error
        except OSError as error:
            raise LookFailed("tls.scanner_failed", host=target.endpoint, detail=error.strerror) from error
    return _last_line(errors)


def _last_line(errors: Path) -> str:
    with errors.open("rb") as source:
        source.seek(max(0, errors.stat().st_size - 4096))
        lines = source.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:MOST_COMPLAINT] if lines else ""
