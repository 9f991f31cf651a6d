"""SEC-17 in a browser: markers that ran, that stand in the built page, that stayed text; pages that were not opened."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.execution_record import MarkerEnd
from tests.criteria.security.test_injection import ended, marked
from tests.support.evidence import (
    CANDIDATE,
    Looked,
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    looked,
)
from tests.support.marked import LOOK, RAN, executed, marker, opened

SENT = "<p>\"'><pbt-0a1b2c3d x=1></pbt-0a1b2c3d></p>"
STAYED = opened(marker())


def evidence(look: Looked, control: Looked | None = None, **candidate: Any) -> MemoryEvidence:
    return bundle_of(
        looked("hostile.parameters", marked("<p>Rien.</p>"), ended("q")),
        looked("hostile.interface", ended()),
        look,
        looked("hostile.parameters", marked(SENT), ended("q"), subject="control"),
        looked("hostile.interface", ended(), subject="control"),
        control or executed(opened(RAN), subject="control"),
        candidate=msgspec.structs.replace(CANDIDATE, **candidate),
    )


MARKERS: dict[str, tuple[MarkerEnd, str, str]] = {
    "ran from the fragment": (marker(ran=("element",), stood=("element",)), "fail", "marker_ran"),
    "ran, and nothing of it stands any more": (marker(ran=("address",)), "fail", "marker_ran"),
    "stored, and run": (marker("stored", "enter_measure.2.note", ran=("attribute",)), "fail", "marker_ran"),
    "stopped by the policy": (marker(stood=("element",), blocked=True), "fail", "marker_blocked"),
    "stands, and nothing ran": (marker("query", stood=("attribute",)), "fail", "marker_built"),
    "stands, and a sanitiser took what could run": (
        marker("stored", stood=("element",), defused=True),
        "review",
        "marker_defused",
    ),
    "stayed text": (marker("stored"), "pass", "sound"),
    "not shown at all": (marker(shown=False), "pass", "sound"),
    "text beside something else that the policy stopped": (marker(blocked=True), "pass", "sound"),
}


@pytest.mark.parametrize(("one", "verdict", "stated"), MARKERS.values(), ids=MARKERS.keys())
def test_what_became_of_a_marker(one: MarkerEnd, verdict: str, stated: str) -> None:
    judged = judge_one("SEC-17", evidence(executed(STAYED, opened(one, STAYED_ELSEWHERE))))
    assert judged.verdict == verdict
    assert stated in clauses(judged)


STAYED_ELSEWHERE = marker("stored", "edit_measure.3.note")


def test_a_marker_is_told_once_for_its_page() -> None:
    judged = judge_one("SEC-17", evidence(executed(opened(RAN), opened(RAN), opened(RAN, url="https://app.example.fr/b"))))
    assert clauses(judged).count("marker_ran") == 2


ENDS: dict[str, tuple[Looked, str, str]] = {
    "all opened": (executed(STAYED, STAYED), "pass", "sound"),
    "four of five": (executed(*[STAYED] * 4, opened(status=0, error="net::ERR"), planned=5), "pass", "sound"),
    "three of five": (executed(*[STAYED] * 3, planned=5, bounds=("time",)), "inconclusive", "too_few_opened"),
    "turned away": (executed(STAYED, opened(status=429)), "inconclusive", "too_few_opened"),
    "not reached behind the gateway": (executed(STAYED, opened(status=502)), "inconclusive", "too_few_opened"),
    "no page": (executed(planned=0), "inconclusive", "too_few_opened"),
    "an error page is a page": (executed(STAYED, opened(status=404)), "pass", "sound"),
    "behind the sign-in": (executed(STAYED, opened(behind=True), behind=1), "pass", "sound"),
    "never behind the sign-in": (executed(STAYED, STAYED, behind=2), "inconclusive", "browser_outside"),
    "a field that takes none": (executed(STAYED, refused=("a.1.b",)), "pass", "text_refused"),
}


@pytest.mark.parametrize(("look", "verdict", "stated"), ENDS.values(), ids=ENDS.keys())
def test_how_far_the_browser_went(look: Looked, verdict: str, stated: str) -> None:
    judged = judge_one("SEC-17", evidence(look))
    assert judged.verdict == verdict
    assert stated in clauses(judged)


def test_a_run_counts_however_few_pages_were_opened() -> None:
    assert judge_one("SEC-17", evidence(executed(opened(RAN), planned=9, bounds=("time",)))).verdict == "fail"


def test_without_a_browser_it_is_open() -> None:
    judged = judge_one("SEC-17", evidence(failed(LOOK, "browser.not_found")))
    assert judged.verdict == "inconclusive"


def test_an_instrument_that_sees_no_run_in_the_control_proves_nothing() -> None:
    blind = executed(STAYED, subject="control")
    assert judge_one("SEC-17", evidence(executed(STAYED), blind)).verdict == "inconclusive"


@pytest.mark.parametrize("name", MARKERS)
def test_deletion_never_passes(name: str) -> None:
    assert_deletion_never_passes("SEC-17", evidence(executed(STAYED, opened(MARKERS[name][0]))))


@pytest.mark.parametrize("name", ENDS)
def test_deletion_never_passes_for_pages(name: str) -> None:
    assert_deletion_never_passes("SEC-17", evidence(ENDS[name][0]))
