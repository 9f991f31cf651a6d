"""One HDS certificate: its fields, its dates, its holder, and the document that must say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from criteria.check import Note, Seen, note
from criteria.facts.dossier import Declaration, day
from criteria.facts.dossier_document import Document, RefusedDocument
from criteria.facts.dossier_hosting import CertifiedHost, HdsFields
from criteria.facts.dossier_siren import digits
from criteria.facts.dossier_words import same_name
from criteria.gdpr.hds_pdf import compared, patterns, readable

NEEDED = ("holder", "number", "version", "activities", "valid_to")


class Certificate(msgspec.Struct, frozen=True):
    """A declared certificate with the documents of the dossier."""

    said: Seen[Declaration]
    link: CertifiedHost
    documents: Sequence[Seen[Document]]
    refused: Sequence[Seen[RefusedDocument]]

    @property
    def hds(self) -> HdsFields:
        """Its fields; empty ones when the declaration gives none."""
        return self.link.hds or HdsFields()

    @property
    def section(self) -> str:
        """Its place in the dossier."""
        return f"{self.link.section}.hds"

    @property
    def document(self) -> Seen[Document] | None:
        """The document that the declaration names for it."""
        return next((one for one in self.documents if one.fact.section == self.section), None)


def certificate_notes(one: Certificate, today: date) -> Iterator[Note]:
    """Judge the certificate at ``today``, the day of the audit."""
    for field in NEEDED:
        if not getattr(one.hds, field):
            yield note("field_missing", one.said, field=f"{one.section}.{field}")
    yield from _dates(one, today)
    yield from _version(one, today)
    yield from _holder(one)
    yield from _document(one)


def _dates(one: Certificate, today: date) -> Iterator[Note]:
    first, last = day(one.hds.valid_from), day(one.hds.valid_to)
    for field, written, read in (("valid_from", one.hds.valid_from, first), ("valid_to", one.hds.valid_to, last)):
        if written and read is None:
            yield note("field_missing", one.said, field=f"{one.section}.{field}")
    if last and last < today:
        yield note("expired", one.said, number=one.hds.number, day=last, today=today)
    if first and first > today:
        yield note("not_yet_valid", one.said, number=one.hds.number, day=first, today=today)


def _version(one: Certificate, today: date) -> Iterator[Note]:
    due = date.fromisoformat(patterns()["version_two_from"])
    if one.hds.version and one.hds.major != 2 and today >= due:
        yield note("old_version", one.said, number=one.hds.number, version=one.hds.version, day=due)


def _holder(one: Certificate) -> Iterator[Note]:
    host = one.link.host
    if host is None or not one.hds.holder:
        return
    held, declared = digits(one.hds.holder_siren), digits(host.siren)
    if held and declared:
        same: bool | None = held == declared
    else:
        same = same_name(one.hds.holder, host.name)
    if not same:
        clause = "other_holder" if same is False else "holder_unclear"
        yield note(clause, one.said, holder=one.hds.holder, host=host.name or host.siren)


def _document(one: Certificate) -> Iterator[Note]:
    seen = one.document
    if seen is None:
        refused = [refusal for refusal in one.refused if refusal.fact.section == one.section]
        why = refused[0].fact.why if refused else "missing"
        yield note("no_document", one.said, *refused, number=one.hds.number, why=why)
    elif not readable(seen.fact.layer.text):
        yield note("pdf_unread", one.said, seen, document=seen.fact.name)
    else:
        for field, declared, outcome in compared(one.hds, seen.fact.layer.text):
            if declared and outcome != "same":
                clause = "pdf_differs" if outcome == "differs" else "pdf_field_unread"
                yield note(clause, one.said, seen, document=seen.fact.name, field=field, declared=declared)
