"""Who is who at the space: clients, people, sessions, pairings, codes and tokens.

Secrets are kept as SHA-256 digests; an ``Instant`` is Unix seconds.
"""

from __future__ import annotations

from typing import Annotated, Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from conformance.space.tables import Base

# 64 bits: PostgreSQL's integer ends in January 2038, before a child of today comes of age.
Instant = Annotated[int, mapped_column(BigInteger)]


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
    """A synthetic person. ``birth_date`` is ``YYYY-MM-DD``; ``activated`` is when they opened their space."""

    __tablename__ = "person"
    login: Mapped[str] = mapped_column(primary_key=True)
    given_name: Mapped[str]
    family_name: Mapped[str]
    password: Mapped[str]
    birth_date: Mapped[str]
    activated: Mapped[Instant | None]


class SessionRow(Base):
    """A person signed in with one browser."""

    __tablename__ = "session"
    digest: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(ForeignKey("person.login"))
    began: Mapped[Instant]
    expires: Mapped[Instant]


class PairingRow(Base):
    """One person paired with one client: the opaque idPE, which belongs to this pair alone."""

    __tablename__ = "pairing"
    client_id: Mapped[str] = mapped_column(ForeignKey("client.client_id"), primary_key=True)
    login: Mapped[str] = mapped_column(ForeignKey("person.login"), primary_key=True)
    idpe: Mapped[str] = mapped_column(unique=True)
    began: Mapped[Instant]
    ended: Mapped[Instant | None]


class CodeRow(Base):
    """An authorization code and what it is bound to (``jkt``: RFC 9449, section 10)."""

    __tablename__ = "code"
    digest: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str]
    login: Mapped[str]
    redirect_uri: Mapped[str]
    scope: Mapped[str]
    nonce: Mapped[str | None]
    challenge: Mapped[str | None]
    method: Mapped[str | None]
    jkt: Mapped[str | None]
    auth_time: Mapped[Instant | None]
    expires: Mapped[Instant]
    used: Mapped[bool] = mapped_column(default=False)


class TokenRow(Base):
    """One pair of tokens. ``family`` is the digest of the code that it all began with; ``jkt`` binds (RFC 9449)."""

    __tablename__ = "token"
    id: Mapped[int] = mapped_column(primary_key=True)
    family: Mapped[str] = mapped_column(index=True)
    client_id: Mapped[str]
    login: Mapped[str]
    scope: Mapped[str]
    access: Mapped[str] = mapped_column(unique=True)
    refresh: Mapped[str | None] = mapped_column(unique=True)
    jkt: Mapped[str | None]
    issued: Mapped[Instant]
    access_expires: Mapped[Instant]
    refresh_expires: Mapped[Instant]
    rotated: Mapped[bool] = mapped_column(default=False)
    revoked: Mapped[bool] = mapped_column(default=False)


class OnceRow(Base):
    """A thing that may be used once, and was: ``use`` says what for (``assertion``, ``proof``)."""

    __tablename__ = "once"
    use: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    expires: Mapped[Instant] = mapped_column(index=True)


class PushedRow(Base):
    """A pushed authorization request (RFC 9126), by the digest of its ``request_uri``."""

    __tablename__ = "pushed"
    digest: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    expires: Mapped[Instant]


class SigningKeyRow(Base):
    """A signing key. ``role`` is ``next``, ``current`` or ``retired``; ``until`` is when a retired one goes."""

    __tablename__ = "signing_key"
    kid: Mapped[str] = mapped_column(primary_key=True)
    jwk: Mapped[dict[str, Any]]
    role: Mapped[str]
    until: Mapped[Instant | None]
