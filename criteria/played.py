"""What was played at the space, step by step, as it stands in ``audit.json`` for a reviewer who follows an appeal."""

from __future__ import annotations

from typing import Literal

import msgspec

Actor = Literal["person", "app"]
Place = Literal["app", "space", "elsewhere"]


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One request and its answer. ``observation`` is its id in the bundle; ``at`` when it was recorded.

    ``actor`` sent it, ``place`` received it: the person's browser or the app; at the app, at the space, or at the
    server of somebody else. ``url`` has no query: ``sent`` holds the parameters that matter, ``answered`` what came
    back in the redirect or the token answer. Secrets stand as references. ``altered``: the lab changed this answer.
    ``trigger`` names what made the exchange happen; ``callback``: the person came back from the space.

    A guided act is no request: ``guided`` is how the person ended it (``done``, ``cannot``, ``unanswered`` or
    ``stopped``), ``told`` the instructions that they were given, ``reason`` what they said, ``trigger`` its journeys;
    ``method`` and ``url`` are empty.
    """

    observation: str
    at: str
    actor: Actor
    place: Place
    method: str
    url: str
    operation: str = ""
    status: int = 0
    error: str = ""
    altered: bool = False
    callback: bool = False
    trigger: str = ""
    sent: dict[str, str] = {}
    answered: dict[str, str] = {}
    guided: str = ""
    told: tuple[str, ...] = ()
    reason: str = ""


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The steps of one phase (``before``, ``fault``, ``after``); ``more`` counts those left out for their number."""

    phase: str
    steps: tuple[Step, ...]
    more: int = 0


class Played(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One run of one scenario in one attempt at a look.

    Its right pairing before may be the one after the run that precedes it.
    """

    look: str
    kind: str
    scenario: str
    run: str
    parts: tuple[Part, ...]
    attempt: int = 1
