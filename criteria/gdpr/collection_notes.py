"""What GDP-12 states: each field that is collected against the declared inventory."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, note
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_inventory import InventoryItem
from criteria.facts.dossier_words import core
from criteria.facts.http import Crawl
from criteria.gdpr.collected import NAME, Collected, collected, matches
from criteria.gdpr.rights_evidence import acts_of, latest, undriven, without_accounts
from criteria.page_kinds import patterns

LOOK = "rights.sign_up"


def collection_notes(facts: Facts) -> Iterator[Note]:
    """Every fault and doubt; ``sound`` when there is none."""
    signed, found = latest(acts_of(facts, LOOK), "sign_up"), collected(facts)
    accounts = not without_accounts(facts)
    if not accounts and not found:
        yield note("nothing_entered", *facts.all(Crawl))
        return
    if accounts and (signed is None or not signed.fact.accepted):
        yield note("undriven", *([signed] if signed else []), **undriven(signed))
    said = facts.first(Declaration)
    if said is None or not said.fact.inventory:
        yield note("no_inventory", *([said] if said else []))
        return
    if not found:
        yield note("no_field_seen", *([signed] if signed else []))
        return
    for one in found:
        yield from _field_notes(one, said, declared_as(one, said.fact.inventory))
    yield note("sound", said, *(seen for one in found for seen in one.seen), fields=len(found))


def declared_as(one: Collected, inventory: tuple[InventoryItem, ...]) -> list[InventoryItem]:
    """The entries that name this field as the form or the body does, or as its label does."""
    names = {core(one.name), core(one.name.removesuffix("[]"))} | ({core(one.label)} if one.label else set())
    return [entry for entry in inventory if core(entry.field) in names]


def _field_notes(one: Collected, said: Seen[Declaration], entries: list[InventoryItem]) -> Iterator[Note]:
    about = {"field": one.name, "label": one.label or "-", "url": one.url}
    if not entries:
        yield note("undeclared", said, *one.seen, **about)
        return
    for missing, clause in (("purpose", "no_purpose"), ("basis", "no_basis")):
        if not all(getattr(entry, missing) for entry in entries):
            yield note(clause, said, *one.seen, **about)
    bases = {entry.basis for entry in entries}
    if matches("nir", one.name, one.label) and not bases & set(patterns(NAME)["nir_bases"]):
        yield note("nir_without_text", said, *one.seen, **about)
    if one.required:
        yield from _mandatory_notes(one, said, entries, about)


def _mandatory_notes(
    one: Collected, said: Seen[Declaration], entries: list[InventoryItem], about: dict[str, str]
) -> Iterator[Note]:
    """What a form enforces must be declared so, and serve what the service can hardly do without."""
    told = {entry.mandatory for entry in entries}
    if told <= {None}:
        yield note("mandatory_unsaid", said, *one.seen, **about)
    elif True not in told:
        yield note("optional_enforced", said, *one.seen, **about)
    health = any(matches("health", entry.category) for entry in entries)
    if not health and not matches("baseline", one.name, one.label):
        yield note("beyond_baseline", said, *one.seen, **about, version=patterns(NAME)["version"])
