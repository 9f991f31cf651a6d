"""What GDP-04 states of the withdrawal: found within two clicks of the settings, done alone, and then kept to."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, note
from criteria.crawled import CLICKS
from criteria.facts.html import Page
from criteria.facts.http.urls import canonical
from criteria.facts.rights import Act
from criteria.gdpr.consent_screen import CONSENT_LOOK
from criteria.gdpr.rights_evidence import (
    at,
    bearing,
    by_hand,
    label_of,
    latest,
    pages_at,
    speaking,
    turned_away,
    undriven,
)

JOURNEY, ENTER = "withdraw_consent", "enter_measure"


def withdrawal_notes(facts: Facts, acts: list[Seen[Act]]) -> Iterator[Note]:
    """Every fault and doubt of the withdrawal; nothing when it is sound."""
    tried = latest(acts, JOURNEY)
    if tried is None:
        yield note("withdrawal_untried")
    elif tried.fact.outcome == "not_declared":
        yield from _undeclared(facts, tried)
    elif turned_away(tried.fact):
        yield from _by_hand(facts) or [note("undriven", tried, **undriven(tried))]
    elif tried.fact.declined:
        yield from _by_hand(facts)
        yield note("withdrawal_refused", tried, status=tried.fact.status, url=tried.fact.url)
    else:
        yield from _reach(facts, tried)
        yield from _after(facts, tried, acts)


def _undeclared(facts: Facts, tried: Seen[Act]) -> Iterator[Note]:
    """No journey: what do the settings say of a withdrawal?"""
    near = _settings(facts)
    named, scripted = speaking(near, "withdraw"), [seen for seen in near if seen.fact.has_script]
    asking = _by_hand(facts)
    if asking:
        yield from asking
    elif named:
        yield note("withdrawal_undeclared", *named, url=named[0].fact.url)
    elif scripted or not near:
        yield note("withdrawal_unseen", tried, *scripted)
    else:
        yield note("no_withdrawal", tried, *near, pages=len(near))


def _by_hand(facts: Facts) -> list[Note]:
    """The settings have people write or call for the withdrawal."""
    asking = [seen for seen in _settings(facts) if seen.fact.status < 400 and by_hand(seen.fact, "withdraw")]
    return [note("withdrawal_by_hand", *asking, url=asking[0].fact.url)] if asking else []


def _reach(facts: Facts, tried: Seen[Act]) -> Iterator[Note]:
    """The page of the act lies within two clicks of the settings, or a page there says that it can be done there."""
    near = _settings(facts)
    within = {_bare(seen.fact.url) for seen in near}
    within |= {_bare(url) for seen in near if int(label_of(seen, "clicks")) < CLICKS for url in _clicks(seen.fact)}
    walked = [seen for seen in pages_at(facts, CONSENT_LOOK, "withdrawal") if label_of(seen, "journey") == JOURNEY]
    places = {_bare(seen.fact.url) for seen in walked if _before_the_act(seen, tried)}
    said = [seen for seen in speaking(near, "withdraw") if not by_hand(seen.fact, "withdraw")]
    scripted = [seen for seen in near if seen.fact.has_script]
    if not near:
        yield note("no_settings", tried)
    elif not places & within and not said:
        clause = "withdrawal_scripted" if scripted else "withdrawal_far"
        yield note(clause, tried, *(scripted or near), url=tried.fact.url, pages=len(near))


def _clicks(page: Page) -> list[str]:
    """Where one click leads from a page: its links, and its forms that only ask for a page."""
    return [link.url for link in page.links] + [form.action for form in page.forms if form.method == "GET"]


def _before_the_act(seen: Seen[Page], tried: Seen[Act]) -> bool:
    step = label_of(seen, "step")
    return step.isdecimal() and int(step) < tried.fact.steps


def _after(facts: Facts, tried: Seen[Act], acts: list[Seen[Act]]) -> Iterator[Note]:
    """A measure entered after the withdrawal must not be kept; one entered before had to be."""
    before, after = latest(acts, ENTER, "given"), latest(acts, ENTER, "withdrawn")
    if before is None or not before.fact.accepted or after is None:
        yield note("undriven", *([before] if before else [tried]), **undriven(before))
        return
    if not bearing(at(facts, CONSENT_LOOK, "given"), before.fact.canaries):
        yield note("not_seen_before", before)
        return
    kept = bearing(at(facts, CONSENT_LOOK, "withdrawn"), after.fact.canaries)
    for seen, _ in kept[:3]:
        yield note("kept_after_withdrawal", tried, after, seen, url=seen.fact.url)
    if not kept and after.fact.accepted:
        yield note("accepted_unseen", after, url=after.fact.url)
    elif not kept and after.fact.outcome == "no_answer":
        yield note("undriven", after, **undriven(after))


def _settings(facts: Facts) -> list[Seen[Page]]:
    """The settings, and what lies within two clicks of them, as the person saw them before the withdrawal."""
    return [seen for seen in pages_at(facts, CONSENT_LOOK, "given") if label_of(seen, "clicks").isdecimal()]


def _bare(url: str) -> str:
    return (canonical(url) or url).partition("?")[0]
