"""Starting a process and waiting for its ready line: ready, silent, talkative, dead, stubborn."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness import processes
from harness.errors import ConfigurationError
from harness.processes import free_port, started

READY = 'import sys\nprint(\'{"url": "https://a"}\', flush=True)\n'
WAIT = "sys.stdin.read()\n"
KINDS = {
    "half": "import sys\nprint('{', end='', flush=True)\n" + WAIT,
    "mute": "import sys\n" + WAIT,
    "dead": "import sys\nsys.exit(3)\n",
    "failing": "raise ValueError\n",
    "talkative": "import sys\nprint('hello', flush=True)\n" + WAIT,
    "listing": "import sys\nprint('[1]', flush=True)\n" + WAIT,
    "endless": "import sys\nsys.stdout.write('x' * 200000)\nsys.stdout.flush()\n" + WAIT,
}


def module_of(folder: Path, code: str) -> tuple[str, dict[str, str]]:
    """A module with this code, and the environment in which it is found; its process id goes to a file."""
    note = f"import os, pathlib\npathlib.Path({str(folder / 'pid')!r}).write_text(str(os.getpid()))\n"
    (folder / "invented_app.py").write_text(note + code)
    return "invented_app", {"PYTHONPATH": str(folder)}


def assert_ended(folder: Path) -> None:
    with pytest.raises(ProcessLookupError):
        os.kill(int((folder / "pid").read_text()), 0)


def test_a_ready_process_runs_as_long_as_the_block(tmp_path: Path) -> None:
    module, environment = module_of(tmp_path, READY + WAIT)
    with started(module, [], environment) as ready:
        assert ready == {"url": "https://a"}
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert_ended(tmp_path)


def test_it_gets_its_arguments_and_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROBANT_SECRET", "azerty")
    says = "import json, os, sys\nprint(json.dumps({'argv': sys.argv[1:], 'names': list(os.environ)}), flush=True)\n"
    module, environment = module_of(tmp_path, says + WAIT)
    with started(module, ["--port", "1"], {**environment, "GIVEN": "1"}) as ready:
        assert ready["argv"] == ["--exit-with-stdin", "--port", "1"]
        assert "GIVEN" in ready["names"] and "PROBANT_SECRET" not in ready["names"]


@pytest.mark.parametrize("kind", ["half", "mute"])
def test_a_process_that_says_no_whole_line_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(processes, "START_S", 0.5)
    module, environment = module_of(tmp_path, KINDS[kind])
    with pytest.raises(ConfigurationError) as refused, started(module, [], environment):
        pass
    assert refused.value.key == "process.silent"
    assert_ended(tmp_path)


@pytest.mark.parametrize("kind", ["dead", "failing", "talkative", "listing", "endless"])
def test_a_process_that_says_something_else_is_not_ready(tmp_path: Path, kind: str) -> None:
    module, environment = module_of(tmp_path, KINDS[kind])
    with pytest.raises(ConfigurationError) as refused, started(module, [], environment):
        pass
    assert refused.value.key == "process.ended"
    assert module in refused.value.problem.fr
    assert_ended(tmp_path)


def test_a_process_that_will_not_stop_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STOP_S", 0.2)
    deaf = "import signal, sys\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    module, environment = module_of(tmp_path, deaf + READY + "while True:\n    signal.pause()\n")
    with started(module, [], environment):
        pass
    assert_ended(tmp_path)


def test_it_ends_when_the_block_fails(tmp_path: Path) -> None:
    module, environment = module_of(tmp_path, READY + WAIT)
    with pytest.raises(ZeroDivisionError), started(module, [], environment):
        raise ZeroDivisionError
    assert_ended(tmp_path)


def test_a_free_port_can_be_taken() -> None:
    port = free_port()
    assert 1024 <= port < 65536
