"""Starting a sample app as its own process, and waiting for the line by which it says that it is ready."""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from harness.errors import ConfigurationError

START_S = 30.0
"""Longest wait for the ready line (an event, not a pause)."""
STOP_S = 10.0
LONGEST_LINE = 64 * 1024


@contextmanager
def started(
    module: str, arguments: Sequence[str], environment: Mapping[str, str] | None = None
) -> Iterator[dict[str, Any]]:
    """Run ``python -m module`` and yield its ready line; the process ends with the block (or with us).

    Raises ``ConfigurationError`` when it ends, or says nothing, before it is ready.
    """
    with started_command([sys.executable, "-m", module, "--exit-with-stdin", *arguments], module, environment) as ready:
        yield ready


@contextmanager
def started_command(
    command: Sequence[str], name: str, environment: Mapping[str, str] | None = None
) -> Iterator[dict[str, Any]]:
    """Run any command that says when it is ready, likewise. It is to end when its standard input does."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**_base_environment(), **(environment or {})},
        start_new_session=True,
    )
    try:
        yield _ready(process, name)
    finally:
        _stop(process)


def free_port() -> int:
    """A port on the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _base_environment() -> dict[str, str]:
    """Enough to run Python, and none of the audit's secrets."""
    kept = ("PATH", "PYTHONPATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _ready(process: subprocess.Popen[bytes], module: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(_first_line(process, module), type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise ConfigurationError("process.ended", name=module) from error


def _first_line(process: subprocess.Popen[bytes], module: str) -> bytes:
    """What the process says up to its first newline or its end; half a line is waited for no longer than none."""
    assert process.stdout is not None
    deadline = time.monotonic() + START_S
    said = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while b"\n" not in said and len(said) < LONGEST_LINE:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise ConfigurationError("process.silent", name=module)
            part = os.read(process.stdout.fileno(), LONGEST_LINE)
            if not part:
                break
            said += part
    return said.partition(b"\n")[0]


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
