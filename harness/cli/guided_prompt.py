"""Asking a person at the terminal for guided acts: on standard error, answered on standard input, never for ever."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from criteria.messages import text
from criteria.text import Language, Text
from harness.guided.asker import Act, Outcome, Reply
from harness.manifest.guided import shown

MINUTES = 15.0
"""How long one act may take, unless the call says otherwise."""
LONGEST_LINE = 4096
"""Bytes of an answer that are kept."""
DONE = frozenset(("done", "fait"))
CANNOT = frozenset(("cannot", "impossible"))
STOP = frozenset(("stop",))


class Nobody(Exception):
    """No line came in time, or standard input ended."""


class TerminalAsker:
    """Asks on standard error and reads answers from the file descriptor ``source``.

    ``minutes`` bound the wait for each act, on the monotonic clock. What was typed before an act was shown is no answer
    to it. Once nobody answers, or the person has ended it, no further act is shown.
    """

    def __init__(self, language: Language, minutes: float = MINUTES, source: int | None = None) -> None:
        self.language = language
        self._minutes = minutes
        self._source = sys.stdin.fileno() if source is None else source
        self._held = b""
        self._ended: Outcome | None = None
        self._lock = threading.Lock()
        self._woken, self._wake = os.pipe()

    def ask(self, act: Act) -> Reply:
        """Show the act and wait for ``done``, ``cannot`` and why, or ``stop``."""
        with self._lock:
            if self._ended:
                return Reply(outcome=self._ended)
            self._forget()
            for line in self._lines(act):
                click.echo(line, err=True)
            try:
                reply = self._answer(time.monotonic() + self._minutes * 60)
            except Nobody:
                self._say(text("guided.nobody"))
                reply = Reply(outcome="unanswered")
            if reply.outcome in ("unanswered", "stopped"):
                self._ended = reply.outcome
            return reply

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """While the block lasts, Ctrl-C also ends the question that waits, on whatever thread it does."""

        def interrupted(number: int, frame: FrameType | None) -> None:
            os.write(self._wake, b"!")
            signal.default_int_handler(number, frame)

        before = signal.signal(signal.SIGINT, interrupted)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _lines(self, act: Act) -> Iterator[str]:
        about = {"look": act.look, "person": act.person, "journeys": ", ".join(act.journeys)}
        yield ""
        yield "── " + text("guided.head", number=act.number, total=act.total, **about).in_(self.language)
        for number, instruction in enumerate(act.instructions, 1):
            yield f"  {number}. {shown(instruction.in_(self.language))}"
        for remark in act.remarks:
            yield f"  {shown(remark.in_(self.language))}"
        yield text("guided.answer", minutes=f"{self._minutes:g}").in_(self.language)

    def _answer(self, end: float) -> Reply:
        while True:
            word, _, rest = self._line(end).strip().partition(" ")
            word = word.rstrip(",:.;").lower()
            if word in DONE and not rest.strip():
                return Reply(outcome="done")
            if word in STOP and not rest.strip():
                return Reply(outcome="stopped")
            if word in CANNOT:
                return Reply(outcome="cannot", reason=shown(rest) or self._why(end))
            self._say(text("guided.again"))

    def _why(self, end: float) -> str:
        while True:
            self._say(text("guided.why"))
            reason = shown(self._line(end))
            if reason:
                return reason

    def _say(self, sentence: Text) -> None:
        click.echo(sentence.in_(self.language), err=True)

    def _line(self, end: float) -> str:
        """The next line; raises ``Nobody``."""
        while b"\n" not in self._held:
            left = end - time.monotonic()
            if left <= 0 or not self._waited(left):
                raise Nobody
            self._read()
        line, _, self._held = self._held.partition(b"\n")
        return line[:LONGEST_LINE].decode("utf-8", "replace")

    def _waited(self, seconds: float) -> bool:
        """Whether something came in time; raises ``Nobody`` once Ctrl-C was pressed."""
        ready = select.select([self._source, self._woken], [], [], seconds)[0]
        if self._woken in ready:
            raise Nobody
        return bool(ready)

    def _read(self) -> None:
        """Take what is there; raises ``Nobody`` when nothing will ever come."""
        try:
            raw = os.read(self._source, LONGEST_LINE)
        except OSError as error:  # a terminal that was hung up
            raise Nobody from error
        if not raw:
            raise Nobody
        self._held = (self._held + raw)[-2 * LONGEST_LINE :]

    def _forget(self) -> None:
        """Throw away what was typed before the question."""
        self._held = b""
        if os.isatty(self._source):
            termios.tcflush(self._source, termios.TCIFLUSH)
            return
        try:
            while self._waited(0):
                self._read()
        except Nobody:  # the question is asked all the same, and its own wait ends at once
            return
        finally:
            self._held = b""


def asker_for(guided: bool | None, minutes: float, language: Language) -> TerminalAsker | None:
    """Who asks: at a terminal, or wherever ``--guided`` says so; ``None`` where nobody is."""
    if guided is False or (guided is None and not sys.stdin.isatty()):
        return None
    return TerminalAsker(language, minutes)
