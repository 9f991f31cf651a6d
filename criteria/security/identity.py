"""Second factors (SEC-09), passwords (SEC-11), guessing (SEC-12) and sessions (SEC-13)."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check
from criteria.facts.identity import Given, Told
from criteria.security.factor_rules import factor_notes
from criteria.security.guessing_rules import guessing_notes
from criteria.security.password_rules import password_notes
from criteria.security.session_rules import life_notes
from criteria.security.shown_pages import shown_pages
from criteria.security.trials import Trials, none_notes


@check("SEC-09")
def sec_09(facts: Facts) -> Iterator[Note]:
    """Two factors before any health data (ASVS 5.0.0 V6.3.3, V6.4.3)."""
    trials = Trials(facts)
    if trials.all:
        yield from factor_notes(trials, facts.all(Given), shown_pages(facts))
    else:
        yield from none_notes(facts)


@check("SEC-11")
def sec_11(facts: Facts) -> Iterator[Note]:
    """Guessable passwords refused, long ones taken whole (ASVS 5.0.0 V6.2.1, V6.2.4, V6.2.8)."""
    trials = Trials(facts)
    yield from password_notes(trials, facts) if trials.all else none_notes(facts)


@check("SEC-12")
def sec_12(facts: Facts) -> Iterator[Note]:
    """Failures slowed, accounts not told (ASVS 5.0.0 V6.3.1, V6.3.8)."""
    trials = Trials(facts)
    if trials.all:
        yield from guessing_notes(trials, facts.all(Told), shown_pages(facts))
    else:
        yield from none_notes(facts)


@check("SEC-13")
def sec_13(facts: Facts) -> Iterator[Note]:
    """Sessions renewed, ended and expired on the server (ASVS 5.0.0 V7.2.4, V7.3.1, V7.3.2, V7.4.1)."""
    trials = Trials(facts)
    yield from life_notes(trials, facts.candidate) if trials.all else none_notes(facts)
