"""What people can do with their own data: correct and take along, delete; and minors and carers."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check
from criteria.gdpr.deletion_notes import deletion_notes
from criteria.gdpr.edit_notes import edit_notes
from criteria.gdpr.export_notes import export_notes
from criteria.gdpr.minors_notes import minors_notes
from criteria.gdpr.rights_evidence import unseen_faces


@check("GDP-15")
def gdp_15(facts: Facts) -> Iterator[Note]:
    """An export that programs can read, and a correction that is served at once (GDPR art. 15, 16, 20)."""
    yield from unseen_faces(facts)
    yield from export_notes(facts)
    yield from edit_notes(facts)


@check("GDP-16")
def gdp_16(facts: Facts) -> Iterator[Note]:
    """An account that its owner deletes, with everything in it (GDPR art. 17)."""
    yield from unseen_faces(facts)
    yield from deletion_notes(facts)


@check("GDP-17")
def gdp_17(facts: Facts) -> Iterator[Note]:
    """Who is under age, and who acts for another (GDPR art. 8; loi 78-17 art. 45)."""
    yield from unseen_faces(facts)
    yield from minors_notes(facts)
