"""A Node client in a process of its own: its packages, and the talk with it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

SCRIPTS = Path(__file__).with_name("node")
# Beside the virtual environment; git does not see it, since it says so itself.
CACHE = Path(__file__).parents[3] / ".node"
SECONDS_TO_INSTALL = 180
SECONDS_TO_TALK = 120
_QUIET = ("--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1", "--fetch-retry-mintimeout=1000")
_INSTALL = ("npm", "install", "--no-package-lock", "--ignore-scripts", *_QUIET)


def node_packages() -> Path:
    """Return the folder of the packages that ``package.json`` names, installed once; skip the test without them."""
    wanted = SCRIPTS / "package.json"
    kept = CACHE / hashlib.sha256(wanted.read_bytes()).hexdigest()[:16]
    lacking = _no_node() or ("" if kept.is_dir() else _install(wanted, kept))
    if lacking:
        pytest.skip(lacking)
    return kept / "node_modules"


@cache
def _no_node() -> str:
    """Why there is no Node that can run the client; empty when there is."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "Node and npm are not installed"
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    old = int(said.removeprefix("v").partition(".")[0]) < 20
    return f"openid-client needs Node 20 or later, this is {said}" if old else ""


@cache
def _install(wanted: Path, kept: Path) -> str:
    """Install beside, then move into place: a test that is stopped halfway leaves nothing that looks whole.

    Return why it cannot be done, empty when it is; asked again, it does not try again.
    """
    CACHE.mkdir(exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n", encoding="utf-8")
    with tempfile.TemporaryDirectory(dir=CACHE) as beside:
        shutil.copy(wanted, beside)
        try:
            done = subprocess.run(_INSTALL, cwd=beside, capture_output=True, text=True, timeout=SECONDS_TO_INSTALL)
        except subprocess.TimeoutExpired:
            return "npm did not answer in time: is a package registry within reach?"
        if done.returncode:
            return f"npm cannot install openid-client here: {done.stderr.strip().partition(chr(10))[0]}"
        made = Path(beside) / "made"
        made.mkdir()
        (Path(beside) / "node_modules").rename(made / "node_modules")
        if not kept.is_dir():
            made.rename(kept)
    return ""


def talk(script: str, folder: Path, ca: str, wanted: dict[str, Any], browse: Callable[[str, str], str]) -> Any:
    """Run a script of ``node/`` and return its report.

    ``browse(address, decision)`` does as the person to whom the client shows an address; it returns the callback.
    """
    (folder / "node_modules").symlink_to(node_packages(), target_is_directory=True)
    for file in SCRIPTS.iterdir():
        shutil.copy(file, folder)
    environment = {"PATH": os.environ["PATH"], "NODE_EXTRA_CA_CERTS": ca}
    with (folder / "told.txt").open("w+") as told:
        process = subprocess.Popen(
            ["node", script],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
        )
        late = Timer(SECONDS_TO_TALK, process.kill)
        late.start()
        try:
            report = _talk(process, wanted, browse)
        finally:
            late.cancel()
            process.kill()
            process.communicate()
        told.seek(0)
        assert report is not None, told.read()
    return report


def _talk(process: subprocess.Popen[str], wanted: dict[str, Any], browse: Callable[[str, str], str]) -> Any:
    assert process.stdin is not None and process.stdout is not None
    answer: Any = wanted
    while True:
        process.stdin.write(json.dumps(answer) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            return None
        said = json.loads(line)
        if "report" in said:
            return said["report"]
        answer = browse(said["send"], said["decision"])
