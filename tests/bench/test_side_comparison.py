"""The list of the side-by-side benchmark, and what counts as found."""

from __future__ import annotations

import pytest

from criteria.catalogue import catalogue
from harness.samples import faults
from tests.bench.side.__main__ import TOOLS
from tests.bench.side.comparing import AGAIN, SOUND, Seen, cells, false_alarms
from tests.bench.side.listing import PROBANT, Comparison, Listed, Run, comparison, fault_of
from tests.bench.side.table import lines, told

LISTED = comparison()
LIST = Comparison(
    runs=(
        Run(name="probant all", tool=PROBANT, areas=("tls",), options=("SEC-01",)),
        Run(name="scan", tool="scan", areas=("tls",)),
        Run(name="elsewhere", tool="elsewhere", areas=("weight",)),
    ),
    faults=(Listed(name="tls10", area="tls", found={"scan": "TLS 1.0"}),),
)


@pytest.mark.parametrize("listed", LISTED.faults, ids=lambda one: one.name)
def test_every_listed_fault_is_one_of_the_sample_and_has_a_rule_for_each_tool_of_its_area(listed: Listed) -> None:
    assert listed.name in {fault.name for fault in faults() if fault.kind == "fault"}
    others = {run.tool for run in LISTED.runs_for(listed.area)} - {PROBANT}
    assert set(listed.found) == others
    for tool in others:
        assert not LISTED.pattern(listed, tool).search(""), "this pattern would count anything as found"


@pytest.mark.parametrize("listed", LISTED.faults, ids=lambda one: one.name)
def test_probant_is_asked_for_a_criterion_that_the_fault_violates(listed: Listed) -> None:
    asked = {name for run in LISTED.runs_for(listed.area) if run.tool == PROBANT for name in run.options}
    assert asked & set(fault_of(listed.name).violates)


def test_every_run_has_an_adapter_and_known_criteria_and_every_other_tool_a_word_on_its_limits() -> None:
    assert {run.tool for run in LISTED.runs} == {tool.name for tool in TOOLS}
    known = {one.id for one in catalogue().criteria}
    assert all(set(run.options) <= known for run in LISTED.runs if run.tool == PROBANT)
    assert set(LISTED.without) == {tool.name for tool in TOOLS} - {PROBANT}


def _states(fault: Seen, sound: Seen, again: Seen | None = None) -> dict[str, dict[str, Seen]]:
    quiet = Seen()
    other = {"probant all": quiet, "elsewhere": quiet}
    states = {SOUND: {**other, "scan": sound}, "tls10": {**other, "scan": fault}}
    return {**states, AGAIN: {**other, "scan": again}} if again else states


@pytest.mark.parametrize(
    ("fault", "sound", "found"),
    [
        (("accepts TLS 1.0",), (), "found"),
        (("accepts TLS 1.0",), ("accepts TLS 1.0",), "nothing"),
        (("no DNSSEC",), (), "something_else"),
        ((), (), "nothing"),
    ],
)
def test_only_what_is_new_and_about_the_fault_counts(
    fault: tuple[str, ...], sound: tuple[str, ...], found: str
) -> None:
    made = cells(LIST, _states(Seen(signals=fault), Seen(signals=sound)))
    assert {(one.tool, one.found) for one in made} == {("scan", found), (PROBANT, "nothing")}


def test_probant_finds_by_a_failed_criterion_and_not_by_an_inconclusive_one() -> None:
    states = _states(Seen(), Seen())
    for verdict, found in (("fail", "found"), ("inconclusive", "something_else")):
        states["tls10"]["probant all"] = Seen(signals=(f"SEC-01: {verdict}",))
        assert {one.found for one in cells(LIST, states) if one.tool == PROBANT} == {found}


@pytest.mark.parametrize("where", [0, 1])
def test_without_an_answer_nothing_is_found_and_the_table_says_so(where: int) -> None:
    silent, spoken = Seen(trouble="stopped after 9 s"), Seen(signals=("accepts TLS 1.0",))
    pair = (silent, spoken) if where else (spoken, silent)
    states = _states(*pair)
    assert {one.found for one in cells(LIST, states) if one.tool == "scan"} == {"no_answer"}
    text = "\n".join(lines(LIST, told(LIST, states, {}, {"elsewhere": "no Node"}, (0.0, 0.0, 0.0))))
    assert "no answer: scan, tls10: stopped after 9 s" in text
    assert "not available: elsewhere: no Node" in text


def test_the_sound_sample_seen_twice_shows_false_alarms() -> None:
    states = _states(Seen(), Seen(), again=Seen(signals=("accepts TLS 1.0", "a remark")))
    assert false_alarms(LIST, states) == ["scan: accepts TLS 1.0"]
