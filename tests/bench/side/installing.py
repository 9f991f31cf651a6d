"""Installing what a user would install: programs of Python in environments of their own, programs of Node beside."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path

from harness.errors import ConfigurationError, LookFailed
from harness.node_packages import node_packages
from harness.probes.browser.find import executable
from tests.bench.side.tool import ToolFailed

ROOT = Path(__file__).parents[3]
TOOLS = ROOT / "out" / "bench-tools"
SECONDS = 600.0
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


def python_program(requirement: str, program: str) -> Path:
    """A program of one Python package, in an environment of its own. Raises ``ToolFailed``."""
    folder = TOOLS / requirement.replace("==", "-")
    found = folder / "bin" / program
    if not (folder / ".ready").is_file():
        TOOLS.mkdir(parents=True, exist_ok=True)
        command = ["sh", str(ROOT / "tools" / "make-venv"), sys.executable, str(folder), requirement]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as late:
            raise ToolFailed(f"{requirement} was not installed within {SECONDS:.0f} s") from late
        if done.returncode:
            raise ToolFailed(f"{requirement} was not installed: {_last(done.stderr)}")
    if not found.is_file():
        raise ToolFailed(f"{requirement} brings no program {program}")
    return found


def node_program(program: str) -> Path:
    """A program of the packages in ``node/package.json``; no script of theirs runs, so that none fetches a browser.

    Raises ``ToolFailed``.
    """
    try:
        with as_file(files(__package__).joinpath("node")) as folder:
            return node_packages(folder) / ".bin" / program
    except (ConfigurationError, OSError) as error:
        raise ToolFailed(f"{program} was not installed: {error}") from error


def chromium() -> str:
    """The browser that Probant uses too. Raises ``ToolFailed``."""
    try:
        return executable()
    except LookFailed as error:
        raise ToolFailed(f"no Chromium: {error.reason}") from error


def version_of(command: list[str]) -> str:
    """The last word of what a program says of its version. Raises ``ToolFailed``."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolFailed(f"{command[0]} does not run: {error}") from error
    return (_last(done.stdout).split() or ["?"])[-1]


def _last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1][:200] if lines else "nothing said"
