"""What a service declares, and what each person agreed to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from conformance.space.tables import Base
from conformance.space.tables_pairing import Instant


class ServiceRow(Base):
    """A client as a service of the catalogue: its state, and the exchanges that it declares.

    ``version`` counts the declarations; ``approve_by`` is the limit date of the last one.
    """

    __tablename__ = "service"
    client_id: Mapped[str] = mapped_column(ForeignKey("client.client_id"), primary_key=True)
    state: Mapped[str]
    version: Mapped[int]
    purposes: Mapped[dict[str, Any]]
    approve_by: Mapped[Instant | None]


class PilotRow(Base):
    """A person who may use a service before everybody (state ``PRESERIE``)."""

    __tablename__ = "pilot"
    client_id: Mapped[str] = mapped_column(ForeignKey("client.client_id"), primary_key=True)
    login: Mapped[str] = mapped_column(ForeignKey("person.login"), primary_key=True)


class ConsentRow(Base):
    """One thing that a person allows now: an action of a purpose, for these categories (none: all)."""

    __tablename__ = "consent"
    client_id: Mapped[str] = mapped_column(ForeignKey("client.client_id"), primary_key=True)
    login: Mapped[str] = mapped_column(ForeignKey("person.login"), primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(primary_key=True)
    categories: Mapped[list[str]]
    version: Mapped[int]
    given: Mapped[Instant]


class ConsentEventRow(Base):
    """What became of a consent, and when: the proof that GDPR article 7(1) asks for. Never changed."""

    __tablename__ = "consent_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[str]
    login: Mapped[str] = mapped_column(index=True)
    purpose: Mapped[str]
    action: Mapped[str]
    decision: Mapped[str]
    version: Mapped[int]
    at: Mapped[Instant]
