"""What GDP-20 states at the gate: a contract in force with every declared processor, each clause at its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from criteria.candidate import Candidate
from criteria.check import Note, Seen, note
from criteria.facts.dossier import Declaration, day
from criteria.facts.dossier_accountability import Contract
from criteria.facts.dossier_document import Document
from criteria.facts.dossier_words import core, plain, same_name
from criteria.facts.html import Page
from criteria.facts.http.urls import host_of
from criteria.page_kinds import patterns
from criteria.security.first_party import is_first_party

CLAUSES = "contract_clauses"
Said = Seen[Declaration]


def contract_notes(said: Said, processor: str, documents: Sequence[Seen[Document]], today: date) -> Iterator[Note]:
    """What can be said of the contract with one processor; nothing when it passes the gate."""
    known = list(enumerate(said.fact.processors or ()))
    ours = [(rank, one) for rank, one in known if same_name(one.recipient, processor)]
    if not ours:
        yield note("no_contract", said, processor=processor)
        return
    rank, contract = next((pair for pair in ours if _in_force(pair[1], today)), ours[0])
    if day(contract.signed) is None or (contract.ends and day(contract.ends) is None):
        yield note("undated", said, processor=processor)
    elif not _in_force(contract, today):
        yield note("not_in_force", said, processor=processor, signed=contract.signed, ends=contract.ends or "—")
    text = next((one for one in documents if one.fact.section == f"processors.{rank}"), None)
    if text is None or not core(text.fact.layer.text) or text.fact.layer.cut:
        yield note("no_text", said, *([text] if text else []), processor=processor)
    else:
        yield from _clause_notes(said, contract, text)


def _in_force(contract: Contract, today: date) -> bool:
    signed, ends = day(contract.signed), day(contract.ends)
    return signed is not None and signed <= today and (ends is None or ends >= today)


def _clause_notes(said: Said, contract: Contract, text: Seen[Document]) -> Iterator[Note]:
    for letter, pattern in patterns(CLAUSES)["clauses"].items():
        place = contract.clauses.get(letter)
        about = {"processor": contract.recipient, "letter": letter, "page": place.page if place else "—"}
        words = text.fact.layer.page(place.page) if place else ""
        if place is None or not words or (place.quote and core(place.quote) not in core(words)):
            yield note("clause_missing", said, text, **about)
        elif not re.search(pattern, plain(words)):
            yield note("clause_unclear" if place.quote else "clause_missing", said, text, **about)


def third_party_hosts(pages: Sequence[Seen[Page]], candidate: Candidate) -> dict[str, Seen[Page]]:
    """Hosts of others from which the pages load something, each with a page that does."""
    loaded = (
        (host_of(url), seen)
        for seen in pages
        for url in (*(one.url for one in seen.fact.scripts), *(one.url for one in seen.fact.subresources))
    )
    return {host: seen for host, seen in loaded if host and not is_first_party(host, candidate)}
