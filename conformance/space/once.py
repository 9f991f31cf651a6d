"""What may be used once: client assertions (RFC 7523, section 3) and DPoP proofs (RFC 9449, section 11.1)."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from conformance.space.store import Store, digest
from conformance.space.tables_pairing import OnceRow


def first_use(store: Store, use: str, name: str, expires: int) -> bool:
    """Tell whether ``name`` was never used before, and remember it until ``expires`` (Unix seconds, world's time)."""
    key = digest(name)
    try:
        with store.begin() as session:
            session.execute(delete(OnceRow).where(OnceRow.expires < store.clock.world()))
            if session.get(OnceRow, (use, key)):
                return False
            session.add(OnceRow(use=use, digest=key, expires=expires))
    except IntegrityError:  # another process was faster
        return False
    return True
