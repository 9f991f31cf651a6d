"""Releases: how they are written, and when two of them are one."""

from __future__ import annotations

import re

from criteria.candidate import Candidate
from criteria.check import Seen
from criteria.facts.dossier import Declaration

BUILD_NUMBER = 1000
"""From here on a first number counts builds or years, not major versions."""

_NUMBERS = re.compile(r"v?\s?([0-9]{1,9}(?:\.[0-9]{1,9}){0,5})(.{0,80})", re.IGNORECASE | re.DOTALL)


def declared_release(said: Seen[Declaration] | None, candidate: Candidate) -> str:
    """The release that the dossier declares, or else the manifest."""
    own = said.fact.release if said is not None else None
    return str(own.version) if own is not None and str(own.version) else candidate.version


def numbers(release: str) -> tuple[int, ...]:
    """The numbers of a release (``v1.4.0+b7`` gives 1, 4, 0), final zeros left out after the first; empty for none."""
    found = _NUMBERS.match(release.strip())
    if found is None:
        return ()
    parts = [int(one) for one in found[1].split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def major(release: str) -> int | None:
    """The major version, ``None`` when there is none."""
    found = numbers(release)
    return found[0] if found else None


def other_scheme(one: str, other: str) -> bool:
    """Whether one of the two is a date or a build number and the other is not: such marks cannot be compared."""
    first, second = numbers(one), numbers(other)
    return bool(first and second) and (first[0] >= BUILD_NUMBER) != (second[0] >= BUILD_NUMBER)


def same_release(one: str, other: str) -> bool:
    """Whether two releases have the same numbers and the same pre-release; build data (``+``) do not count."""
    return numbers(one) == numbers(other) and _tail(one) == _tail(other)


def _tail(release: str) -> str:
    found = _NUMBERS.match(release.strip())
    return (found[2] if found else release).partition("+")[0].strip().lower()


def coarser(seen: str, declared: str) -> bool:
    """Whether ``seen`` gives only the first numbers of ``declared`` (``1.4`` for ``1.4.2``), but at least two."""
    found = _NUMBERS.match(seen.strip())
    written = [int(one) for one in found[1].split(".")] if found else []
    return len(written) >= 2 and not _tail(seen) and tuple(written) == _written(declared)[: len(written)]


def _written(release: str) -> tuple[int, ...]:
    found = _NUMBERS.match(release.strip())
    return tuple(int(one) for one in found[1].split(".")) if found else ()
