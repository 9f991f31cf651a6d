"""What GDP-15 states of a correction: what a person entered is changed, and the new value is served from then on."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, note
from criteria.facts.rights import Act
from criteria.gdpr.rights_evidence import (
    acts_of,
    arrival_notes,
    at,
    bearing,
    latest,
    pages_at,
    speaking,
    turned_away,
    undriven,
)

LOOK, ENTER, JOURNEY = "rights.edit", "enter_measure", "edit_measure"


def edit_notes(facts: Facts) -> Iterator[Note]:
    """Every fault and doubt; ``edit_sound`` when there is none."""
    arrived = list(arrival_notes(facts, LOOK, "entered", "nothing_kept"))
    if arrived:
        yield from arrived
        return
    acts = acts_of(facts, LOOK)
    entered, tried = latest(acts, ENTER, "entered"), latest(acts, JOURNEY)
    if entered is None or tried is None:
        yield note("edit_untried")
    elif tried.fact.outcome == "not_declared":
        yield from _undeclared(facts, tried)
    elif turned_away(tried.fact):
        yield note("undriven", tried, **undriven(tried))
    elif tried.fact.declined:
        yield note("edit_refused", tried, status=tried.fact.status, url=tried.fact.url)
    else:
        yield from _read_again(facts, entered, tried)


def _undeclared(facts: Facts, tried: Seen[Act]) -> Iterator[Note]:
    pages = pages_at(facts, LOOK, "entered")
    named, scripted = speaking(pages, "edit"), [seen for seen in pages if seen.fact.has_script]
    if named:
        yield note("edit_undeclared", *named, url=named[0].fact.url)
    elif scripted or not pages:
        yield note("edit_unseen", tried, *scripted)
    else:
        yield note("no_edit", tried, *pages, pages=len(pages))


def _read_again(facts: Facts, entered: Seen[Act], tried: Seen[Act]) -> Iterator[Note]:
    before = bearing(at(facts, LOOK, "entered"), entered.fact.canaries)
    names = {name for _, name in before}
    if not names:
        yield note("entered_unseen", entered)
        return
    names &= set(tried.fact.borne)
    if not names:
        yield note("edit_bears_nothing", tried)
        return
    read = at(facts, LOOK, "read")
    old = bearing(read, {name: entered.fact.canaries[name] for name in names})
    new = bearing(read, {name: tried.fact.canaries[name] for name in names if name in tried.fact.canaries})
    for seen, name in old[:5]:
        yield note("old_served", tried, seen, url=seen.fact.url, canary=name)
    if not read:
        yield note("edit_untried", tried)
    elif not new and not old:
        yield note("new_not_served", tried, *read)
    yield note("edit_sound", tried, *(seen for seen, _ in new), answers=len(read))
