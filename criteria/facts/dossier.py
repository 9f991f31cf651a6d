"""What the vendor declares in ``dossier.yaml``. Every section and field may be missing; ``None`` and ``""`` say so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

import msgspec

from criteria.facts.dossier_content import DeclaredAi, DeclaredContent
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

Number = str | int | float
Activity = Annotated[int, msgspec.Meta(ge=1, le=6)]


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


class Host(msgspec.Struct, frozen=True, omit_defaults=True):
    """A host by name; ``siren`` is empty for a foreign one."""

    name: str = ""
    siren: str = ""
    country: str = ""
    address: str = ""


class HdsFields(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fields of an HDS certificate. ``activities`` are numbers of CSP R.1111-9; dates are ISO 8601."""

    holder: str = ""
    holder_siren: str = ""
    number: str = ""
    body: str = ""
    version: Number = ""
    activities: tuple[Activity, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    perimeter: str = ""
    document: str = ""

    @property
    def major(self) -> int:
        """The major version of the reference, 0 when it is not given."""
        head = str(self.version).partition(".")[0]
        return int(head) if head.isdecimal() and len(head) < 5 else 0


class CertifiedHost(msgspec.Struct, frozen=True, omit_defaults=True):
    """One link of the hosting chain: a host and its certificate. ``section`` is its place in the dossier."""

    host: Host | None = None
    hds: HdsFields | None = None
    section: str = "hosting.health_data"


class HealthData(msgspec.Struct, frozen=True, omit_defaults=True):
    """The hosting of health data, as declared."""

    host: Host | None = None
    hds: HdsFields | None = None
    self_hosted: bool = False
    device_only: bool = False
    subcontractors: tuple[CertifiedHost, ...] = ()
    activities_used: tuple[Activity, ...] = ()
    contract_reference: str = ""

    @property
    def chain(self) -> tuple[CertifiedHost, ...]:
        """The declared host, then its subcontractors."""
        place = "hosting.health_data.subcontractors"
        further = (CertifiedHost(one.host, one.hds, f"{place}.{rank}") for rank, one in enumerate(self.subcontractors))
        return (CertifiedHost(self.host, self.hds), *further)


class Hosting(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the pages (``web_host``) and the health data are held; the two may differ."""

    web_host: Host | None = None
    health_data: HealthData | None = None


class MedicalDevice(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether the service is a medical device; an empty status says nothing."""

    status: Literal["", "not_a_device", "medical_device", "in_vitro_device"] = ""

    @property
    def is_device(self) -> bool:
        """Whether the vendor says that it is one."""
        return self.status in ("medical_device", "in_vitro_device")


class Declaration(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sections that criteria read; an absent one is ``None``."""

    publisher: DeclaredPublisher | None = None
    dpo: DeclaredOfficer | None = None
    hosting: Hosting | None = None
    medical_device: MedicalDevice | None = None
    third_parties: tuple[dict[str, Any], ...] | None = None
    content: DeclaredContent | None = None
    ai: DeclaredAi | None = None


@extractor(Declaration, kind="dossier.declaration", version=1)
def declaration(seen: Observation, blob: Blob) -> Iterable[Declaration]:
    """The declaration, or nothing when what is stored has not its shape."""
    try:
        yield msgspec.convert(seen.data, Declaration)
    except msgspec.ValidationError:
        return


def day(text: str) -> date | None:
    """An ISO 8601 day, ``None`` when it is not one (31 February passes a pattern)."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
