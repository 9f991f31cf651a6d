"""SEC-26 on recorded errors and cuts: passes, each fault alone, near misses, too little seen, deletion."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from criteria.security.reliability_rules import OF_ANY_CALL, READS, SCENARIOS, WRITES
from tests.support.evidence import (
    Looked,
    MemoryEvidence,
    Sight,
    bundle_of,
    clauses,
    failed,
    judge_one,
    looked,
    without,
)
from tests.support.pairings import CLIENT, PAIRING_CANDIDATE, PAIRING_CONTROL
from tests.support.rounds import (
    BEFORE,
    PAGES,
    REFUSED,
    VALUES,
    Tags,
    at_space,
    journey,
    listed,
    observation,
    read,
    right_round,
    shown,
    spaced,
    tags_of,
    write,
)

BOTH = msgspec.structs.replace(CLIENT, scopes=("openid", "patient/Observation.c", "patient/Observation.rs"))
CANDIDATE = msgspec.structs.replace(PAIRING_CANDIDATE, space=BOTH)
CONTROL = msgspec.structs.replace(PAIRING_CONTROL, space=BOTH)
Fault = dict[str, list[Sight]]
OWN, WITHDRAWN = (151, 101), (163, 105)
APART = 2.1
"""Seconds between two observations: longer than the Retry-After of the sound client."""
TOLD = {"throttled": 429, "unavailable": 503, "answer_lost": 504}


def tags(scenario: str, phase: str = "fault") -> Tags:
    names = WRITES if scenario in WRITES else READS
    return tags_of(scenario, names.index(scenario) + 1, phase)


def hindered(scenario: str) -> Sight:
    """The write that meets the scenario."""
    mine = tags(scenario)
    if scenario in ("throttled", "unavailable"):
        return write(mine, stored="", status=TOLD[scenario], altered=True, retry_after="2")
    if scenario in ("answer_lost", "answer_cut"):
        return write(mine, stored="7", status=TOLD.get(scenario, 200), altered=True)
    return write(mine, stored="", status=401 if scenario == "access_token_expired" else 200, altered=True)


def written(scenario: str, *later: Sight, page: str = REFUSED, entered: int = 1) -> list[Sight]:
    """A measure entered and shared under the scenario, then what came of it."""
    mine = tags(scenario)
    entries = [one for _ in range(entered) for one in journey(mine, "enter_measure")]
    share = journey(mine, "share_measure", hindered(scenario), page=page, form=True)
    return [*entries, *share, *journey(mine, "sync_space", *later)]


def impatient() -> list[Sight]:
    """A second call a few seconds after the client was asked to stay away for a minute."""
    mine = tags("throttled")
    asked = write(mine, stored="", status=429, altered=True, retry_after="60")
    return [*journey(mine, "enter_measure"), asked, *journey(mine, "share_measure", write(mine, stored="7"))]


def busy() -> Sight:
    """A renewal that the token endpoint puts off for a minute."""
    mine = tags("token_unavailable")
    return at_space("token", mine, form="grant_type=refresh_token", status=503, altered=True, retry_after="60")


def renewing(*asked: Sight) -> list[Sight]:
    """The write that finds the token expired, and what is asked of the token endpoint then."""
    mine = tags("token_unavailable")
    first = write(mine, stored="", status=401, altered=True)
    share = journey(mine, "share_measure", first, *asked, page=REFUSED, form=True)
    return [*journey(mine, "enter_measure"), *share, *journey(mine, "sync_space", write(mine, stored="7"))]


def reading(scenario: str, *calls: Sight, rows: tuple[str, ...] = ("151 / 101 mmHg",)) -> list[Sight]:
    mine = tags(scenario)
    given = [observation(OWN)]
    if scenario == "entered_in_error":
        given.append(observation(WITHDRAWN, status="entered-in-error"))
    return journey(mine, "read_measures", read(mine, *given, altered=True), *calls, page=listed(*rows))


def sound() -> Fault:
    caught_up = {name: written(name, write(tags(name), stored="7")) for name in WRITES[:-1]}
    return {**caught_up, "partial_failure": written("partial_failure"), **{name: reading(name) for name in READS}}


def exchange(
    changed: Fault | None = None,
    after: Fault | None = None,
    control: bool = True,
    more: Sequence[Sight] = (),
) -> MemoryEvidence:
    held = {**sound(), **(changed or {})}
    looks = []
    for kind, names in (("writes", WRITES), ("reads", READS)):
        sights = list(right_round(BEFORE))
        for name in names:
            sights += [*held[name], *(after or {}).get(name, right_round(tags(name, "after")))]
        looks.append(looked(f"exchange.{kind}", *sights, *(more if kind == "reads" else ())))
    looks += careless_control() if control else []
    return spaced(bundle_of(*looks, candidate=CANDIDATE, control=CONTROL), APART)


def careless_control() -> list[Looked]:
    loop = reading("next_loop", *[read(tags("next_loop"), observation(OWN), altered=True)] * 11)
    withdrawn = reading("entered_in_error", rows=("151 / 101 mmHg", "163 / 105 mmHg"))
    careless = [*right_round(BEFORE), *withdrawn, *right_round(tags("entered_in_error", "after")), *loop]
    writes = looked("exchange.writes", *right_round(BEFORE), *impatient(), subject="control")
    return [writes, looked("exchange.reads", *careless, subject="control")]


def reads_look() -> Looked:
    sights = list(right_round(BEFORE))
    for name in READS:
        sights += [*sound()[name], *right_round(tags(name, "after"))]
    return looked("exchange.reads", *sights)


def test_sec_26_passes() -> None:
    judged = judge_one("SEC-26", exchange())
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound"])


def at(scenario: str, **more: object) -> Sight:
    return write(tags(scenario), **more)  # type: ignore[arg-type]


FAILS: list[tuple[str, str, Fault]] = [
    ("fail", "stored_twice", {"answer_lost": written("answer_lost", at("answer_lost", stored="8"))}),
    ("fail", "stored_twice", {"answer_cut": written("answer_cut", at("answer_cut", stored="8", number="2"))}),
    ("fail", "lost_silently", {"partial_failure": written("partial_failure", page=PAGES["share_measure"])}),
    ("review", "too_early", {"throttled": impatient()}),
    ("fail", "lost_silently", {"write_lost": written("write_lost", page=PAGES["share_measure"])}),
    ("review", "too_early", {"token_unavailable": renewing(busy(), busy())}),
    ("review", "shown_twice", {"delivered_twice": reading("delivered_twice", rows=("151 / 101", "151 / 101 mmHg"))}),
    ("review", "too_many_calls", {"answer_lost": written("answer_lost", *[at("answer_lost", stored="7")] * 7)}),
    ("fail", "error_value_shown", {"entered_in_error": reading("entered_in_error", rows=("151 / 101", "163 / 105"))}),
    ("fail", "loop_followed", {"next_loop": reading("next_loop", *[read(tags("next_loop"), altered=True)] * 10)}),
    ("fail", "foreign_followed", {"next_foreign": reading("next_foreign", at_space("foreign", tags("next_foreign")))}),
]


@pytest.mark.parametrize(("verdict", "clause", "changed"), FAILS, ids=[f"{one[1]}-{n}" for n, one in enumerate(FAILS)])
def test_sec_26_fails(verdict: str, clause: str, changed: Fault) -> None:
    judged = judge_one("SEC-26", exchange(changed))
    assert (judged.verdict, clauses(judged)) == (verdict, [clause])


NEAR: list[Fault] = [
    {"answer_lost": written("answer_lost", at("answer_lost", stored="8"), entered=2)},
    {"answer_lost": written("answer_lost", *[at("answer_lost", stored="7")] * 5)},
    {"answer_lost": written("answer_lost")},
    {"throttled": written("throttled")},
    {"token_unavailable": renewing(busy())},
    {"write_lost": written("write_lost", write(tags("write_lost"), stored="7"), page=PAGES["share_measure"])},
    {"write_lost": written("write_lost")},
    {"next_loop": reading("next_loop", *[read(tags("next_loop"), altered=True)] * 9)},
]


@pytest.mark.parametrize("changed", NEAR)
def test_sec_26_lets_near_misses_pass(changed: Fault) -> None:
    assert judge_one("SEC-26", exchange(changed)).verdict == "pass"


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_sec_26_a_client_that_dies_or_is_never_met_proves_nothing(scenario: str) -> None:
    died = judge_one("SEC-26", exchange(after={scenario: []}))
    assert (died.verdict, "not_alive" in clauses(died)) == ("inconclusive", True)
    assert judge_one("SEC-26", exchange({scenario: []})).verdict == "inconclusive"


STRUCK = ["<del>163 / 105 mmHg</del>", '<span class="barre">163 / 105</span>', "163 / 105 annulée"]


@pytest.mark.parametrize("row", STRUCK)
def test_sec_26_leaves_a_value_that_may_be_struck_out_to_a_person(row: str) -> None:
    marked = {"entered_in_error": reading("entered_in_error", rows=("151 / 101 mmHg", row))}
    judged = judge_one("SEC-26", exchange(marked))
    assert (judged.verdict, clauses(judged)) == ("review", ["error_value_marked"])


def test_sec_26_needs_a_page_that_shows_what_was_read() -> None:
    hidden = exchange({"entered_in_error": reading("entered_in_error", rows=("chargement",))})
    assert clauses(judge_one("SEC-26", hidden))[0] == "nothing_shown"


def test_sec_26_leaves_equal_values_that_are_always_entered_to_a_person() -> None:
    """Journeys with fixed values: two measures look like one that is stored twice."""
    twice = {"answer_lost": written("answer_lost", at("answer_lost", stored="8", number="2"))}
    rounds = {name: right_round(tags(name, "after"), VALUES) for name in WRITES}
    judged = judge_one("SEC-26", exchange(twice, after=rounds))
    assert (judged.verdict, clauses(judged)) == ("review", ["maybe_doubled"])


def test_sec_26_asks_no_reading_of_an_app_that_only_writes() -> None:
    whole = exchange({name: [] for name in READS})
    assert whole.plan is not None
    plan = msgspec.structs.replace(whole.plan, candidate=msgspec.to_builtins(PAIRING_CANDIDATE))
    assert judge_one("SEC-26", msgspec.structs.replace(whole, plan=plan)).verdict == "pass"


def reads_alone(*calls: Sight, alive: bool = True) -> MemoryEvidence:
    """A client that only reads, delayed once; ``calls`` come of it while it should wait."""
    sights = list(right_round(BEFORE))
    for name in sorted(OF_ANY_CALL, key=WRITES.index):
        mine = tags_of(name, 1 + sorted(OF_ANY_CALL, key=WRITES.index).index(name))
        asked = read(mine, status=503, altered=True, retry_after="60")
        sights += journey(mine, "read_measures", asked, *(calls if name == "throttled" else ()), page=REFUSED)
        sights += right_round({**mine, "phase": "after"}) if alive else []
    reader = msgspec.structs.replace(CLIENT, scopes=("openid", "patient/Observation.rs"))
    looks = [looked("exchange.writes", *sights), *careless_control(), reads_look()]
    candidate = msgspec.structs.replace(PAIRING_CANDIDATE, space=reader)
    return spaced(bundle_of(*looks, candidate=candidate, control=CONTROL), APART)


def test_sec_26_judges_a_client_that_only_reads_by_its_reading() -> None:
    assert judge_one("SEC-26", reads_alone()).verdict == "pass"
    early = read(tags_of("throttled", 2), observation(OWN))
    assert clauses(judge_one("SEC-26", reads_alone(early))) == ["too_early"]
    assert judge_one("SEC-26", reads_alone(alive=False)).verdict == "inconclusive"


def test_sec_26_remarks_on_a_page_that_breaks_down() -> None:
    mine = tags_of("bundle_malformed", 9)
    page = shown(mine, "read_measures", "<h1>Erreur</h1>", status=500)
    judged = judge_one("SEC-26", exchange({"delivered_twice": [*reading("delivered_twice")]}, more=[page]))
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound", "broke_down"])


def test_sec_26_needs_the_control_and_the_looks() -> None:
    assert judge_one("SEC-26", exchange(control=False)).verdict == "inconclusive"
    broken = [failed(f"exchange.{kind}", "gap.missing_input", input="space") for kind in ("writes", "reads")]
    assert judge_one("SEC-26", bundle_of(*broken, candidate=PAIRING_CANDIDATE)).verdict == "inconclusive"


def test_sec_26_never_passes_on_a_hole() -> None:
    whole = exchange()
    for seen in whole.observations[::3]:
        assert judge_one("SEC-26", without(whole, seen.id)).verdict != "pass"


@pytest.mark.parametrize("run", ["", "x", "²", "9" * 5000, "-1"])
def test_sec_26_survives_strange_labels_and_bodies(run: str) -> None:
    mine = {"scenario": "answer_lost", "phase": "fault", "run": run}
    strange = [write(mine, sent=b"[" * 5000), write({}), read({}, b"null"), write({"run": run}, sent=b"\xff")]
    assert judge_one("SEC-26", exchange({"answer_lost": strange})).verdict == "inconclusive"
