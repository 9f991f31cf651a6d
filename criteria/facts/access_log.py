"""``Action`` (an act of the script), ``LogEntry`` (a line of the log) and ``LogFile`` (the whole)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from criteria.facts.registry import Blob, extractor
from criteria.facts.space import MARK, REFERENCE
from criteria.log_record import ACTION_KIND, EXTRACT_KIND, Action, LogShape
from criteria.observation import Observation

MOST_LINES = 20_000
LONGEST_LINE = 16_384
MOST_DEPTH = 6
__all__ = ["Action", "LogEntry", "LogFile"]


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. ``at`` is ``None`` when the time cannot be read, and naive when it names no offset.

    ``secrets`` are the kinds of the secrets that stood anywhere in the line, ``text`` the line after redaction.
    """

    line: int
    at: datetime | None
    actor: str
    action: str
    object: str
    outcome: str
    secrets: tuple[str, ...]
    text: str


class LogFile(msgspec.Struct, frozen=True, kw_only=True):
    """What was handed in: how its names are to be read, how many lines, how many of them are no JSON object."""

    shape: LogShape
    lines: int
    unread: int
    cut: bool


@extractor(Action, kind=ACTION_KIND, version=1)
def actions(seen: Observation, blob: Blob) -> Iterator[Action]:
    """One act for each observation."""
    yield msgspec.convert(seen.data, Action)


@extractor(LogFile, kind=EXTRACT_KIND, version=1)
def files(seen: Observation, blob: Blob) -> Iterator[LogFile]:
    """The log as a whole."""
    lines = _lines(seen, blob)
    unread = sum(_object(line) is None for line in lines)
    yield LogFile(shape=_shape(seen), lines=len(lines), unread=unread, cut=bool(seen.data.get("cut")))


@extractor(LogEntry, kind=EXTRACT_KIND, version=1)
def entries(seen: Observation, blob: Blob) -> Iterator[LogEntry]:
    """Every line that is a JSON object, in the order of the file."""
    shape = _shape(seen)
    kinds = {secret.ref: secret.kind for secret in seen.secrets}
    for number, line in enumerate(_lines(seen, blob), 1):
        entry = _object(line)
        if entry is None:
            continue
        found = REFERENCE.findall(line) if MARK in line else ()
        yield LogEntry(
            line=number,
            at=_moment(_member(entry, shape.time)),
            actor=_member(entry, shape.actor),
            action=_member(entry, shape.action),
            object=_member(entry, shape.object),
            outcome=_member(entry, shape.outcome),
            secrets=tuple(dict.fromkeys(kinds.get(ref, "secret") for ref in found)),
            text=line,
        )


def _shape(seen: Observation) -> LogShape:
    return msgspec.convert(seen.data["shape"], LogShape)


def _lines(seen: Observation, blob: Blob) -> list[str]:
    raw = blob(seen.blobs["log"]) if "log" in seen.blobs else b""
    lines = raw.decode("utf-8", "replace").splitlines()[:MOST_LINES]
    return [line for line in lines if line.strip()]


def _object(line: str) -> dict[str, Any] | None:
    if len(line) > LONGEST_LINE:
        return None
    try:
        found = json.loads(line, parse_int=str)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _member(entry: dict[str, Any], path: str) -> str:
    place: Any = entry
    for part in path.split(".")[:MOST_DEPTH]:
        place = place.get(part) if isinstance(place, dict) else None
    return str(place).strip() if isinstance(place, str | int | float) and not isinstance(place, bool) else ""


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
