"""The TLS files of one test run: the lab's authority and a leaf for 127.0.0.1."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from harness.lab_pki import make_ca


class TlsFiles(NamedTuple):
    """Paths of PEM files."""

    ca: Path
    cert: Path
    key: Path


def make_tls(folder: Path) -> TlsFiles:
    """Write the authority's certificate, a leaf for 127.0.0.1 and its key into ``folder``."""
    authority = make_ca("Test authority")
    issued = authority.issue("127.0.0.1")
    files = TlsFiles(folder / "ca.pem", folder / "cert.pem", folder / "key.pem")
    files.ca.write_bytes(authority.pem)
    files.cert.write_bytes(issued.chain_pem)
    files.key.write_bytes(issued.key_pem)
    return files
