"""Whether the service is a medical device, and its marking, as ``dossier.yaml`` declares it."""

from __future__ import annotations

from typing import Literal

import msgspec


class NotifiedBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body that assessed conformity; ``number`` has four digits."""

    name: str = ""
    number: str = ""


class DeviceCertificate(msgspec.Struct, frozen=True, omit_defaults=True):
    """Its certificate. ``legacy``: issued under a directive, alive by article 120 of Regulation (EU) 2017/745."""

    number: str = ""
    valid_to: str = ""
    legacy: bool = False
    document: str = ""


class MedicalDevice(msgspec.Struct, frozen=True, omit_defaults=True):
    """An empty status says nothing. ``udi_di`` is the device identifier of the UDI, ``label_page`` a public path."""

    status: Literal["", "not_a_device", "medical_device", "in_vitro_device"] = ""
    class_: str = msgspec.field(name="class", default="")
    udi_di: str = ""
    label_page: str = ""
    notified_body: NotifiedBody | None = None
    certificate: DeviceCertificate | None = None

    @property
    def is_device(self) -> bool:
        """Whether the vendor says that it is one."""
        return self.status in ("medical_device", "in_vitro_device")
