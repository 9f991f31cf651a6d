"""The pinned snapshot of known vulnerabilities: entries in the shape of the OSV schema."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from criteria.facts.dossier import day
from criteria.facts.packages import lies_in
from criteria.facts.reference_pack import packs
from criteria.facts.registry import Blob, extractor
from criteria.facts.severity import HIGHEST, base_score, critical_by_version_4
from criteria.observation import Observation

CRITICAL = 9.0
"""Base score from which a vulnerability is critical (CVSS 3.1 section 5, CVSS 4.0 section 7)."""


class AffectedPackage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A package of an advisory, with its affected versions."""

    package: dict[str, str] = {}
    ranges: tuple[dict[str, Any], ...] = ()
    versions: tuple[str, ...] = ()


class Advisory(msgspec.Struct, frozen=True, omit_defaults=True):
    """One advisory (OSV schema). Times are RFC 3339."""

    id: str = ""
    aliases: tuple[str, ...] = ()
    published: str = ""
    withdrawn: str = ""
    affected: tuple[AffectedPackage, ...] = ()
    severity: tuple[dict[str, str], ...] = ()
    database_specific: dict[str, Any] = {}

    @property
    def names(self) -> frozenset[str]:
        """Every identifier that it goes by."""
        return frozenset((self.id, *self.aliases))

    @property
    def day(self) -> date | None:
        """The day of its publication."""
        return day(self.published[:10])

    @property
    def is_critical(self) -> bool:
        """By the highest base score, or by the rating of the database that issued it."""
        rated = str(self.database_specific.get("severity", "")).upper() == "CRITICAL"
        return rated or any(_score(one) >= CRITICAL for one in self.severity)

    def hits(self, ecosystem: str, name: str, version: str) -> bool:
        """Whether it affects this version; raises ``UnreadableVersion``."""
        return any(
            lies_in(version, ecosystem, one.versions, one.ranges)
            for one in self.affected
            if one.package.get("ecosystem") == ecosystem and one.package.get("name") == name
        )


def _score(severity: dict[str, str]) -> float:
    vector = severity.get("score", "")
    return HIGHEST if critical_by_version_4(vector) else base_score(vector) or 0.0


class Snapshot(msgspec.Struct, frozen=True, omit_defaults=True):
    """All advisories of one pinned pack; ``version`` is its date. An entry of another shape is left out and counted."""

    version: str
    advisories: tuple[Advisory, ...] = ()
    unread: int = 0

    @property
    def ecosystems(self) -> frozenset[str]:
        """The ecosystems that it speaks of."""
        return frozenset(part.package.get("ecosystem", "") for one in self.advisories for part in one.affected)

    def by_package(self) -> dict[tuple[str, str], list[Advisory]]:
        """The advisories on each package, by its ecosystem and name."""
        found: dict[tuple[str, str], list[Advisory]] = defaultdict(list)
        for one in self.advisories:
            named = ((part.package.get("ecosystem", ""), part.package.get("name", "")) for part in one.affected)
            for name in dict.fromkeys(named):
                found[name].append(one)
        return found


@extractor(Snapshot, kind="reference.pack", version=1)
def snapshots(seen: Observation, blob: Blob) -> Iterable[Snapshot]:
    """The snapshot named ``osv``; nothing of other packs."""
    if seen.data.get("name") != "osv":
        return
    for pack in packs(seen, blob):
        read = [_advisory(entry) for entry in pack.entries]
        known = tuple(one for one in read if one is not None)
        yield Snapshot(pack.version, known, len(read) - len(known))


def _advisory(entry: dict[str, Any]) -> Advisory | None:
    try:
        return msgspec.convert(entry, Advisory)
    except msgspec.ValidationError:
        return None
