"""Recipients: who receives the data, and where they are held."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check, note
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_document import Document, RefusedDocument
from criteria.facts.reference_pack import ReferencePack
from criteria.gdpr.hds_certificate import Certificate, certificate_notes
from criteria.gdpr.hds_chain import chain_notes
from criteria.gdpr.hds_list import list_notes


@check("GDP-10")
def gdp_10(facts: Facts) -> Iterator[Note]:
    """Health data held by hosts with a valid HDS certificate (CSP L.1111-8, R.1111-9; arrêté of 26/04/2024)."""
    documents, refused = facts.all(Document), facts.all(RefusedDocument)
    lists = [seen for seen in facts.all(ReferencePack) if seen.fact.name == "hds"]
    said = facts.first(Declaration)
    if said is None:
        yield note("no_dossier")
        return
    hosting = said.fact.hosting
    hosted = hosting.health_data if hosting else None
    if hosted is None:
        yield note("no_health_hosting", said)
        return
    yield from chain_notes(said, hosted)
    certified = [one for one in hosted.chain if one.hds is not None]
    for one in certified:
        certificate = Certificate(said, one, documents, refused)
        yield from certificate_notes(certificate, facts.as_of.date())
        yield from list_notes(certificate, lists, facts.as_of.date())
    if certified:
        holders = ", ".join(one.hds.holder for one in certified if one.hds)
        yield note("sound", said, *documents, *lists, holders=holders, activities=_listed(hosted.activities_used))


def _listed(activities: tuple[int, ...]) -> str:
    return ", ".join(map(str, activities))
