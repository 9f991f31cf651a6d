"""The bodies of a log's entries, held to their shapes. Every function raises ``ValueError`` or ``RecursionError``.

A chain proves that lines belong together, not that whoever wrote them meant well: all that the judge relies on is
held to its shape here.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from criteria.candidate import Candidate
from criteria.observation import Close, Observation, Plan
from harness.bundle.log import Ended, Opened


def observation_id(seq: int) -> str:
    """The id of the observation at this place of the log: unique, and in recorded order."""
    return f"o{seq:06d}"


def read_plan(body: msgspec.Raw) -> Plan:
    """The plan, whose candidate and control must be readable too."""
    plan = _PLAN.decode(body)
    _check_time(plan.at)
    for subject in (plan.candidate, *([plan.control] if plan.control else [])):
        msgspec.convert(subject, Candidate)
    return plan


def read_observation(body: msgspec.Raw, seq: int) -> Observation:
    """The observation at this place."""
    seen = _OBSERVATION.decode(body)
    _check_time(seen.at)
    if seen.id != observation_id(seq):
        raise ValueError(f"observation {seen.id} stands at entry {seq}")
    return seen


def read_close(body: msgspec.Raw) -> Close:
    """The end of an attempt."""
    close = _CLOSE.decode(body)
    _check_time(close.at)
    return close


def read_opened(body: msgspec.Raw) -> Opened:
    """The start of an attempt."""
    opened = _OPENED.decode(body)
    _check_time(opened.at)
    return opened


def read_ended(body: msgspec.Raw, seq: int) -> bool:
    """True, when the end counts its entries rightly."""
    if _ENDED.decode(body).entries != seq + 1:
        raise ValueError("the end miscounts the entries")
    return True


def _check_time(at: str) -> None:
    if not at.endswith("Z"):
        raise ValueError(f"{at} is not UTC")
    datetime.fromisoformat(at)


_OBSERVATION = msgspec.json.Decoder(Observation)
_CLOSE = msgspec.json.Decoder(Close)
_OPENED = msgspec.json.Decoder(Opened)
_PLAN = msgspec.json.Decoder(Plan)
_ENDED = msgspec.json.Decoder(Ended)
