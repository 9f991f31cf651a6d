"""Components of the inventory against the pinned advisories, with what the vendor says of them (VEX)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from criteria.check import Note, Seen, note
from criteria.facts.advisories import Advisory, Snapshot
from criteria.facts.dossier import Declaration, day
from criteria.facts.dossier_assurance import VexStatement
from criteria.facts.packages import Package, UnreadableVersion, known_ecosystem, package
from criteria.facts.sbom import Component, Sbom

LONGEST_DELAY = 30
MOST_TOLD = 50
SETTLED = ("not_affected", "fixed")


class Listed(msgspec.Struct, frozen=True):
    """A component of one inventory, with the package that its purl names."""

    seen: Seen[Sbom]
    component: Component
    package: Package | None

    @property
    def version(self) -> str:
        """As the purl gives it, or else the component."""
        return (self.package.version if self.package else "") or self.component.version


def listed(inventories: Sequence[Seen[Sbom]]) -> list[Listed]:
    """Every component of every inventory."""
    return [Listed(seen, one, package(one.purl)) for seen in inventories for one in seen.fact.components]


class Known(msgspec.Struct, frozen=True):
    """What components are held against: the declaration, the snapshots, every statement, and the day of the audit."""

    said: Seen[Declaration]
    snapshots: Sequence[Seen[Snapshot]]
    statements: Sequence[VexStatement]
    today: date

    @property
    def delay(self) -> int:
        """Days within which a critical vulnerability must be mended."""
        declared = self.said.fact.sbom.fix_delay_days if self.said.fact.sbom else None
        return min(LONGEST_DELAY, LONGEST_DELAY if declared is None else declared)


def vulnerability_notes(components: Sequence[Listed], known: Known) -> Iterator[Note]:
    """What the snapshots say of each component, and what they cannot say; at most ``MOST_TOLD`` of a kind are told."""
    told: Counter[str] = Counter()
    for one in _vulnerability_notes(components, known):
        told[one.clause] += 1
        if told[one.clause] <= MOST_TOLD:
            yield one


def _vulnerability_notes(components: Sequence[Listed], known: Known) -> Iterator[Note]:
    yield from _unmatched(components, known)
    minor = 0
    if known.snapshots and not any(_recent(snapshot.fact, known) for snapshot in known.snapshots):
        latest = max(known.snapshots, key=lambda one: one.fact.version)
        yield note("snapshot_old", latest, version=latest.fact.version, today=known.today, delay=known.delay)
    for snapshot in known.snapshots:
        if snapshot.fact.unread:
            yield note("snapshot_unread", snapshot, count=snapshot.fact.unread)
        for one, advisory in _hits(components, snapshot.fact):
            if advisory is None:
                about = {"component": one.component.name, "version": one.version}
                yield note("version_unreadable", one.seen, snapshot, **about)
            elif advisory.is_critical:
                yield from _critical(one, advisory, snapshot, known)
            else:
                minor += 1
    if minor:
        yield note("lesser", *known.snapshots, count=minor)


def _recent(snapshot: Snapshot, known: Known) -> bool:
    """Whether whatever is overdue today was published before the snapshot was made."""
    made = day(snapshot.version[:10])
    return made is not None and (known.today - made).days <= known.delay


def _hits(components: Sequence[Listed], snapshot: Snapshot) -> Iterator[tuple[Listed, Advisory | None]]:
    """The advisories that hold for the version of a component; ``None`` where that cannot be told."""
    known = snapshot.by_package()
    for one in components:
        package_of = one.package
        if package_of is None or not one.version:
            continue
        for advisory in known.get((package_of.ecosystem, package_of.name), ()):
            try:
                if not advisory.withdrawn and advisory.hits(package_of.ecosystem, package_of.name, one.version):
                    yield one, advisory
            except UnreadableVersion:
                yield one, None


def _critical(one: Listed, advisory: Advisory, snapshot: Seen[Snapshot], known: Known) -> Iterator[Note]:
    about = {"component": f"{one.component.name} {one.version}", "id": advisory.id}
    ground = (known.said, one.seen, snapshot)
    said = [statement for statement in known.statements if _speaks(statement, one, advisory)]
    settled = [statement for statement in said if statement.status in SETTLED]
    if any(statement.status == "fixed" or statement.justification for statement in settled):
        yield note("settled", *ground, **about, status=settled[0].status)
    elif settled:
        yield note("unjustified", *ground, **about)
    elif advisory.day is None:
        yield note("undated", *ground, **about)
    elif (known.today - advisory.day).days > known.delay:
        yield note("overdue", *ground, **about, published=advisory.day, today=known.today, delay=known.delay)
    else:
        yield note("pending", *ground, **about, published=advisory.day, delay=known.delay)


def _speaks(statement: VexStatement, one: Listed, advisory: Advisory) -> bool:
    """Whether a statement is on this vulnerability in this component, of any version or of this one."""
    if statement.vulnerability not in advisory.names or one.package is None:
        return False
    if statement.component.startswith("urn:cdx:"):  # a BOM-Link names a component by its mark in its document
        return statement.component.partition("#")[2] == one.component.ref != ""
    about = package(statement.component)
    if about is None:
        return False
    same = (about.ecosystem, about.name) == (one.package.ecosystem, one.package.name)
    return same and about.version in ("", one.version)


def _unmatched(components: Sequence[Listed], known: Known) -> Iterator[Note]:
    """Components that no snapshot can be asked about."""
    unnamed = [one for one in components if one.package is None or not one.version]
    if unnamed:
        first = unnamed[0]
        yield note("unidentified", first.seen, count=len(unnamed), component=first.component.name)
    covered = {name for snapshot in known.snapshots for name in snapshot.fact.ecosystems}
    used: dict[str, Listed] = {}
    for one in components:
        if one.package is not None:
            used.setdefault(one.package.ecosystem, one)
    for ecosystem, first in used.items():
        if known.snapshots and (ecosystem not in covered or not known_ecosystem(ecosystem)):
            yield note("not_in_snapshot", first.seen, *known.snapshots, ecosystem=ecosystem)
