"""What the vendor declares in ``dossier.yaml``. Every section and field may be missing; ``None`` and ``""`` say so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from criteria.facts.dossier_accountability import Assessment, Contract, Incidents, Information, ProcessingRecord
from criteria.facts.dossier_assurance import DeclaredBackup, DeclaredRelease, DeclaredSbom, DeclaredVex, PenetrationTest
from criteria.facts.dossier_card import Card, ExpertReview, Funding
from criteria.facts.dossier_content import DeclaredAi, DeclaredContent
from criteria.facts.dossier_device import MedicalDevice
from criteria.facts.dossier_hosting import Hosting
from criteria.facts.dossier_inventory import InventoryItem, Period, Recipient
from criteria.facts.placeholders import written
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation


class DeclaredPublisher(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who publishes the service. ``country`` is ISO 3166-1 alpha-2; ``registration`` stands in for a SIREN."""

    name: str = ""
    siren: str = ""
    legal_form: str = ""
    address: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    director: str = ""
    registration: str = ""


class Designation(msgspec.Struct, frozen=True, omit_defaults=True):
    """The receipt of the CNIL for the designation of a data protection officer."""

    number: str = ""
    date: str = ""
    siren: str = ""
    document: str = ""


class DeclaredOfficer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The data protection officer. ``contact`` is an e-mail address, a page or a postal address."""

    name: str = ""
    contact: str = ""
    designation: Designation | None = None
    rights_procedure: str = ""


class Declaration(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sections that criteria read; an absent one is ``None``."""

    publisher: DeclaredPublisher | None = None
    dpo: DeclaredOfficer | None = None
    hosting: Hosting | None = None
    medical_device: MedicalDevice | None = None
    inventory: tuple[InventoryItem, ...] | None = None
    recipients: tuple[Recipient, ...] | None = None
    retention: tuple[Period, ...] | None = None
    sbom: DeclaredSbom | None = None
    vex: DeclaredVex | None = None
    penetration_test: PenetrationTest | None = None
    release: DeclaredRelease | None = None
    backup: DeclaredBackup | None = None
    card: Card | None = None
    funding: Funding | None = None
    expert_review: ExpertReview | None = None
    notice: Information | None = None
    processing_record: ProcessingRecord | None = None
    dpia: Assessment | None = None
    processors: tuple[Contract, ...] | None = None
    incidents: Incidents | None = None
    content: DeclaredContent | None = None
    ai: DeclaredAi | None = None


WRITTEN = frozenset((
    "notice", "inventory", "recipients", "retention", "processing_record", "dpia", "processors", "incidents",
))
"""Sections in which a text that is still to be written counts as missing. Elsewhere « sans objet » may be an answer."""


@extractor(Declaration, kind="dossier.declaration", version=2)
def declaration(seen: Observation, blob: Blob) -> Iterable[Declaration]:
    """The declaration, or nothing when what is stored has not its shape."""
    try:
        said = {name: written(one) if name in WRITTEN else one for name, one in seen.data.items()}
        yield msgspec.convert(said, Declaration)
    except msgspec.ValidationError:
        return


def day(text: str) -> date | None:
    """An ISO 8601 day, ``None`` when it is not one (31 February passes a pattern)."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
