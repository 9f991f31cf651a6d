"""Composition: what the product is made of, and what is known of its parts."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check, note
from criteria.facts.advisories import Snapshot
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_document import RefusedDocument
from criteria.facts.http import Crawl
from criteria.facts.libraries import Library
from criteria.facts.sbom import Sbom
from criteria.security.components import Known, listed, vulnerability_notes
from criteria.security.inventories import inventory_notes, library_notes
from criteria.security.release_marks import declared_release


@check("SEC-31")
def sec_31(facts: Facts) -> Iterator[Note]:
    """A valid inventory of the declared release, without overdue critical vulnerability (ASVS V15.1.1, V15.2.1)."""
    said, documents, refused = facts.first(Declaration), facts.all(Sbom), facts.all(RefusedDocument)
    snapshots, libraries, crawls = facts.all(Snapshot), facts.all(Library), facts.all(Crawl)
    if said is None:
        yield note("no_dossier")
        return
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")
    inventories = [seen for seen in documents if seen.fact.section.startswith("sbom")]
    yield from inventory_notes(said, inventories, refused, declared_release(said, facts.candidate))
    if said.fact.sbom is not None and said.fact.sbom.fix_delay_days is None:
        yield note("no_delay", said)
    if not snapshots:
        yield note("no_snapshot", said)
    sound = [seen for seen in inventories if not seen.fact.problem]
    components = listed(sound)
    whole = bool(sound) and len(sound) == len(said.fact.sbom.files if said.fact.sbom else ())
    yield from library_notes(libraries, components, whole)
    for seen in documents:
        if seen.fact.section.startswith("vex") and (seen.fact.problem or not seen.fact.format):
            yield note("vex_unread", seen, document=seen.fact.document)
    written = said.fact.vex.statements if said.fact.vex else ()
    statements = [*written, *(one for seen in documents for one in seen.fact.statements)]
    yield from vulnerability_notes(components, Known(said, snapshots, statements, facts.as_of.date()))
    if components:
        about = {"files": len(sound), "components": len(components), "libraries": len(libraries)}
        dates = ", ".join(seen.fact.version for seen in snapshots)
        yield note("sound", said, *sound, *snapshots, *crawls, **about, snapshot=dates)
