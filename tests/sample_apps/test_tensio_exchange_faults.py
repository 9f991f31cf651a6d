"""Each fault of the exchange changes what it says; the sound app, tried in the same way, does otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.contract.observation import validate_bundle
from conformance.contract.profile_issues import profile_issues
from sample_apps.tensio.faults import delivery, purposes, written
from tests.sample_apps import tried
from tests.sample_apps.conftest import Lab
from tests.sample_apps.exchange import Exchange, exchange

RIGHT = (True, True, True)
# The fault, what is tried, what the sound app does, and what the fault makes of it.
TRIED: list[tuple[str, Callable[[Exchange], object], object, object]] = [
    ("calls_after_unpairing", tried.after_parting, 0, 1),
    ("no_revocation", tried.revocations, 1, 0),
    ("goes_on_after_refusal", tried.after_refused_write, (0, 1), (1, 1)),
    ("stops_all_purposes", tried.after_refused_write, (0, 1), (0, 0)),
    ("silent_refusal", tried.words_of_refusal, (True, True), (False, False)),
    ("other_subject_written", tried.subject_is_kept, (True, True), (False, False)),
    ("keeps_first_pairing", tried.subject_is_kept, (True, True), (True, False)),
    ("tries_other_id", tried.after_mismatch, 1, 2),
    ("shows_other_person", tried.shows_other, False, True),
    ("no_profile", tried.issues, RIGHT, (False, False, False)),
    ("wrong_category", tried.issues, RIGHT, (False, False, False)),
    ("bmi_sent", tried.issues, RIGHT, (False, True, False)),
    ("refusal_as_success", tried.refused_is_shared, (0, 0, 0), (3, 0, 0)),
    ("partial_failure_as_success", tried.refused_is_shared, (0, 0, 0), (0, 1, 0)),
    ("loses_after_lost_answer", tried.refused_is_shared, (0, 0, 0), (0, 0, 1)),
    ("doubles_after_lost_answer", tried.stored_after_loss, 1, 2),
    ("ignores_retry_after", tried.after_wait, 0, 1),
    ("follows_next_loop", tried.pages_of_loop, 2, 200),
    ("follows_foreign_next", tried.foreign_calls, False, True),
    ("shows_entered_in_error", tried.shows_withdrawn, (False, False), (True, False)),
    ("shows_delivered_twice", tried.shows_twice, 1, 2),
    ("notes_to_third_party", tried.picture, (False, False), (True, True)),
    ("retries_once", tried.calls_at_504, 1, 2),
    ("search_order", tried.first_parameter, "code", "_count"),
    ("shows_source_note", tried.note_shown, False, True),
    ("extra_bundle_id", tried.bundle_has_id, False, True),
]
HARMLESS = [
    "retries_once", "search_order", "shows_source_note", "extra_bundle_id", "header_case", "extra_extension",
    "profile_listed_second", "source_note_as_markup",
]


def test_every_fault_is_tried() -> None:
    made = {*purposes.FAULTS, *written.FAULTS, *delivery.FAULTS}
    assert {name for name, *_ in TRIED} | set(HARMLESS) == made


@pytest.mark.parametrize(("fault", "trial", "sound", "wrong"), TRIED, ids=[name for name, *_ in TRIED])
def test_fault_does_what_it_says(
    lab: Lab, tmp_path: Path, fault: str, trial: Callable[[Exchange], object], sound: object, wrong: object
) -> None:
    found = []
    for faults in ((), (fault,)):
        folder = tmp_path / str(len(faults))
        folder.mkdir()
        with exchange(lab, folder, *faults) as here:
            found.append(trial(here))
    assert found == [sound, wrong]


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_variant_keeps_to_the_contract(lab: Lab, tmp_path: Path, name: str) -> None:
    with exchange(lab, tmp_path, name) as here:
        assert tried.arrives(here)
        assert not validate_bundle(here.stage.bodies[-1], solution_oid="2.25.100")
        assert not profile_issues(here.stage.bodies[-1])
