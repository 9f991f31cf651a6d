"""The small protocol between a probe that needs an act and whoever asks a person for it."""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from criteria.text import Language, Text

Outcome = Literal["done", "cannot", "unanswered", "stopped"]


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act of a person: the journeys in it, the vendor's instructions with their values, and our own remarks.

    ``number`` of ``total`` (an estimate) in the look of this kind; ``person`` is the account with its sign-in
    name. Instructions are one printable line each.
    """

    look: str
    number: int
    total: int
    person: str
    journeys: tuple[str, ...]
    instructions: tuple[Text, ...]
    remarks: tuple[Text, ...] = ()


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What the person said: ``done``; ``cannot`` with the reason; ``stopped``: no further act; or ``unanswered``:
    nobody spoke within the bounded wait, or nobody is there."""

    outcome: Outcome
    reason: str = ""


class Asker(Protocol):
    """Asks one person for one act at a time, and waits no longer than it says.

    Once it has answered ``unanswered`` or ``stopped`` it answers so at once.
    """

    language: Language

    def ask(self, act: Act) -> Reply:
        """Show the act and wait for the answer."""
