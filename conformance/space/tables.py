"""What the space remembers. Secrets are kept as SHA-256 digests; times are Unix seconds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of the space."""

    type_annotation_map = {dict[str, Any]: JSON, list[str]: JSON}  # noqa: RUF012 (SQLAlchemy reads it so)


class ClientRow(Base):
    """A registered client."""

    __tablename__ = "client"
    client_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    oid: Mapped[str]
    jwks: Mapped[dict[str, Any]]
    redirect_uris: Mapped[list[str]]
    scopes: Mapped[list[str]]


class PersonRow(Base):
    """A synthetic person."""

    __tablename__ = "person"
    login: Mapped[str] = mapped_column(primary_key=True)
    given_name: Mapped[str]
    family_name: Mapped[str]
    password: Mapped[str]


class SessionRow(Base):
    """A person signed in with one browser."""

    __tablename__ = "session"
    digest: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(ForeignKey("person.login"))
    began: Mapped[int]
    expires: Mapped[int]


class PairingRow(Base):
    """One person paired with one client: the opaque idPE, and what the person consents to."""

    __tablename__ = "pairing"
    client_id: Mapped[str] = mapped_column(ForeignKey("client.client_id"), primary_key=True)
    login: Mapped[str] = mapped_column(ForeignKey("person.login"), primary_key=True)
    idpe: Mapped[str] = mapped_column(unique=True)
    may_write: Mapped[bool]
    may_read: Mapped[bool]


class CodeRow(Base):
    """An authorization code and what it is bound to."""

    __tablename__ = "code"
    digest: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str]
    login: Mapped[str]
    redirect_uri: Mapped[str]
    scope: Mapped[str]
    nonce: Mapped[str | None]
    challenge: Mapped[str | None]
    method: Mapped[str | None]
    auth_time: Mapped[int]
    expires: Mapped[int]
    used: Mapped[bool] = mapped_column(default=False)


class TokenRow(Base):
    """One pair of tokens. ``family`` is the digest of the code that it all began with."""

    __tablename__ = "token"
    id: Mapped[int] = mapped_column(primary_key=True)
    family: Mapped[str] = mapped_column(index=True)
    client_id: Mapped[str]
    login: Mapped[str]
    scope: Mapped[str]
    access: Mapped[str] = mapped_column(unique=True)
    refresh: Mapped[str | None] = mapped_column(unique=True)
    access_expires: Mapped[int]
    refresh_expires: Mapped[int]
    rotated: Mapped[bool] = mapped_column(default=False)
    revoked: Mapped[bool] = mapped_column(default=False)


class AssertionRow(Base):
    """A client assertion that was used (RFC 7523, section 3, jti)."""

    __tablename__ = "assertion"
    client_id: Mapped[str] = mapped_column(primary_key=True)
    jti: Mapped[str] = mapped_column(primary_key=True)


class DeviceRow(Base):
    """A device, one for each person and identifier (conditional create)."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("login", "identifier"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str]
    identifier: Mapped[str]
    resource: Mapped[str]


class ObservationRow(Base):
    """A measure. ``effective_from`` and ``effective_to`` are UTC, sortable as text."""

    __tablename__ = "observation"
    id: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(index=True)
    client_id: Mapped[str]
    code: Mapped[str]
    effective_from: Mapped[str]
    effective_to: Mapped[str]
    device_id: Mapped[str | None]
    resource: Mapped[str]
