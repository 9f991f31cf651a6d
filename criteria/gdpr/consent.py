"""Consent to the use of health data."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.dossier import Declaration
from criteria.facts.rights import Act
from criteria.gdpr import banners as banners
from criteria.gdpr import trackers as trackers
from criteria.gdpr.collected import NAME, matches
from criteria.gdpr.consent_screen import CONSENT_LOOK, SIGN_UP_LOOK, early_notes, refusal_notes, screen_notes
from criteria.gdpr.consent_withdrawal import withdrawal_notes
from criteria.gdpr.rights_evidence import acts_of, arrival_notes, latest, unseen_faces
from criteria.page_kinds import patterns


@check("GDP-04")
def gdp_04(facts: Facts) -> Iterator[Note]:
    """A control of its own, unticked, that can be refused and taken back (GDPR art. 4(11), 7, 9(2)(a))."""
    yield from unseen_faces(facts)
    arrived = [*arrival_notes(facts, SIGN_UP_LOOK, "inside", "no_account")]
    if arrived:
        yield from arrived
        return
    signed = latest(acts_of(facts, SIGN_UP_LOOK), "sign_up", "sign_up")
    assert signed is not None
    said = facts.first(Declaration)
    if said and (other := other_basis(said.fact)):
        yield note("other_basis", said, basis=other)
        return
    acts = acts_of(facts, CONSENT_LOOK)
    yield from screen_notes(facts)
    yield from early_notes(facts, signed)
    yield from refusal_notes(facts, acts)
    yield from withdrawal_notes(facts, acts)
    yield note("sound", signed, *_standing(acts))


def _standing(acts: list[Seen[Act]]) -> list[Seen[Act]]:
    return [seen for seen in acts if seen.fact.act in ("sign_up", "withdraw_consent", "enter_measure")]


def other_basis(said: Declaration) -> str:
    """The bases of article 9(2) other than consent on which all health data of the inventory rest, ``""`` else."""
    health = [item.basis for item in said.inventory or () if matches("health", item.category)]
    bases = dict.fromkeys(health)
    return ", ".join(bases) if bases and set(bases) <= set(patterns(NAME)["other_bases"]) else ""
