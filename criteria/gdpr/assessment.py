"""What GDP-19 states at the gate: the impact assessment is there, recent, whole, and of this service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from criteria.candidate import Candidate
from criteria.check import Note, Seen, note
from criteria.facts.dossier import Declaration, day
from criteria.facts.dossier_accountability import Assessment
from criteria.facts.dossier_document import Document
from criteria.facts.dossier_words import core, name_in

SECTIONS = ("description", "necessity", "risks", "measures")
"""Points (a) to (d) of GDPR article 35(7)."""
YEARS = 3
FEWEST = 200
"""Letters and digits of an assessment that can be read at all."""
Said = Seen[Declaration]


def date_notes(said: Said, dpia: Assessment, today: date) -> Iterator[Note]:
    """Whether the assessment is at most three years old."""
    made = day(dpia.date)
    if made is None or made > today:
        yield note("undated", said, date=dpia.date or "—")
    elif (made.year + YEARS, made.month, made.day) < (today.year, today.month, today.day):
        yield note("too_old", said, date=dpia.date, today=today.isoformat())


def metadata_notes(said: Said, dpia: Assessment, candidate: Candidate, today: date) -> Iterator[Note]:
    """The officer's advice, the signatory, and the version that was assessed."""
    if dpia.advice is None or not dpia.advice.opinion or day(dpia.advice.date) is None:
        yield note("no_advice", said)
    elif not _given(dpia.advice.date, today):
        yield note("advice_later", said, date=dpia.advice.date)
    if dpia.signatory is None or not dpia.signatory.name:
        yield note("no_signatory", said)
    elif dpia.signatory.date and not _given(dpia.signatory.date, today):
        yield note("acceptance_later", said, date=dpia.signatory.date)
    if not dpia.version or not candidate.version:
        yield note("no_version", said)
    elif _major(dpia.version) != _major(candidate.version):
        yield note("other_version", said, assessed=dpia.version, declared=candidate.version)


def text_notes(said: Said, dpia: Assessment, text: Seen[Document], candidate: Candidate) -> Iterator[Note]:
    """What the text itself must hold: the product, the four points, every recipient of the dossier."""
    words = text.fact.layer.text
    if candidate.name and core(candidate.name) not in core(words):
        yield note("other_product", said, text, name=candidate.name)
    for name in SECTIONS:
        heading = dpia.sections.get(name, "")
        if not heading or core(heading) not in core(words):
            yield note("section_missing", said, text, section=name, heading=heading or "—")
    for recipient in said.fact.recipients or ():
        if recipient.name and not name_in(recipient.name, words):
            yield note("flow_missing", said, text, recipient=recipient.name)


def readable(text: Seen[Document] | None) -> bool:
    """Whether the document has a whole text layer that says something."""
    return text is not None and not text.fact.layer.cut and len(core(text.fact.layer.text)) >= FEWEST


def _given(when: str, today: date) -> bool:
    found = day(when)
    return found is not None and found <= today


def _major(version: str) -> str:
    return version.strip().lower().removeprefix("v").partition(".")[0]
