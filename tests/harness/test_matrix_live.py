"""One live case for each family of faults: what recordings repeat was once seen."""

from __future__ import annotations

import pytest

from harness.matrix import live

pytestmark = pytest.mark.slow
ONE_OF_EACH_FAMILY = (
    *("tls10", "cookie_not_secure", "notice_missing", "accepts_any_state", "hds_expired", "soft_404"),
    *("code_taken_twice", "report_of_anybody", "export_without_notes", "note_to_helpdesk", "log_without_failures"),
    *("cname_cloaked_tracker", "health_in_mail"),
)


def test_one_fault_of_each_family_moves_exactly_what_it_declares() -> None:
    found = live(ONE_OF_EACH_FAMILY, jobs=2, lean=True)
    assert (found.missed, found.false_alarms, found.sound_fails) == ((), (), ())
    assert found.summary.faults == len(ONE_OF_EACH_FAMILY)
