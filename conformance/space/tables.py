"""What the space remembers of health, and of who looked. ``tables_pairing`` and ``tables_consent`` hold the rest.

Times are UTC, RFC 3339 with six digits of seconds: they sort as text. Resources are as ``resources`` seals them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite gives numbers by itself to INTEGER keys only, which are 64 bits wide there.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """The tables of the space."""

    type_annotation_map = {dict[str, Any]: JSON, list[str]: JSON}  # noqa: RUF012 (SQLAlchemy reads it so)


class GenerationRow(Base):
    """One row: how often anything changed of who may do what (see ``Store.generation``)."""

    __tablename__ = "generation"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class DeviceRow(Base):
    """A device, one for each person, client and identifier (conditional create)."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("login", "client_id", "identifier"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str]
    client_id: Mapped[str]
    identifier: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    recorded: Mapped[str]
    resource: Mapped[str]


class ObservationRow(Base):
    """A measure. ``number`` is the order of arrival; ``effective_from`` and ``effective_to`` bound its instant.

    ``business`` and ``content`` are digests of what makes two writes of one client the same measure (``identity``).
    ``device_id`` is the space's own. ``withdrawn`` is when its author took it back (extension of the API).
    """

    __tablename__ = "observation"
    __table_args__ = (
        UniqueConstraint("login", "client_id", "content"),
        UniqueConstraint("login", "client_id", "business"),
        # Every search is one range of this index, whatever else is stored.
        Index("observation_search", "login", "code", "effective_from", "number", "effective_to", "withdrawn"),
    )
    number: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    login: Mapped[str]
    client_id: Mapped[str]
    code: Mapped[str]
    status: Mapped[str]
    effective_from: Mapped[str]
    effective_to: Mapped[str]
    device_id: Mapped[str | None]
    business: Mapped[str | None]
    content: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    recorded: Mapped[str]
    withdrawn: Mapped[str | None]
    resource: Mapped[str]


class AccessRow(Base):
    """One call for a person's record: who, what, when, with which result. Never changed.

    ``operation`` names it (``search``, ``transaction``…), ``kind`` the resource type, ``code`` the measure,
    ``status`` the HTTP status, ``error`` the id of ``errors.yaml``, ``targets`` the resources (``Type/id``).
    """

    __tablename__ = "access"
    __table_args__ = (Index("access_search", "login", "recorded", "number"),)
    number: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    login: Mapped[str]
    client_id: Mapped[str]
    recorded: Mapped[str]
    operation: Mapped[str]
    kind: Mapped[str]
    code: Mapped[str]
    status: Mapped[int]
    error: Mapped[str]
    targets: Mapped[str]
    query: Mapped[str]
    request_id: Mapped[str]
