"""What is held of whom, and who receives it: the lists of ``dossier.yaml`` that many criteria compare."""

from __future__ import annotations

import msgspec


class InventoryItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One personal field. ``field`` is its name on forms and in bodies, ``category`` its family in every other list.

    ``basis`` is one of the codes that the published schema lists; ``mandatory`` is ``None`` where nothing is said;
    ``retention`` names the row of the table of periods that holds for it, the row of its category when empty.
    """

    field: str = ""
    category: str = ""
    purpose: str = ""
    basis: str = ""
    mandatory: bool | None = None
    retention: str = ""

    @property
    def row(self) -> str:
        """The category of the table of periods that holds for this field."""
        return self.retention or self.category


class Region(msgspec.Struct, frozen=True, omit_defaults=True):
    """Evidence of where a host keeps data: its country (ISO 3166-1 alpha-2) and the contract or statement."""

    country: str = ""
    document: str = ""


class Recipient(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who receives data. ``name`` is the entity, ``domains`` the hosts by which the service speaks to it.

    ``role`` is ``processor``, ``controller``, ``joint_controller`` or ``authority``; countries are ISO 3166-1 alpha-2;
    ``service`` says what it does with data: ``hosting``, ``care``, ``identity``, ``payment``, ``messaging``,
    ``address`` (look-up), ``analytics``, ``support`` ...; ``instrument`` is what frames a transfer out of the EEA;
    ``categories`` are those of the inventory.
    """

    name: str = ""
    domains: tuple[str, ...] = ()
    role: str = ""
    purpose: str = ""
    country: str = ""
    instrument: str = ""
    parent_country: str = ""
    service: str = ""
    health_data: bool = False
    categories: tuple[str, ...] = ()
    region: Region | None = None


class Period(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the table of periods: a ``period`` (``3 ans``) or a ``criterion``, from a ``trigger`` on.

    ``published`` is how the notice words it, to the letter; ``cookies`` are the names of the cookies that carry this
    category; ``deletion`` is how the data are erased.
    """

    category: str = ""
    period: str = ""
    criterion: str = ""
    trigger: str = ""
    deletion: str = ""
    published: str = ""
    cookies: tuple[str, ...] = ()
