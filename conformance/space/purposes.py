"""Purposes (finalités): what a service declares to exchange with the space, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

from conformance.contract.measures import load_measures

Action = Literal["write", "read"]
Words = dict[Literal["en", "fr"], str]
ACTIONS: tuple[Action, ...] = ("write", "read")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of exchange: the app writes or reads these measures (ids of ``measures.yaml``); none means all."""

    action: Action
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = set(self.categories) - {measure.id for measure in load_measures().measures}
        if unknown:
            raise ValueError(f"not measures of the space: {', '.join(sorted(unknown))}")


class Purpose(msgspec.Struct, frozen=True, kw_only=True):
    """Why a service exchanges data, in the words that the person reads, and its exchanges: one an action at most."""

    code: str
    label: Words
    description: Words
    exchanges: tuple[Exchange, ...]

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError("a purpose's code is 1 to 40 letters, digits, hyphens or underscores")
        if len({one.action for one in self.exchanges}) != len(self.exchanges):
            raise ValueError(f"purpose {self.code} declares an action twice")

    def exchange(self, action: str) -> Exchange | None:
        """Return the exchange of this action, if it is declared."""
        return next((one for one in self.exchanges if one.action == action), None)


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a person may allow: a purpose's exchange, and the name of its box in a form."""

    name: str
    purpose: Purpose
    exchange: Exchange


def boxes(purposes: tuple[Purpose, ...], actions: tuple[str, ...] = ACTIONS) -> Iterator[Box]:
    """Every thing that a person may allow, for these actions. The implied purpose's boxes are named by action alone."""
    for purpose in purposes:
        for exchange in purpose.exchanges:
            if exchange.action in actions:
                name = exchange.action if purpose.code == _implied().code else f"{purpose.code}.{exchange.action}"
                yield Box(name=name, purpose=purpose, exchange=exchange)


def implied_purpose(actions: tuple[str, ...]) -> Purpose:
    """The purpose of a service that declares none: every measure, by the actions that it may ask for."""
    return msgspec.structs.replace(
        _implied(), exchanges=tuple(Exchange(action=one) for one in ACTIONS if one in actions)
    )


@cache
def _implied() -> Purpose:
    text = files(__package__).joinpath("implied_purpose.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Purpose)
