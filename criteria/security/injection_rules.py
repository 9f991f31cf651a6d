"""What SEC-17 states of hostile values: markers that became markup, and conditions that the app took for its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, note
from criteria.facts.hostile_markup import HostileMarkup
from criteria.facts.html import Page
from criteria.facts.injections import Drive, DriveSummary, Marker, payloads
from criteria.http_answers import NOT_TRIED
from criteria.security.execution_rules import execution_notes, opened_with_markers
from criteria.security.hostile_text import HostileText
from criteria.security.sign_in import unseen_behind

LEAST_DRIVEN = 80
"""In percent of the parameters of the corpus."""
Drives = list[Seen[Drive]]


def injection_notes(facts: Facts) -> Iterator[Note]:
    """Every fault, doubt and remark; ``sound`` when enough parameters were driven."""
    drives = list(facts.all(Drive))
    yield from _markers(facts, drives)
    yield from _conditions(drives)
    yield from _space_texts(facts)
    yield from execution_notes(facts)
    summaries = facts.all(DriveSummary)
    known = {name for seen in summaries for name in seen.fact.parameters}
    driven = {one.fact.parameter for one in drives if one.fact.status not in NOT_TRIED} & known - _unstable(drives)
    failed = [one for one in drives if one.fact.role == "generated" and one.fact.status >= 500]
    if failed:
        first = failed[0].fact
        yield note("interface_fails", *failed, count=len(failed), url=first.url, method=first.method)
    behind = unseen_behind(facts.candidate, facts.all(Page))
    if behind is not None:
        yield note("behind_sign_in", *behind[:1], *summaries)
    if not summaries:
        yield note("not_driven")
    elif not known:
        yield note("no_parameter", *summaries)
    elif len(driven) * 100 < LEAST_DRIVEN * len(known):
        missing = ", ".join(sorted(known - driven)[:5])
        yield note("too_few", *summaries, *drives, driven=len(driven), known=len(known), missing=missing)
    else:
        opened = opened_with_markers(facts)
        yield note("sound", *summaries, *drives, *opened, driven=len(driven), known=len(known), pages=len(opened))


def _unstable(drives: Drives) -> set[str]:
    """Parameters whose plain value is answered otherwise each time: no condition can be compared with that."""
    prints: dict[str, set[str]] = {}
    for one in drives:
        if one.fact.role == "baseline":
            prints.setdefault(one.fact.parameter, set()).add(one.fact.print)
    return {parameter for parameter, seen in prints.items() if len(seen) > 1}


def _markers(facts: Facts, drives: Drives) -> Iterator[Note]:
    """One note for each parameter and place, on the ground of what was sent and of the page where it stands."""
    sent = {seen.fact.marker: seen for seen in drives if seen.fact.marker}
    told: set[tuple[str, str]] = set()
    for seen in facts.all(Marker):
        origin = sent.get(seen.fact.name)
        if origin is None or (origin.fact.parameter, seen.fact.place) in told:
            continue
        told.add((origin.fact.parameter, seen.fact.place))
        shown = {"parameter": origin.fact.parameter, "url": seen.fact.url}
        yield note(f"marker_{seen.fact.place}", origin, seen, **shown)


def _conditions(drives: Drives) -> Iterator[Note]:
    """A true condition changes nothing and a false one does, each time alike, in every round."""
    tried: dict[tuple[str, str], Drives] = {}
    for seen in drives:
        if seen.fact.condition:
            tried.setdefault((seen.fact.parameter, seen.fact.condition), []).append(seen)
    for (parameter, condition), found in tried.items():
        baselines = [one for one in drives if one.fact.parameter == parameter and one.fact.role == "baseline"]
        if _differs(baselines, found):
            first = found[0].fact
            shown = {"parameter": parameter, "condition": condition, "url": baselines[0].fact.url}
            yield note("condition_obeyed", *baselines, *found, method=first.method, **shown)


def _differs(baselines: Drives, found: Drives) -> bool:
    rounds = {str(rank) for rank in range(1, len(payloads().rounds) + 1)}
    true = [one for one in found if one.fact.role == "true"]
    false = [one for one in found if one.fact.role == "false"]
    whole = {one.fact.round for one in true} >= rounds and {one.fact.round for one in false} >= rounds
    answered = all(one.fact.status and not one.fact.error for one in (*baselines, *found))
    if not whole or not answered or len(baselines) < 2:
        return False
    same = {one.fact.print for one in (*baselines, *true)}
    return len(same) == 1 and len({one.fact.print for one in false}) == 1 and same.isdisjoint(_prints(false))


def _prints(found: Sequence[Seen[Drive]]) -> set[str]:
    return {one.fact.print for one in found}


def _space_texts(facts: Facts) -> Iterator[Note]:
    """Notes of measures that the health space served with markup in them."""
    if "space_client" not in facts.candidate.faces:
        return
    text = HostileText.of(facts.all(HostileMarkup))
    if text.raw:
        first = text.raw[0].fact
        yield note("space_text_raw", *text.raw, url=first.url, elements=", ".join(first.elements))
    elif text.standing == "not_played":
        yield note("space_text_unseen")
