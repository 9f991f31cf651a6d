"""Ed25519 keys (RFC 8032): the private one that signs, and the public ones that somebody trusts."""

from __future__ import annotations

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from securesystemslib.signer import CryptoSigner, SSlibKey  # type: ignore[attr-defined]  # re-exported, undeclared

from reports.refusal import SignatureWrong

LONGEST_PEM = 4096
"""Bytes; an Ed25519 key in PEM form takes about 120."""


class Signer:
    """A private key. Make one with ``generate`` or ``load``."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.crypto = CryptoSigner(private)

    @classmethod
    def generate(cls) -> Signer:
        """A fresh key."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, pem: bytes) -> Signer:
        """The key of an unencrypted PKCS #8 PEM; raises ``SignatureWrong`` (``signing.bad_key``)."""
        try:
            private = load_pem_private_key(_bounded(pem), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise SignatureWrong("signing.bad_key") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise SignatureWrong("signing.bad_key")
        return cls(private)

    def private_pem(self) -> bytes:
        """The private key, PKCS #8 PEM, unencrypted: whoever writes it guards it."""
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def public_pem(self) -> bytes:
        """The public key, SubjectPublicKeyInfo PEM: what others put among the keys that they trust."""
        return public_pem(self._private.public_key())


def public_key(pem: bytes) -> Ed25519PublicKey:
    """The public key of this PEM; raises ``SignatureWrong`` (``signing.bad_key``)."""
    try:
        found = load_pem_public_key(_bounded(pem))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SignatureWrong("signing.bad_key") from error
    if not isinstance(found, Ed25519PublicKey):
        raise SignatureWrong("signing.bad_key")
    return found


def public_pem(key: Ed25519PublicKey) -> bytes:
    """The one PEM spelling of a public key."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def verifier(key: Ed25519PublicKey) -> SSlibKey:
    """The key as the DSSE library takes it, under its computed key id."""
    return SSlibKey.from_crypto(key)


def _bounded(pem: bytes) -> bytes:
    if len(pem) > LONGEST_PEM:
        raise ValueError("too long for a key")
    return pem
