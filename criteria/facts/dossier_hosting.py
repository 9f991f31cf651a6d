"""Where the service and its health data are held, as ``dossier.yaml`` declares it."""

from __future__ import annotations

from typing import Annotated

import msgspec

from criteria.facts.dossier_inventory import Region

Number = str | int | float
Activity = Annotated[int, msgspec.Meta(ge=1, le=6)]


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
    """The hosting of health data, as declared. ``region`` is the evidence of where it keeps them."""

    host: Host | None = None
    region: Region | None = None
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
