"""Answers that get lost, errors and strange pages: what the client wrote, read and showed after them (SEC-26)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from criteria.candidate import SpaceClient
from criteria.check import Note, Seen, note
from criteria.facts.page_lines import PageLines
from criteria.security.error_values import error_value
from criteria.security.patience import too_early
from criteria.security.rounds import Call, Journal, Need, Played, Round, came
from criteria.security.scopes import asks_to
from criteria.security.shown_values import shown_twice
from criteria.security.telling import seen_by_person, told

WRITES = (
    "access_token_expired",
    "throttled",
    "unavailable",
    "token_unavailable",
    "write_lost",
    "answer_lost",
    "answer_cut",
    "partial_failure",
)
READS = ("entered_in_error", "next_loop", "next_foreign", "delivered_twice")
SCENARIOS = (*WRITES, *READS)
OF_ANY_CALL = frozenset(("access_token_expired", "throttled", "unavailable", "token_unavailable"))
"""What a client that only reads meets as well, on its reading."""
ODD = ("odd_times", "bundle_malformed")
"""Readings that end in a remark at most."""
MOST_WRITES, MOST_PAGES_READ = 6, 10


def wanted(client: SpaceClient | None) -> list[str]:
    """The scenarios that can be played on this client."""
    writes = [name for name in WRITES if asks_to("write", client) or name in OF_ANY_CALL]
    return [*writes, *(READS if asks_to("read", client) else ())]


def notes(played: Played, lines: Sequence[Seen[PageLines]], *, writing: bool = True) -> Iterator[Note]:
    """The faults of one scenario; else why nothing can be concluded, if so. ``writing``: the client writes."""
    found = list(_faults(played, lines))
    yield from found
    if any(one.clause not in REVIEWS for one in found):
        return
    need: Need = "write" if played.scenario in WRITES and writing else "read"
    calls = played.fault.writes if need == "write" else played.fault.reads
    altered = any(seen.fact.altered for seen in played.fault.calls)
    if need == "write" and not calls and played.fault.triggers:
        yield note("nothing_written", *played.fault.triggers, scenario=played.scenario)
    elif not calls or not altered:
        yield note("not_played", *played.fault.triggers, scenario=played.scenario)
    elif not played.alive(need):
        yield note("not_alive", *played.fault.triggers, scenario=played.scenario)


REVIEWS = frozenset(("maybe_lost", "maybe_doubled", "error_value_marked", "shown_twice"))


def _faults(played: Played, lines: Sequence[Seen[PageLines]]) -> Iterator[Note]:
    yield from too_early(played)
    if played.scenario in WRITES:
        yield from _stored_twice(played)
        yield from _lost(played)
        if len(played.fault.writes) > MOST_WRITES:
            calls = len(played.fault.writes)
            yield note("too_many_calls", *played.fault.writes[:20], scenario=played.scenario, calls=calls)
    elif played.scenario == "next_loop":
        yield from _loop(played)
    elif played.scenario == "next_foreign":
        gone = [seen for seen in played.fault.exchanges if seen.fact.operation == "foreign"]
        if gone:
            yield note("foreign_followed", *gone[:20], calls=len(gone))
    elif played.scenario == "delivered_twice":
        yield from shown_twice(played, lines)
    else:
        yield from error_value(played)


def _stored_twice(played: Played) -> Iterator[Note]:
    """More places of one measure at the space than times that the person entered one."""
    entered = len(played.fault.walked("enter_measure", done=True))
    places: dict[tuple[str, tuple[str, ...]], dict[str, Call]] = {}
    for seen in played.fault.writes:
        if len(seen.fact.measures) == 1:
            sent = seen.fact.measures[0]
            for place in seen.fact.stored:
                places.setdefault((sent.code, sent.values), {}).setdefault(place, seen)
    for value, stored in places.items():
        if entered and len(stored) > entered:
            always = all(value in _sent(one) for one in (played.before, played.after))
            clause = "maybe_doubled" if always else "stored_twice"
            yield note(clause, *stored.values(), scenario=played.scenario, places=len(stored), entered=entered)


def _sent(one: Round) -> set[tuple[str, tuple[str, ...]]]:
    """What a right round wrote. Journeys that always enter the same values cannot tell a doubled measure from two."""
    return {(held.code, held.values) for seen in one.writes for held in seen.fact.measures}


def _lost(played: Played) -> Iterator[Note]:
    """Nothing stored, and a page that looks like success and nowhere a word of it."""
    writes = played.fault.writes
    altered = [seen for seen in writes if seen.fact.altered]
    if not altered or any(seen.fact.stored for seen in writes) or not played.alive("write"):
        return
    final = played.fault.pages_of("share_measure")[-1:]
    since = came(altered[0])
    if not final or not _like_success(played) or told(played, since):
        return
    seen = seen_by_person(played, since)
    plain = not any(one.fact.scripts or one.fact.json for one in (*final, *seen))
    yield note("lost_silently" if plain else "maybe_lost", *altered, *final, scenario=played.scenario)


def _like_success(played: Played) -> bool:
    """Whether the last page of the sharing shows what the right rounds show, or all that success alone shows."""
    pages = played.fault.pages_of("share_measure")
    forms = {line for seen in pages[:-1] for line in seen.fact.lines}
    for around in (played.before, played.after):
        right = around.pages_of("share_measure")
        if right:
            only = right[-1].fact.lines - forms
            for seen in right[:-1]:
                only -= seen.fact.lines
            if pages[-1].fact.lines == right[-1].fact.lines or (only and only <= pages[-1].fact.lines):
                return True
    return False


def _loop(played: Played) -> Iterator[Note]:
    """One page again and again, in what one journey of the person caused."""
    asked = [seen for seen in played.fault.reads if seen.fact.trigger == "read_measures"]
    counted = Counter(seen.fact.code for seen in asked)
    for code, calls in counted.items():
        if calls > MOST_PAGES_READ:
            yield note("loop_followed", *[seen for seen in asked if seen.fact.code == code][:20], calls=calls)


def broken_pages(journal: Journal) -> Iterator[Note]:
    """Server errors of the app where the space answered strangely."""
    for scenario in ODD:
        for played in journal.played(scenario):
            broken = [seen for seen in played.fault.pages if seen.fact.status >= 500]
            if broken:
                yield note("broke_down", *broken, scenario=scenario)
