"""Records that someone signed: the name, the date, the document, and whether its text names who it should."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from criteria.check import Note, Seen, note
from criteria.facts.dossier import Declaration, day
from criteria.facts.dossier_assurance import Signature
from criteria.facts.dossier_document import Document, RefusedDocument
from criteria.facts.dossier_siren import digits
from criteria.facts.dossier_words import core, name_in


def a_year_before(today: date) -> date:
    """The same day twelve months earlier (28 February for 29 February)."""
    leap = today.month == 2 and today.day == 29
    return today.replace(year=today.year - 1, day=28 if leap else today.day)


def signature_notes(
    said: Seen[Declaration],
    section: str,
    signature: Signature | None,
    names: Sequence[str],
    documents: Sequence[Seen[Document]],
    refused: Sequence[Seen[RefusedDocument]],
) -> Iterator[Note]:
    """Whether the record of ``section`` is signed and its document says one of ``names`` (a name, a SIREN).

    States ``unsigned``, ``no_document`` or ``letter_unclear``.
    """
    if signature is None or not signature.whole or day(signature.date) is None:
        yield note("unsigned", said, section=f"{section}.signature")
        return
    place = f"{section}.signature"
    document = next((one for one in documents if one.fact.section == place), None)
    if document is None:
        turned = [one for one in refused if one.fact.section == place]
        why = turned[0].fact.why if turned else "missing"
        yield note("no_document", said, *turned, document=signature.document, why=why)
    elif not any(_names(document.fact.layer.text, name) for name in (*names, signature.by) if name):
        yield note("letter_unclear", said, document, document=document.fact.name)


def _names(text: str, name: str) -> bool:
    number = digits(name)
    return name_in(name, text) or (len(number) == 9 and number in core(text))
