"""What the steps of a journey may leave to be filled in, and the one function that fills it in.

``${account.login}``, ``${account.password}``, ``${account.new_password}``, ``${account.totp}`` (RFC 6238),
``${kept.NAME}`` (what an earlier step kept), ``${canary.NAME}``; ``${space.login}`` and ``${space.password}`` (of the
same person at the lab's space, in recordings alone); ``${birth.date}`` (``YYYY-MM-DD``), ``${birth.year}``,
``${birth.month}``, ``${birth.day}`` (two digits each) of the person; ``${form.FIELD}`` (a field of the page before);
``${json.a.b.0.c}`` (a value of the last JSON answer); ``${mail.code}`` (the newest six-digit code sent to the account);
``${number.60-90}`` (a fresh whole number, both bounds possible); ``${measure.QUANTITY:60-90}`` (the value of that
quantity which a look has pinned, else a fresh whole number; without bounds there is none); ``${now}`` (Paris,
``YYYY-MM-DDTHH:MM``) and ``${now.utc}`` (RFC 3339). In a JSON body a text that is one placeholder and nothing else
keeps the type of its value.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

PLACEHOLDER = re.compile(
    r"\$\{((?:account\.(?:login|password|new_password|totp)|space\.(?:login|password)"
    r"|kept\.[a-z_]{1,40}|canary\.[a-z_]{1,40}|birth\.(?:date|year|month|day)|form\.[^}]{1,100}|json\.[^}]{1,200}|mail\.code|number\.\d{1,9}-\d{1,9}"
    r"|measure\.[a-z_]{1,40}(?::\d{1,9}-\d{1,9})?|now(?:\.utc)?))\}"
)
_MEASURED = re.compile(r"\$\{measure\.([a-z_]{1,40})(?::\d{1,9}-\d{1,9})?\}")
PARIS = ZoneInfo("Europe/Paris")
MOST_DEPTH = 12
"""How deep ``${json...}`` looks, and how deep a declared body may be nested."""

Value = str | int | float | bool
Known = Callable[[str], Value | None]
"""Gives what only the walker knows (account, page, answer, mail) by its whole name; ``None``: it is not there."""


class Unfilled(Exception):
    """``name`` stands for something that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def value_of(name: str, known: Known, now: dt.datetime | None = None) -> Value:
    """The value of one placeholder, named without its braces. Raises ``Unfilled``."""
    kind, _, part = name.partition(".")
    if kind == "number":
        return fresh(part)
    if kind == "measure":
        return _measured(name, known)
    if kind == "now":
        moment = now or dt.datetime.now(dt.UTC)
        if part == "utc":
            return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return moment.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M")
    found = known(name)
    if found is None:
        raise Unfilled(name)
    return found


def filled(text: str, known: Known, now: dt.datetime | None = None) -> str:
    """``text`` with every placeholder replaced. Raises ``Unfilled``."""
    return PLACEHOLDER.sub(lambda found: _written(value_of(found[1], known, now)), text)


def filled_json(body: Any, known: Known, now: dt.datetime | None = None) -> Any:
    """A declared JSON body likewise, in its values (not its names). Raises ``Unfilled``, also for what is too deep."""
    return _filled(body, known, now, 0)


def _filled(body: Any, known: Known, now: dt.datetime | None, depth: int) -> Any:
    if depth > MOST_DEPTH:
        raise Unfilled("json")
    if isinstance(body, dict):
        return {name: _filled(value, known, now, depth + 1) for name, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, known, now, depth + 1) for value in body]
    if not isinstance(body, str):
        return body
    alone = PLACEHOLDER.fullmatch(body)
    return value_of(alone[1], known, now) if alone else filled(body, known, now)


def inside_json(raw: bytes, path: str) -> Value | None:
    """The plain value at ``a.b.0.c`` in a JSON text; ``None`` when it is no JSON, or has no plain value there."""
    try:
        place: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    parts = path.split(".")
    if len(parts) > MOST_DEPTH:
        return None
    for part in parts:
        if isinstance(place, dict):
            place = place.get(part)
        elif isinstance(place, list) and part.isascii() and part.isdigit() and int(part[:9]) < len(place):
            place = place[int(part[:9])]
        else:
            return None
    return place if isinstance(place, str | int | float) else None


def measured(text: str) -> tuple[str, ...]:
    """The quantities that the placeholders of a text ask for, in order."""
    return tuple(dict.fromkeys(_MEASURED.findall(text)))


def fresh(bounds: str) -> int:
    """A whole number drawn between the bounds ``60-90``, both possible."""
    low, high = sorted(map(int, bounds.split("-")))
    return low + secrets.randbelow(high - low + 1)


def _measured(name: str, known: Known) -> Value:
    """What is pinned for a quantity (asked for by the whole name); else a number within its bounds."""
    pinned = known(name)
    if pinned is not None and pinned != "":
        return pinned
    bounds = name.partition(":")[2]
    if not bounds:
        raise Unfilled(name)
    return fresh(bounds)


def _written(value: Value) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)
