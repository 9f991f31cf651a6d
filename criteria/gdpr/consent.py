"""Consent to the use of health data."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.dossier import Declaration
from criteria.facts.rights import Act
from criteria.gdpr import banners as banners
from criteria.gdpr import trackers as trackers
from criteria.gdpr.consent_screen import CONSENT_LOOK, SIGN_UP_LOOK, early_notes, refusal_notes, screen_notes
from criteria.gdpr.consent_withdrawal import withdrawal_notes
from criteria.gdpr.rights_evidence import acts_of, arrival_notes, latest

WEIGHED = frozenset(("no_control", "preset", "shared", "control_unseen", "refusal_untried"))
"""What does not fault a screen when health data are processed on another basis than consent."""


@check("GDP-04")
def gdp_04(facts: Facts) -> Iterator[Note]:
    """A control of its own, unticked, that can be refused and taken back (GDPR art. 4(11), 7, 9(2)(a))."""
    arrived = [*arrival_notes(facts, SIGN_UP_LOOK, "inside", "no_account")]
    if arrived:
        yield from arrived
        return
    signed = latest(acts_of(facts, SIGN_UP_LOOK), "sign_up", "sign_up")
    assert signed is not None
    acts = acts_of(facts, CONSENT_LOOK)
    yield from _weighed(facts, [*screen_notes(facts), *early_notes(facts, signed), *refusal_notes(facts, acts)])
    yield from withdrawal_notes(facts, acts)
    yield note("sound", signed, *_standing(acts))


def _standing(acts: list[Seen[Act]]) -> list[Seen[Act]]:
    return [seen for seen in acts if seen.fact.act in ("sign_up", "withdraw_consent", "enter_measure")]


def _weighed(facts: Facts, notes: list[Note]) -> Iterator[Note]:
    """Where the dossier gives another basis of article 9(2), a human weighs it and the screens are not faulted."""
    said = facts.first(Declaration)
    other = _other_basis(said.fact) if said else ""
    if said and other:
        yield note("other_basis", said, basis=other)
        notes = [one for one in notes if one.clause not in WEIGHED]
    yield from notes


def _other_basis(said: Declaration) -> str:
    return ""
