"""What GDP-17 states of people of 14, 15 and 18 years who sign up, and of profiles that others act in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, note
from criteria.facts.html import Page
from criteria.facts.rights import Act
from criteria.gdpr.delegation_notes import delegation_notes
from criteria.gdpr.majority_notes import majority_notes
from criteria.gdpr.rights_evidence import (
    acts_of,
    at,
    bearing,
    label_of,
    latest,
    matches,
    speaking,
    turned_away,
    undriven,
    without_accounts,
)

LOOK, SIGN_UP, ENTER = "rights.minors", "sign_up", "enter_measure"
YOUNG, UNDER_AGE, GROWN = 14, (14, 15), 18
MOST_LABEL = 200


def minors_notes(facts: Facts) -> Iterator[Note]:
    """Every fault and doubt; ``sound``, or that nothing of this concerns the app."""
    acts = acts_of(facts, LOOK)
    tried = {seen.fact.age: seen for seen in acts if seen.fact.act == SIGN_UP}
    driven = "grant_access" in facts.candidate.journeys
    functions = list(_functions(facts))
    if driven:
        yield from delegation_notes(facts)
    elif functions:
        yield note("delegation_undriven", *(seen for seen, _ in functions), label=functions[0][1])
    if not tried or all(seen.fact.outcome == "not_declared" for seen in tried.values()):
        yield from _nobody(facts, list(tried.values()))
    elif 0 in tried:
        yield from _ageless(facts, tried[0])
    else:
        yield from _ages(facts, acts, tried, driven or bool(functions))


def _nobody(facts: Facts, tried: Sequence[Seen[Act]]) -> Iterator[Note]:
    if without_accounts(facts):
        yield note("no_account", *tried, *facts.all(Page)[:1])
    else:
        yield note("undriven", *tried, **undriven(tried[0] if tried else None))


def _ageless(facts: Facts, tried: Seen[Act]) -> Iterator[Note]:
    """The journey gives no birth date: the app does not ask, or the journey leaves the question out."""
    pages = _sign_up_pages(facts)
    asking = [seen for seen in pages if _asks_birth(seen.fact)]
    excluding = speaking([*pages, *_crawled(facts)], "adults")
    if asking:
        yield note("age_left_out", *asking, url=asking[0].fact.url)
    elif turned_away(tried.fact):
        yield note("undriven", tried, **undriven(tried))
    elif excluding:
        yield note("age_not_checked", tried, *excluding, url=excluding[0].fact.url)
    else:
        yield note("age_never_asked", tried)
        yield note("audience_unknown", tried)


def _ages(facts: Facts, acts: Sequence[Seen[Act]], tried: dict[int, Seen[Act]], functions: bool) -> Iterator[Note]:
    grown = tried.get(GROWN)
    if grown is None or not grown.fact.accepted:
        yield note("undriven", *([grown] if grown else []), **undriven(grown))
        return
    for age in UNDER_AGE:
        if age not in tried or not _decided(tried[age].fact):
            yield note("undriven", *([tried[age]] if age in tried else []), **undriven(tried.get(age)))
            return
    young = tried[YOUNG]
    if young.fact.accepted:
        yield from _young_inside(facts, acts, young)
    elif not tried[15].fact.accepted and not functions:
        yield note("adults_only", grown, *(tried[age] for age in UNDER_AGE))
    if any(tried[age].fact.accepted for age in UNDER_AGE):
        yield from majority_notes(facts)
    yield note("sound", *(tried[age] for age in sorted(tried)))


def _young_inside(facts: Facts, acts: Sequence[Seen[Act]], young: Seen[Act]) -> Iterator[Note]:
    """Somebody of 14 has an account: with health data, without a word of a parent?"""
    stage = f"age_{YOUNG}"
    walked = [seen for seen in _sign_up_pages(facts) if label_of(seen, "stage") == stage]
    parental = speaking(walked, "parental")
    entered = latest(acts, ENTER, stage)
    shown = bearing(at(facts, LOOK, stage), entered.fact.canaries if entered else {})
    excluding = speaking([*walked, *_crawled(facts)], "adults")
    if parental and not speaking(walked, "adults_only"):
        yield note("parental_step", young, *parental, url=parental[0].fact.url)
    elif not shown:
        yield note("young_without_data", young)
    elif excluding:
        yield note("excluded_let_in", young, *excluding, *(seen for seen, _ in shown), url=excluding[0].fact.url)
    else:
        yield note("young_alone", young, *(seen for seen, _ in shown))


def _decided(act: Act) -> bool:
    """Let in, or sent away by the app: where somebody of 18 was let in, a refusal is not meant for the instrument."""
    return act.accepted or act.sent_away


def _sign_up_pages(facts: Facts) -> list[Seen[Page]]:
    pages = (seen for seen in facts.all(Page) if seen.fact.purpose == LOOK)
    return [seen for seen in pages if label_of(seen, "journey") == SIGN_UP]


def _crawled(facts: Facts) -> list[Seen[Page]]:
    return [seen for seen in facts.all(Page) if seen.fact.purpose == "crawl"]


def _asks_birth(page: Page) -> bool:
    fields = (field for form in page.forms for field in form.fields)
    return any(matches(part, "birth") for one in fields for part in (one.name, one.label, one.autocomplete) if part)


def _functions(facts: Facts) -> Iterator[tuple[Seen[Page], str]]:
    """Links and boxes for another person's profile, as far as their words tell."""
    for seen in facts.all(Page):
        labels = [link.text for link in seen.fact.links]
        labels += [field.label for form in seen.fact.forms for field in form.fields]
        for label in labels:
            if label and matches(label[:MOST_LABEL], "delegation"):
                yield seen, label[:MOST_LABEL]
                break
