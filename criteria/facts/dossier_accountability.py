"""What a controller must be able to show, as ``dossier.yaml`` declares it: information, record, assessment, contracts,
incidents. ``None`` and ``""`` say that a part is not there."""

from __future__ import annotations

import msgspec


class Information(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sentence of the notice for each item of GDPR articles 13 and 14, by the names of ``notice_items.yaml``."""

    quotes: dict[str, str] = {}
    automated_decisions: bool | None = None


class Named(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person or body with how to reach it."""

    name: str = ""
    contact: str = ""


class RecordedRecipient(msgspec.Struct, frozen=True, omit_defaults=True):
    """A recipient in the record of processing."""

    name: str = ""
    country: str = ""


class RecordedPeriod(msgspec.Struct, frozen=True, omit_defaults=True):
    """The time limit for the erasure of a category, in the record of processing."""

    category: str = ""
    period: str = ""


class Transfer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A transfer to a third country, with what frames it."""

    recipient: str = ""
    country: str = ""
    instrument: str = ""


class Activity(msgspec.Struct, frozen=True, omit_defaults=True):
    """One processing activity (GDPR article 30(1), or 30(2) where ``on_behalf_of`` names the controller)."""

    name: str = ""
    on_behalf_of: str = ""
    purposes: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    recipients: tuple[RecordedRecipient, ...] | None = None
    transfers: tuple[Transfer, ...] | None = None
    retention: tuple[RecordedPeriod, ...] = ()
    security: str = ""


class ProcessingRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """The record of processing activities. ``reviewed`` is an ISO 8601 day."""

    controller: Named | None = None
    officer: Named | None = None
    reviewed: str = ""
    activities: tuple[Activity, ...] = ()


class Advice(msgspec.Struct, frozen=True, omit_defaults=True):
    """The advice of the data protection officer."""

    date: str = ""
    opinion: str = ""


class Signatory(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who accepts the residual risk for the controller."""

    name: str = ""
    role: str = ""
    date: str = ""


class Assessment(msgspec.Struct, frozen=True, omit_defaults=True):
    """The data protection impact assessment. ``sections`` gives a heading of the text for each point (a) to (d) of GDPR
    article 35(7): ``description``, ``necessity``, ``risks``, ``measures``."""

    date: str = ""
    version: str = ""
    document: str = ""
    advice: Advice | None = None
    signatory: Signatory | None = None
    sections: dict[str, str] = {}


class ClausePlace(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a contract holds a clause: its page, counted from 1, and its first words."""

    page: int = 0
    quote: str = ""


class Contract(msgspec.Struct, frozen=True, omit_defaults=True):
    """A contract of GDPR article 28. ``clauses`` are by letter, ``a`` to ``h``; without ``ends`` it runs on."""

    recipient: str = ""
    reference: str = ""
    signed: str = ""
    ends: str = ""
    document: str = ""
    clauses: dict[str, ClausePlace] = {}


class Procedure(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is done about a personal data breach (GDPR articles 33 and 34)."""

    decides: str = ""
    register: str = ""
    notification: str = ""
    persons: str = ""


class Incidents(msgspec.Struct, frozen=True, omit_defaults=True):
    """The security contact as the site shows it, the procedure, the register's columns, the authorities to warn."""

    contact: str = ""
    procedure: Procedure | None = None
    register_template: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
