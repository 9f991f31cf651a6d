"""The in-toto Statement v1: which files (subjects, by SHA-256) a signature is about, and what it says of them.

Source: in-toto Attestation Framework, ``spec/v1/statement.md``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from reports.refusal import SignatureWrong

STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"
PAYLOAD_TYPE = "application/vnd.in-toto+json"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Digest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The digest of a subject: lower-case hex SHA-256 of its bytes."""

    sha256: str


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file that the statement is about."""

    name: str
    digest: Digest


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="camel"):
    """The whole statement. ``predicate`` has the shape that ``predicate_type`` names, and holds ``public_key``."""

    type_: Literal["https://in-toto.io/Statement/v1"] = msgspec.field(name="_type", default=STATEMENT_TYPE)
    subject: tuple[Subject, ...]
    predicate_type: str
    predicate: dict[str, Any]

    @property
    def subjects(self) -> dict[str, str]:
        """Name to SHA-256."""
        return {one.name: one.digest.sha256 for one in self.subject}


def stated(subjects: Mapping[str, str], predicate_type: str, predicate: Mapping[str, Any]) -> bytes:
    """A statement as bytes; raises ``ValueError`` for what is not a SHA-256."""
    listed = tuple(Subject(name, Digest(sha256(subjects[name]))) for name in sorted(subjects))
    return _encoded(Statement(subject=listed, predicate_type=predicate_type, predicate=dict(predicate)))


def read_statement(payload: bytes, predicate_type: str) -> Statement:
    """Read a signed payload. Only the spelling that ``stated`` writes is taken, so that a doubled key has no chance.

    Raises ``SignatureWrong`` (``signing.statement``).
    """
    try:
        found = msgspec.json.decode(payload, type=Statement)
        same = _encoded(found) == payload
    except (msgspec.MsgspecError, RecursionError, UnicodeError, OverflowError) as error:
        raise SignatureWrong("signing.statement") from error
    digests = [one.digest.sha256 for one in found.subject]
    if not same or found.predicate_type != predicate_type or len(found.subjects) != len(digests):
        raise SignatureWrong("signing.statement")
    if not all(_SHA256.fullmatch(digest) for digest in digests):
        raise SignatureWrong("signing.statement")
    return found


def sha256(digest: str) -> str:
    """``digest`` without its prefix ``sha256:``; raises ``ValueError`` when it is not one."""
    bare = digest.removeprefix("sha256:")
    if not _SHA256.fullmatch(bare):
        raise ValueError("not a SHA-256 digest in lower-case hex")
    return bare


def _encoded(statement: Statement) -> bytes:
    return msgspec.json.encode(statement, order="deterministic")
