"""SEC-23 on recorded ends of consent: passes, each fault alone, near misses, too little seen, deletion."""

from __future__ import annotations

import msgspec
import pytest

from criteria.security.refusals import NOT_GRANTED, READING_LEFT, SCENARIOS
from tests.support.evidence import MemoryEvidence, Sight, bundle_of, clauses, failed, judge_one, looked, without
from tests.support.pairings import CLIENT, PAIRING_CANDIDATE, PAIRING_CONTROL
from tests.support.rounds import (
    BEFORE,
    PAGES,
    REFUSED,
    Tags,
    at_space,
    journey,
    listed,
    observation,
    read,
    right_round,
    shown,
    tags_of,
    walked,
    write,
)

BOTH = msgspec.structs.replace(CLIENT, scopes=("openid", "patient/Observation.c", "patient/Observation.rs"))
CANDIDATE = msgspec.structs.replace(PAIRING_CANDIDATE, space=BOTH)
REFRESH, CODE = "grant_type=refresh_token", "grant_type=authorization_code"
Fault = dict[str, list[Sight]]


def tags(scenario: str, phase: str = "fault") -> Tags:
    return tags_of(scenario, SCENARIOS.index(scenario) + 1, phase)


def refusal(scenario: str, *, page: str = REFUSED, reads: bool = False, kind: str = "text/html") -> list[Sight]:
    """One refused write, then silence; with ``reads``, the purpose that is still granted goes on."""
    mine, less = tags(scenario), scenario == NOT_GRANTED
    status = 401 if scenario == "refresh_refused" else 403
    paired = [at_space("token", mine, form=CODE)] if less else []
    refused = [*paired, write(mine, stored="", status=status, altered=not less)]
    if scenario == "refresh_refused":
        refused.append(at_space("token", mine, form=REFRESH, status=400, altered=True))
    calls = [read(mine, observation((121, 81)))] if reads else []
    return [
        *journey(mine, "enter_measure"),
        *refused,
        shown(mine, "share_measure", page, kind=kind),
        walked(mine, "share_measure"),
        *syncs(mine),
        *journey(mine, "read_measures", *calls, page=listed("121 / 81 mmHg")),
    ]


def syncs(mine: Tags) -> list[Sight]:
    return [*journey(mine, "sync_space"), *journey(mine, "sync_space")]


def unpaired(*later: Sight, revokes: bool = True, outcome: str = "done") -> list[Sight]:
    mine = tags("unpaired")
    act = [at_space("revoke", mine)] if revokes else []
    return [*act, shown(mine, "disconnect_space"), walked(mine, "disconnect_space", outcome), *later, *syncs(mine)]


def sound() -> Fault:
    held = {name: refusal(name, reads=name in READING_LEFT) for name in SCENARIOS}
    return {**held, "unpaired": unpaired()}


def consent(
    changed: Fault | None = None, after: Fault | None = None, before: list[Sight] | None = None, control: bool = True
) -> MemoryEvidence:
    sights = list(right_round(BEFORE) if before is None else before)
    for name, fault in {**sound(), **(changed or {})}.items():
        sights += [*fault, *(after or {}).get(name, right_round(tags(name, "after")))]
    careless = [*right_round(BEFORE), *unpaired(write(tags("unpaired")), revokes=False)]
    careless += right_round(tags("unpaired", "after"))
    other = tags_of("unpaired", 1)
    relabelled = list(_relabelled(careless, other["run"]))
    looks = [looked("exchange.consent", *sights)]
    looks += [looked("exchange.consent", *relabelled, subject="control")] if control else []
    return bundle_of(*looks, candidate=CANDIDATE, control=PAIRING_CONTROL)


def _relabelled(sights: list[Sight], run: str) -> list[Sight]:
    """The unpairing as the first scenario of the look."""
    for one in sights:
        held = one.data.get("tags", one.data)
        if held["scenario"] == "unpaired":
            held["run"] = run
    return sights


def with_calls(scenario: str, *calls: Sight) -> list[Sight]:
    base = refusal(scenario, reads=scenario in READING_LEFT)
    return [*base, *calls]


def test_sec_23_passes() -> None:
    judged = judge_one("SEC-23", consent())
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound"])


WITHDRAWN, LESS = tags("consent_withdrawn"), tags(NOT_GRANTED)
FAILS: list[tuple[str, Fault]] = [
    ("call_after_unpairing", {"unpaired": unpaired(write(tags("unpaired")))}),
    ("call_after_unpairing", {"unpaired": unpaired(read(tags("unpaired"), trigger="sync_space", status=401))}),
    *(
        ("call_after_refusal", {name: with_calls(name, *[write(tags(name), stored="", status=403, altered=True)] * 2)})
        for name in SCENARIOS[:4]
    ),
    (
        "call_after_refusal",
        {"consent_withdrawn": with_calls("consent_withdrawn", *[read(WITHDRAWN, status=403, altered=True)] * 3)},
    ),
    (
        "call_after_refusal",
        {
            "refresh_refused": with_calls(
                "refresh_refused", *[at_space("token", tags("refresh_refused"), form=REFRESH)] * 2
            )
        },
    ),
    ("granted_stopped", {"write_withdrawn": refusal("write_withdrawn")}),
    ("granted_stopped", {NOT_GRANTED: refusal(NOT_GRANTED)}),
    ("call_after_refusal", {NOT_GRANTED: with_calls(NOT_GRANTED, *[write(LESS, stored="", status=403)] * 2)}),
    ("not_told", {NOT_GRANTED: refusal(NOT_GRANTED, page=PAGES["share_measure"], reads=True)}),
    ("not_told", {"consent_withdrawn": refusal("consent_withdrawn", page=PAGES["share_measure"])}),
    ("not_told", {"service_suspended": refusal("service_suspended", page=PAGES["share_measure"])}),
]


@pytest.mark.parametrize(("clause", "changed"), FAILS)
def test_sec_23_fails(clause: str, changed: Fault) -> None:
    judged = judge_one("SEC-23", consent(changed))
    assert (judged.verdict, clauses(judged)) == ("fail", [clause])
    assert judged.finding.rests_on or judged.finding.absence


def test_a_notice_that_stands_until_the_person_pairs_anew_is_told() -> None:
    after = tags("consent_withdrawn", "after")
    still = [*journey(after, "disconnect_space", page=REFUSED), *right_round(after)]
    judged = judge_one("SEC-23", consent(after={"consent_withdrawn": still}))
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound"])


def test_a_client_without_refresh_tokens_learns_by_the_401() -> None:
    silent = [one for one in refusal("refresh_refused") if one.data.get("purpose") != "token"]
    assert judge_one("SEC-23", consent({"refresh_refused": silent})).verdict == "pass"
    mine = tags("refresh_refused")
    hammering = [*silent, *[write(mine, stored="", status=401, altered=True)] * 2]
    judged = judge_one("SEC-23", consent({"refresh_refused": hammering}))
    assert (judged.verdict, clauses(judged)) == ("fail", ["call_after_refusal"])


def test_no_revocation_alone_is_for_a_person_since_its_source_is_not_verified() -> None:
    judged = judge_one("SEC-23", consent({"unpaired": unpaired(revokes=False)}))
    assert (judged.verdict, clauses(judged)) == ("review", ["no_revocation"])


NEAR: list[Fault] = [
    {"consent_withdrawn": with_calls("consent_withdrawn", write(WITHDRAWN, stored="", status=403, altered=True))},
    {"consent_withdrawn": with_calls("consent_withdrawn", *[read(WITHDRAWN, status=403, altered=True)] * 2)},
    {"write_withdrawn": with_calls("write_withdrawn", *[read(tags("write_withdrawn"))] * 5)},
    {"unpaired": unpaired(at_space("token", tags("unpaired"), form=CODE), write(tags("unpaired")))},
    {"unpaired": [write(tags("unpaired")), *unpaired()]},
    {NOT_GRANTED: [one for one in refusal(NOT_GRANTED, reads=True) if one.data.get("purpose") != "write"]},
    {NOT_GRANTED: with_calls(NOT_GRANTED, write(LESS, stored="", status=403))},
    {"unpaired": [*journey(tags("unpaired"), "share_measure", write(tags("unpaired"))), *unpaired()]},
]


@pytest.mark.parametrize("changed", NEAR)
def test_sec_23_passes_on_near_misses(changed: Fault) -> None:
    assert judge_one("SEC-23", consent(changed)).verdict == "pass"


def test_sec_23_scripts_may_tell_the_person() -> None:
    page = PAGES["share_measure"] + "<script></script>"
    judged = judge_one("SEC-23", consent({"consent_withdrawn": refusal("consent_withdrawn", page=page)}))
    assert (judged.verdict, clauses(judged)) == ("review", ["maybe_not_told"])


UNSEEN: list[tuple[str, Fault]] = [
    *(("not_played", {name: []}) for name in SCENARIOS),
    ("not_played", {"unpaired": unpaired(outcome="failed")}),
    ("not_played", {"consent_withdrawn": syncs(WITHDRAWN)}),
    (
        "no_synchronisation",
        {"consent_withdrawn": [s for s in refusal("consent_withdrawn") if s.data.get("trigger") != "sync_space"]},
    ),
    ("no_page", {"consent_withdrawn": [s for s in refusal("consent_withdrawn") if s.kind != "http.exchange"]}),
]


@pytest.mark.parametrize(("clause", "changed"), UNSEEN)
def test_sec_23_needs_every_scenario(clause: str, changed: Fault) -> None:
    judged = judge_one("SEC-23", consent(changed))
    assert (judged.verdict, clauses(judged)[0]) == ("inconclusive", clause)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_sec_23_a_client_that_dies_proves_nothing(scenario: str) -> None:
    judged = judge_one("SEC-23", consent(after={scenario: []}))
    assert (judged.verdict, clauses(judged)[0]) == ("inconclusive", "not_alive")


def test_sec_23_absences_do_not_count_for_a_dead_client() -> None:
    judged = judge_one("SEC-23", consent({"unpaired": unpaired(revokes=False)}, {"unpaired": []}))
    assert judged.verdict == "inconclusive"


def test_sec_23_needs_calls_before_the_act() -> None:
    assert judge_one("SEC-23", consent(before=[])).verdict == "inconclusive"


def test_sec_23_needs_the_control_and_the_look() -> None:
    assert judge_one("SEC-23", consent(control=False)).verdict == "inconclusive"
    broken = failed("exchange.consent", "gap.missing_input", input="space")
    assert judge_one("SEC-23", bundle_of(broken, candidate=PAIRING_CANDIDATE)).verdict == "inconclusive"


def test_sec_23_never_passes_on_a_hole() -> None:
    whole = consent()
    for seen in whole.observations:
        assert judge_one("SEC-23", without(whole, seen.id)).verdict != "pass"


@pytest.mark.parametrize("run", ["", "x", "²", "9" * 5000, "-1"])
def test_sec_23_survives_strange_labels(run: str) -> None:
    strange = [write({"scenario": "unpaired", "phase": "fault", "run": run}), write({}), read({}), write({"run": run})]
    assert judge_one("SEC-23", consent({"unpaired": strange})).verdict == "inconclusive"
