"""The bare endpoint's own table: it writes beside the space's, never into it."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from conformance.space.database import create_tables


class _Bare(DeclarativeBase):
    """Apart from the tables of the space."""


class BareRow(_Bare):
    """One body, as it came."""

    __tablename__ = "bare"
    id: Mapped[str] = mapped_column(primary_key=True)
    resource: Mapped[str]


def create_bare(engine: Engine) -> None:
    """Create the table if it is missing."""
    create_tables(engine, _Bare.metadata)
