"""The question at the terminal: what counts as an answer, what never does, and that it never waits for ever."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from criteria.text import Language, Text
from harness.cli.guided_prompt import TerminalAsker, asker_for
from harness.guided.asker import Act, Reply

HOSTILE = Text(en="Open\x1b[2J\u202e it", fr="Ouvrir\x1b]0;x\x07")
ACT = Act(
    look="exchange.pairing",
    number=3,
    total=6,
    person="a",
    journeys=("disconnect_space", "connect_space"),
    instructions=(HOSTILE, Text(en="Connect", fr="Associer")),
    remarks=(Text(en="Agree.", fr="Acceptez."),),
)
LONG = 5.0


class Keys:
    """Somebody at a pipe."""

    def __init__(self) -> None:
        self.read_end, self._write_end = os.pipe()

    def type(self, text: str) -> None:
        os.write(self._write_end, text.encode())

    def leave(self) -> None:
        os.close(self._write_end)


@pytest.fixture
def keys() -> Iterator[Keys]:
    made = Keys()
    yield made
    os.close(made.read_end)


def ask(asker: TerminalAsker, keys: Keys, monkeypatch: pytest.MonkeyPatch, *lines: str) -> Reply:
    """Ask; each line is typed when the asker begins to wait."""
    left = list(lines)
    waited = TerminalAsker._waited

    def wait(self: TerminalAsker, seconds: float) -> bool:
        if seconds and left:
            keys.type(left.pop(0) + "\n")
        return waited(self, seconds)

    monkeypatch.setattr(TerminalAsker, "_waited", wait)
    return asker.ask(ACT)


@pytest.mark.parametrize(
    ("lines", "reply"),
    [
        (("done",), Reply(outcome="done")),
        (("Fait",), Reply(outcome="done")),
        ((" DONE. ",), Reply(outcome="done")),
        (("cannot: the button is grey",), Reply(outcome="cannot", reason="the button is grey")),
        (("impossible", "", "l’écran est noir"), Reply(outcome="cannot", reason="l’écran est noir")),
        (("cannot \x1b[31mred\u202e",), Reply(outcome="cannot", reason="[31mred")),
        (("stop",), Reply(outcome="stopped")),
        (("", "yes", "done it all", "undone", "done"), Reply(outcome="done")),
        (("x" * 9000, "done"), Reply(outcome="done")),
    ],
)
def test_what_counts_as_an_answer(
    keys: Keys, monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...], reply: Reply
) -> None:
    assert ask(TerminalAsker("en", LONG, keys.read_end), keys, monkeypatch, *lines) == reply


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_question_says_which_act_of_how_many_and_nothing_that_moves_a_cursor(
    keys: Keys, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    ask(TerminalAsker(language, LONG, keys.read_end), keys, monkeypatch, "done")
    said = capsys.readouterr()
    assert said.out == ""
    head = "Guided act 3 of 6" if language == "en" else "Acte guidé 3 sur 6"
    assert head in said.err and "exchange.pairing" in said.err and "disconnect_space, connect_space" in said.err
    assert "  1. Open" in said.err if language == "en" else "  2. Associer" in said.err
    assert all(sign.isprintable() or sign == "\n" for sign in said.err)


def test_what_was_typed_before_the_question_is_no_answer(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    asker = TerminalAsker("en", LONG, keys.read_end)
    keys.type("done\ndone\n")
    assert ask(asker, keys, monkeypatch, "cannot not done at all").outcome == "cannot"
    assert ask(asker, keys, monkeypatch, "done\ndone").outcome == "done"
    assert ask(asker, keys, monkeypatch, "stop").outcome == "stopped"


def test_the_wait_is_bounded_and_nothing_more_is_asked_afterwards(
    keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    asker = TerminalAsker("en", 0.005, keys.read_end)
    began = time.monotonic()
    assert asker.ask(ACT).outcome == "unanswered"
    assert 0.25 < time.monotonic() - began < 30
    capsys.readouterr()
    keys.type("done\n")
    assert asker.ask(ACT).outcome == "unanswered"
    assert capsys.readouterr().err == ""


def test_an_end_of_input_is_nobody_at_once(keys: Keys) -> None:
    keys.type("done")
    keys.leave()
    assert TerminalAsker("en", 60.0, keys.read_end).ask(ACT).outcome == "unanswered"


def test_nobody_is_asked_without_a_terminal_unless_the_call_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert asker_for(None, LONG, "en") is None
        assert asker_for(False, LONG, "en") is None
        assert asker_for(True, LONG, "en") is not None


SCRIPT = """
from harness.cli.guided_prompt import asker_for
from tests.harness.cli.test_guided_prompt import ACT
asker = asker_for(None, 1.0, "en")
print(asker.ask(ACT).outcome, asker.ask(ACT).reason)
"""


def test_at_a_real_terminal_keys_pressed_too_early_are_dropped() -> None:
    master, slave = pty.openpty()
    os.write(master, b"stop\n")
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT], stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    os.close(slave)
    assert process.stderr is not None and process.stdout is not None
    for answer in (b"done\n", b"cannot it is broken\n"):
        while b"Then type done" not in process.stderr.readline():
            assert process.poll() is None
        os.write(master, answer)
    assert process.stdout.read() == b"done it is broken\n"
    assert process.wait() == 0
    os.close(master)


INTERRUPTED = """
from concurrent.futures import ThreadPoolExecutor
from harness.cli.guided_prompt import TerminalAsker
from tests.harness.cli.test_guided_prompt import ACT
asker = TerminalAsker("en", 60.0)
with asker.interruptible(), ThreadPoolExecutor() as pool:
    waiting = pool.submit(asker.ask, ACT)
    try:
        waiting.result()
    except KeyboardInterrupt:
        print("interrupted", waiting.result().outcome)
"""


def test_an_interrupt_ends_the_question_on_another_thread() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None and process.stdout is not None
    while b"Then type done" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.stdout.read() == b"interrupted unanswered\n"
    assert process.wait() == 0
