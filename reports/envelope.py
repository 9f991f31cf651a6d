"""The signed envelope: DSSE with one Ed25519 signature, in exactly one spelling.

Source: DSSE v1.0, ``envelope.md`` and ``protocol.md`` (the pre-authentication encoding is the library's).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError

from reports.keys import Signer, public_key, public_pem, verifier
from reports.refusal import SignatureWrong
from reports.statement import PAYLOAD_TYPE, Statement, read_statement

LARGEST_ENVELOPE = 1024 * 1024
"""Bytes; a larger envelope is refused unread."""


class Origin(StrEnum):
    """What a good signature proves: that a trusted key made it, or only that nothing changed since."""

    PROVED = "proved"
    UNPROVED = "unproved"


class _Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    keyid: str
    sig: str


class _Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    payload: str
    payload_type: str
    signatures: tuple[_Signature]


def signed(signer: Signer, payload: bytes) -> bytes:
    """``payload`` (a statement that names the signer's public key) in a signed envelope, with a final newline."""
    envelope = Envelope(payload, PAYLOAD_TYPE, {})
    envelope.sign(signer.crypto)
    return _spelled(envelope)


def opened(raw: bytes, predicate_type: str, trusted: Sequence[bytes]) -> tuple[Statement, Origin]:
    """The statement of an envelope whose signature is good, and whether a ``trusted`` key (PEM) made it.

    The key that the statement names verifies the signature; only a trusted key proves an origin. Raises
    ``SignatureWrong``.
    """
    envelope = _parsed(raw)
    if envelope.payload_type != PAYLOAD_TYPE:
        raise SignatureWrong("signing.payload_type", found=envelope.payload_type)
    statement = read_statement(envelope.payload, predicate_type)
    pem = _named_key(statement)
    try:
        envelope.verify([verifier(public_key(pem))], 1)
    except VerificationError as error:
        raise SignatureWrong("signing.signature") from error
    known = {public_pem(public_key(one)) for one in trusted}
    return statement, Origin.PROVED if pem in known else Origin.UNPROVED


def _parsed(raw: bytes) -> Envelope:
    if len(raw) > LARGEST_ENVELOPE:
        raise SignatureWrong("signing.too_large", most=LARGEST_ENVELOPE)
    try:
        shape = msgspec.json.decode(raw, type=_Sealed)
        envelope = Envelope.from_dict(msgspec.to_builtins(shape))
        same = _spelled(envelope) == raw
    except (msgspec.MsgspecError, ValueError) as error:
        raise SignatureWrong("signing.malformed") from error
    if not same:  # white space, doubled keys, loose Base64: all that two readers could read differently
        raise SignatureWrong("signing.malformed")
    return envelope


def _spelled(envelope: Envelope) -> bytes:
    return msgspec.json.encode(msgspec.convert(envelope.to_dict(), _Sealed)) + b"\n"


def _named_key(statement: Statement) -> bytes:
    named = statement.predicate.get("public_key")
    if not isinstance(named, str):
        raise SignatureWrong("signing.statement")
    pem = named.encode()
    if public_pem(public_key(pem)) != pem:
        raise SignatureWrong("signing.statement")
    return pem
