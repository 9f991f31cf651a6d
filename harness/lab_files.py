"""The lab's own authority and certificates on disk, as a vendor needs them to try an app against the space."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from harness.lab_pki import CA, Issued, make_ca, self_signed
from harness.lab_profile import KeyKind

SPACE_HOSTS = ("127.0.0.1", "localhost")


def make_lab(folder: Path, *hosts: str) -> CA:
    """Write ``ca.pem``, ``space.pem`` and ``space.key`` into ``folder``; returns the authority."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = make_ca("Probant lab")
    (folder / "ca.pem").write_bytes(authority.pem)
    write_pair(folder / "space", authority.issue(*(hosts or SPACE_HOSTS)))
    return authority


def write_pair(stem: Path, issued: Issued) -> None:
    """Write ``STEM.pem`` (the chain) and ``STEM.key``, the key for its owner alone."""
    stem.with_suffix(".pem").write_bytes(issued.chain_pem)
    key = stem.with_suffix(".key")
    key.touch(0o600)
    key.write_bytes(issued.key_pem)


def app_certificate(authority: CA, kind: str, *hosts: str, key: KeyKind = "ec") -> Issued:
    """A server certificate for a sample app: sound, or with the flaw named by ``kind``."""
    now = dt.datetime.now(dt.UTC)
    day = dt.timedelta(days=1)
    if kind == "expired":
        return authority.issue(*hosts, not_before=now - 91 * day, not_after=now - day, key=key)
    if kind == "wrong_name":
        return authority.issue("other.example", key=key)
    if kind == "self_signed":
        return self_signed(*hosts, key=key)
    if kind == "short_lived":
        return authority.issue(*hosts, not_before=now - day, not_after=now + 5 * day, key=key)
    return authority.issue(*hosts, key=key)
