"""The audit's own key for keyed digests: beside the bundle, never in it, and gone once the bundle is sealed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from harness.errors import BundleError

KEY_SIZE = 32
"""Bytes."""


def key_file(folder: Path) -> Path:
    """Where the key of the audit that writes to ``folder`` lies."""
    return folder.with_name(folder.name + ".key")


def make_key(folder: Path) -> None:
    """Make a new key that only this user can read; a link at its place is not followed."""
    path = key_file(folder)
    path.unlink(missing_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as opened:
        opened.write(secrets.token_bytes(KEY_SIZE))


def read_key(folder: Path) -> bytes:
    """The key; raises ``BundleError`` when it is gone."""
    path = key_file(folder)
    found = path.read_bytes() if path.is_file() else b""
    if len(found) != KEY_SIZE:
        raise BundleError("bundle.no_key", path=folder)
    return found


def destroy_key(folder: Path) -> None:
    """Delete the key: from now on nobody can test a guess against the digests."""
    key_file(folder).unlink(missing_ok=True)
