"""What the probe of logs records: the acts of a script (``logging.action``) and the log (``logging.extract``)."""

from __future__ import annotations

from typing import Literal

import msgspec

ACTION_KIND = "logging.action"
EXTRACT_KIND = "logging.extract"
NOTHING_KIND = "logging.nothing"
"""Recorded where the manifest speaks of no sign-in, so that there is nothing to play and nothing to log."""
ActOutcome = Literal["done", "refused", "failed"]


class Action(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One act of a synthetic person at the candidate, in the order of ``number``; times are UTC, RFC 3339.

    ``name`` is ``sign_in``, ``read`` or a declared journey. ``outcome`` is what the act was made to be: ``done``, or
    ``refused`` (a wrong password); ``failed`` when it turned out otherwise, so that nothing can be expected of a log.
    """

    number: int
    name: str
    person: str
    login: str
    outcome: ActOutcome
    began: str
    ended: str
    detail: str = ""


class LogShape(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How the vendor's log names things: members of an entry, its actions by act, its outcomes by ``done``/``refused``.

    A member is named by its path with dots (``user.id``).
    """

    time: str
    actor: str
    action: str
    object: str
    outcome: str
    actions: dict[str, tuple[str, ...]] = {}
    outcomes: dict[str, tuple[str, ...]] = {}
