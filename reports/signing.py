"""Signing and checking: the seal of a bundle, and the attestation of the files of an audit.

Both are in-toto statements in DSSE envelopes, signed by Ed25519. The public key stands inside what is signed, so that
a signature by a stranger still shows whether anything changed; only a key among ``trusted`` proves an origin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from criteria.decision import rule
from criteria.messages import text
from reports.envelope import Origin, opened, signed
from reports.keys import Signer
from reports.refusal import SignatureWrong
from reports.statement import sha256, stated

__all__ = ["Origin", "SignatureWrong", "Signer", "attest", "attested", "check_attestation", "check_seal", "seal"]

SEAL_TYPE = "urn:probant:bundle-seal:1"
ATTESTATION_TYPE = "urn:probant:attestation:1"
SEALED_NAME = "bundle"


def seal(signer: Signer, head: str, entries: int) -> bytes:
    """The seal of a bundle: its chain head (SHA-256, hex, with or without ``sha256:``) and number of entries."""
    predicate = {"entries": entries, "public_key": signer.public_pem().decode()}
    return signed(signer, stated({SEALED_NAME: head}, SEAL_TYPE, predicate))


def check_seal(envelope: bytes, head: str, entries: int, trusted: Sequence[bytes] = ()) -> Origin:
    """Whether the seal fits this bundle; raises ``SignatureWrong`` when it does not, or was changed."""
    statement, origin = opened(envelope, SEAL_TYPE, trusted)
    sealed = statement.predicate.get("entries")
    if statement.predicate.keys() != {"entries", "public_key"} or type(sealed) is not int:
        raise SignatureWrong("signing.statement")
    if statement.subjects != {SEALED_NAME: sha256(head)}:
        raise SignatureWrong("signing.head")
    if sealed != entries:
        raise SignatureWrong("signing.entries", sealed=sealed, held=entries)
    return origin


def attest(signer: Signer, subjects: Mapping[str, str], predicate: Mapping[str, Any]) -> bytes:
    """Vouch for files (name to SHA-256). ``predicate`` says at least ``origin``, ``profile`` and ``decision``.

    Adds whether the attestation ``certifies`` and says so in both languages (``notice``); raises ``ValueError`` when
    the predicate lacks one of the three, or brings a member that is added here.
    """
    added = {"certifies", "notice", "public_key"} & predicate.keys()
    if added or not {"origin", "profile", "decision"} <= predicate.keys():
        raise ValueError(f"not the predicate of an attestation: {sorted(predicate)}")
    certifies = _certifies(predicate)
    notice = text("signing.certifies" if certifies else "signing.certifies_nothing")
    whole = {
        **predicate,
        "certifies": certifies,
        "notice": {"en": notice.en, "fr": notice.fr},
        "public_key": signer.public_pem().decode(),
    }
    return signed(signer, stated(subjects, ATTESTATION_TYPE, whole))


def attested(envelope: bytes, trusted: Sequence[bytes] = ()) -> tuple[dict[str, str], dict[str, Any], Origin]:
    """The subjects, the predicate and the origin of a good attestation; raises ``SignatureWrong``."""
    statement, origin = opened(envelope, ATTESTATION_TYPE, trusted)
    if statement.predicate.get("certifies") is not _certifies(statement.predicate):
        raise SignatureWrong("signing.claims_too_much")
    return statement.subjects, statement.predicate, origin


def check_attestation(envelope: bytes, subjects: Mapping[str, str], trusted: Sequence[bytes] = ()) -> Origin:
    """Whether exactly these files (name to SHA-256) are vouched for; raises ``SignatureWrong`` for one that is not."""
    vouched, _, origin = attested(envelope, trusted)
    held = {name: sha256(digest) for name, digest in subjects.items()}
    for name in sorted(vouched.keys() | held.keys()):
        if vouched.get(name) != held.get(name):
            raise SignatureWrong("signing.subject", name=name)
    return origin


def _certifies(predicate: Mapping[str, Any]) -> bool:
    """By the published rule: only a reviewer's own run, in the standard profile, can certify."""
    certifying = rule()["certifying"]
    return (
        predicate.get("decision") == "certified"
        and predicate.get("origin") in certifying["origins"]
        and predicate.get("profile") in certifying["profiles"]
    )
