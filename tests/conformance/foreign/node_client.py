"""A Node client in a process of its own: its packages, and the talk with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from harness.errors import ConfigurationError
from harness.node_packages import node_packages as installed

SCRIPTS = Path(__file__).with_name("node")
SECONDS_TO_TALK = 120


def node_packages() -> Path:
    """Return the folder of the packages that ``package.json`` names, installed once; skip the test without them."""
    try:
        return installed(SCRIPTS)
    except ConfigurationError as error:
        pytest.skip(f"{error.problem.en} {error.remedy.en if error.remedy else ''}")


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
