"""What the vendor hands in on components, tests, releases and backups: ``dossier.yaml`` as types.

Dates are ISO 8601 days, durations days or hours as their names say; ``""`` and ``None`` say nothing.
"""

from __future__ import annotations

import msgspec

Number = str | int | float


class SbomFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """One inventory of components, and the ``part`` of the product that it lists (``server``, ``web``...)."""

    document: str = ""
    part: str = ""


class DeclaredSbom(msgspec.Struct, frozen=True, omit_defaults=True):
    """The inventories, and within how many days a critical vulnerability is mended."""

    files: tuple[SbomFile, ...] = ()
    fix_delay_days: int | None = None


class VexStatement(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the vendor says of one vulnerability in one component (a purl, with or without version)."""

    vulnerability: str = ""
    component: str = ""
    status: str = ""
    justification: str = ""
    date: str = ""


class DeclaredVex(msgspec.Struct, frozen=True, omit_defaults=True):
    """VEX statements, written in the declaration or in documents (CycloneDX, OpenVEX)."""

    statements: tuple[VexStatement, ...] = ()
    files: tuple[SbomFile, ...] = ()


class Auditor(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who tested. ``qualification`` is as the auditor writes it (``PASSI``)."""

    name: str = ""
    siren: str = ""
    qualification: str = ""


class Scope(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was tested. A host without port stands for all its ports, ``*.example.org`` for all below."""

    hosts: tuple[str, ...] = ()
    app_ids: tuple[str, ...] = ()
    release: Number = ""
    exclusions: tuple[str, ...] = ()


class Weakness(msgspec.Struct, frozen=True, omit_defaults=True):
    """One finding. ``severity`` is ``info``, ``low``, ``medium``, ``high`` or ``critical``."""

    id: str = ""
    title: str = ""
    severity: str = ""
    status: str = ""
    retest_date: str = ""


class Signature(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who signed, when, and the signed document."""

    by: str = ""
    date: str = ""
    document: str = ""

    @property
    def whole(self) -> bool:
        """Whether name, date and document are given."""
        return bool(self.by and self.date and self.document)


class PenetrationTest(msgspec.Struct, frozen=True, omit_defaults=True):
    """The summary of a penetration test."""

    auditor: Auditor | None = None
    start: str = ""
    end: str = ""
    method: str = ""
    scope: Scope | None = None
    findings: tuple[Weakness, ...] | None = None
    signature: Signature | None = None


class ReleaseFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A script or style sheet of the release: its path, and the SHA-256 of its bytes in hex."""

    path: str = ""
    sha256: str = ""


class DeclaredRelease(msgspec.Struct, frozen=True, omit_defaults=True):
    """The version that is a candidate."""

    version: Number = ""
    date: str = ""
    files: tuple[ReleaseFile, ...] = ()


class BackupPlan(msgspec.Struct, frozen=True, omit_defaults=True):
    """How health data are backed up. ``period`` names the row of the table of periods that bounds the retention."""

    scope: str = ""
    frequency_hours: float | None = None
    retention_days: float | None = None
    encryption: str = ""
    place: str = ""
    rpo_hours: float | None = None
    rto_hours: float | None = None
    period: str = ""


class RestorationTest(msgspec.Struct, frozen=True, omit_defaults=True):
    """The record of the last restoration. ``outcome`` is ``success`` or ``failure``."""

    date: str = ""
    release: Number = ""
    measured_rpo_hours: float | None = None
    measured_rto_hours: float | None = None
    outcome: str = ""
    signature: Signature | None = None


class DeclaredBackup(msgspec.Struct, frozen=True, omit_defaults=True):
    """Backup and restoration; ``primary_site`` is where the data live."""

    primary_site: str = ""
    plan: BackupPlan | None = None
    restoration: RestorationTest | None = None
