"""What the names of a candidate and of its pages stand for, as a name server answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

NAME_KIND = "outside.name"
NAMES_KIND = "outside.names_summary"
Role = Literal["candidate", "page", "message", "mail"]
"""Whose name it is: the candidate's own, one that a page asked, one that a message loads from, or the domain of an
address at which the candidate can be reached."""


class NameAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One name that was asked for. ``chain`` are the aliases in order (RFC 1034 section 3.6.2), the name itself left
    out; ``addresses`` those at its end, ``private`` those among them that are not of the public internet;
    ``exchangers`` the hosts that take its mail. ``outcome``: ``answered``, ``no_name``, ``no_data``, ``loop``,
    ``too_long``, ``no_answer``, ``refused`` or ``bad_name``. ``resolver`` is ``system`` or ``lab``."""

    host: str
    role: Role
    outcome: str
    resolver: str
    chain: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    exchangers: tuple[str, ...] = ()

    @property
    def told(self) -> bool:
        """Whether the server said what the name stands for. That it knows no such name tells nothing of one that was
        contacted: it is another server's view."""
        return self.outcome == "answered"


class NamesAsked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of asking. ``left`` names were not asked for; ``bound`` says why: ``names``, ``time`` or ``no_network``
    (no server answered for anything)."""

    found: int = 0
    asked: int = 0
    left: int = 0
    bound: str = ""


@extractor(NameAnswer, kind=NAME_KIND, version=1)
def answers(seen: Observation, blob: Blob) -> Iterable[NameAnswer]:
    """One name for each observation."""
    yield msgspec.convert(seen.data, NameAnswer)


@extractor(NamesAsked, kind=NAMES_KIND, version=1)
def summaries(seen: Observation, blob: Blob) -> Iterable[NamesAsked]:
    """The summary that ends the look."""
    yield msgspec.convert(seen.data, NamesAsked)
