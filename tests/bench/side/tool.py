"""What every tool's adapter offers, and running a program under a time limit."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from tests.bench.side.listing import Run


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The running sample as a tool is told of it: addresses, the lab's authority, and (for a run that is signed in)
    the cookies and the token of a session."""

    base_url: str
    folder: Path
    environment: Mapping[str, str] = {}
    cookies: str = ""
    token: str = ""

    @property
    def authority(self) -> Path:
        """The lab's root certificate."""
        return self.folder / "lab" / "ca.pem"


class ToolFailed(Exception):
    """A tool could not be installed or run, or gave no report; the sentence says why."""


class Tool(Protocol):
    """One tool. Its signals are short lines, free of ports and of anything that changes from run to run by itself."""

    name: str

    def install(self) -> str:
        """Make the tool ready; its version. Raises ``ToolFailed``."""
        ...

    def look(self, run: Run, target: Target, place: Path) -> frozenset[str]:
        """Run it once, with files in ``place``; the signals of its report. Raises ``ToolFailed``."""
        ...


def run_program(
    command: Sequence[str], place: Path, seconds: float, environment: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """The exit code and standard output. A program that outlasts ``seconds`` is ended with its children."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(
            command,
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as late:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise ToolFailed(f"stopped after {seconds:.0f} s") from late
    (place / "said.txt").write_bytes(said)
    return process.returncode, said


def report_of(path: Path, code: int) -> bytes:
    """The report that a program was to write. Raises ``ToolFailed`` with the end of its complaint."""
    if path.is_file():
        return path.read_bytes()
    complaint = (path.parent / "errors.txt").read_text("utf-8", "replace").strip().splitlines()
    raise ToolFailed(f"no report, exit code {code}: {complaint[-1][:200] if complaint else 'nothing said'}")
