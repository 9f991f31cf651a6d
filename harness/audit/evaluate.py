"""Judging a bundle again, offline: the same evidence and rules give the same audit on any machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from criteria.assemble import audit_of
from criteria.audit import Audit
from criteria.catalogue import catalogue
from harness.bundle import BundleReader, open_bundle
from harness.errors import TamperedError
from harness.version import ENGINE
from reports.signing import SignatureWrong, check_seal


def evaluate(bundle: Path, *, as_of: datetime | None = None, only: Sequence[str] = ()) -> Audit:
    """The audit of the bundle at ``bundle`` (folder or packed file).

    Raises ``BundleError`` when it is not one, ``TamperedError`` when chain, blobs or seal disagree.
    """
    return evaluated(open_bundle(bundle), as_of=as_of, only=only)


def evaluated(found: BundleReader, *, as_of: datetime | None = None, only: Sequence[str] = ()) -> Audit:
    """The audit of an opened bundle; raises ``TamperedError`` when its seal is not of its chain."""
    if found.sealed:
        try:
            check_seal(found.seal(), found.head, found.entries)
        except SignatureWrong as wrong:
            raise TamperedError("bundle.seal_wrong") from wrong
    return audit_of(found, catalogue(), engine=ENGINE, sealed=found.sealed, as_of=as_of, only=only)
