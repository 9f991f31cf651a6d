"""The packages of a Node program, installed once for each list of them, out of the program's own folder."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from harness.errors import ConfigurationError

CACHE = Path(__file__).parents[1] / ".node"
"""Beside the virtual environment; git does not see it, since it says so itself."""
OLDEST_NODE = 20
SECONDS_TO_INSTALL = 180
_QUIET = ("--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1", "--fetch-retry-mintimeout=1000")
_LOCKED = ("npm", "ci", "--ignore-scripts", *_QUIET)
_UNLOCKED = ("npm", "install", "--no-package-lock", "--ignore-scripts", *_QUIET)


def node_packages(folder: Path) -> Path:
    """Return the ``node_modules`` for the ``package.json`` (and lock, if any) in ``folder``.

    Raises ``ConfigurationError`` that says what is lacking and how to get it.
    """
    why = no_node()
    if why:
        raise ConfigurationError("process.no_node", why=why)
    lists = tuple(path for name in ("package.json", "package-lock.json") if (path := folder / name).is_file())
    kept = CACHE / hashlib.sha256(b"\n".join(path.read_bytes() for path in lists)).hexdigest()[:16]
    if not kept.is_dir() and (why := _install(lists, kept)):
        raise ConfigurationError("process.no_packages", why=why)
    return kept / "node_modules"


@cache
def no_node() -> str:
    """Why there is no Node that can run the programs; empty when there is."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "node, npm"
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    major = said.removeprefix("v").partition(".")[0]
    return "" if major.isdigit() and int(major) >= OLDEST_NODE else f"node {said}"


@cache
def _install(lists: tuple[Path, ...], kept: Path) -> str:
    """Install beside, then move into place: a run that is stopped halfway leaves nothing that looks whole.

    Return why it cannot be done, empty when it is; asked again, it does not try again.
    """
    CACHE.mkdir(exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n", encoding="utf-8")
    with tempfile.TemporaryDirectory(dir=CACHE) as beside:
        for path in lists:
            shutil.copy(path, beside)
        command = _LOCKED if len(lists) > 1 else _UNLOCKED
        try:
            done = subprocess.run(
                command, cwd=beside, capture_output=True, text=True, timeout=SECONDS_TO_INSTALL, check=False
            )
        except subprocess.TimeoutExpired:
            return f"npm: {SECONDS_TO_INSTALL} s"
        if done.returncode:
            return done.stderr.strip().partition("\n")[0]
        made = Path(beside) / "made"
        made.mkdir()
        (Path(beside) / "node_modules").rename(made / "node_modules")
        if not kept.is_dir():
            made.rename(kept)
    return ""
