"""SEC-28: whether the candidate touches documents of the health space at all; what it does with them is not played."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.space import SpaceExchange

PLAIN = frozenset(
    ("openid", "offline_access", "online_access", "profile", "email", "fhirUser", "launch", "launch/patient")
)
"""Scopes of OpenID Connect and SMART App Launch 2.2 that open no resource."""
RESOURCE = re.compile(r"(?:patient|user|system)/([A-Za-z]{1,60}|\*)\.[a-z*]{1,20}(?:\?.*)?")
OF_DOCUMENTS = frozenset(("DocumentReference", "DocumentManifest", "Binary", "Composition", "List", "*"))
"""Resources of FHIR R4 by which documents are listed, read and deposited (IHE MHD 4.2), and all of them at once."""
IN_PATH = re.compile(rf"/(?:{'|'.join(sorted(OF_DOCUMENTS - {'*'}))})(?:[/?$]|$)")


@check("SEC-28")
def sec_28(facts: Facts) -> Iterator[Note]:
    """Not applicable to whoever neither asks for documents nor calls for any (DMP EX_2.1-1050, EX_3.2-1025)."""
    exchanges = facts.all(SpaceExchange)
    asked = [seen for seen in exchanges if seen.fact.operation == "authorize"]
    if not asked:
        yield note("no_authorization")
        return
    found = [*_scope_notes(facts, asked), *_call_notes(exchanges)]
    if "professional" in facts.candidate.faces:
        found.append(note("professional_unseen"))
    yield from found
    if not found:
        distinct = {seen.fact.params.get("scope", ""): seen for seen in reversed(asked)}
        about = {"requests": len(asked), "calls": len(exchanges), "scopes": " ".join(_asked(asked)) or "-"}
        yield note("no_documents", *distinct.values(), **about)


def _asked(asked: Sequence[Seen[SpaceExchange]]) -> list[str]:
    """Every scope of these authorization requests."""
    return sorted({scope for seen in asked for scope in seen.fact.params.get("scope", "").split()})


def _scope_notes(facts: Facts, asked: Sequence[Seen[SpaceExchange]]) -> Iterator[Note]:
    declared = facts.candidate.space.scopes if facts.candidate.space else ()
    for scope in sorted({*_asked(asked), *declared}):
        bearing = [seen for seen in asked if scope in seen.fact.params.get("scope", "").split()]
        resource = RESOURCE.fullmatch(scope)
        if resource and resource[1] in OF_DOCUMENTS:
            yield note("documents_asked", *bearing, scope=scope)
        elif resource is None and scope not in PLAIN:
            yield note("scope_unclear", *bearing, scope=scope)


def _call_notes(exchanges: Sequence[Seen[SpaceExchange]]) -> Iterator[Note]:
    called = [seen for seen in exchanges if IN_PATH.search(seen.fact.url.partition("?")[0])]
    if called:
        yield note("documents_called", *called[:1], url=called[0].fact.url, calls=len(called))
