"""The small decisions of the probe of rights: birth dates, and the control that is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from harness.manifest.steps import Step
from harness.probes.exchange.placeholders import filled
from harness.probes.rights.consent import _without
from harness.probes.rights.minors import born


@pytest.mark.parametrize(
    ("today", "age", "birth"),
    [
        (date(2026, 11, 24), 14, date(2012, 11, 23)),
        (date(2027, 1, 1), 15, date(2011, 12, 31)),
        (date(2028, 3, 1), 18, date(2010, 2, 28)),
        (date(2028, 2, 29), 18, date(2010, 2, 28)),
    ],
)
def test_somebody_turned_so_many_years_yesterday(today: date, age: int, birth: date) -> None:
    assert born(today, age) == birth


def test_birth_dates_fill_forms_in_parts() -> None:
    known = {"birth.date": "2012-11-23", "birth.year": "2012", "birth.month": "11", "birth.day": "23"}.get
    assert filled("${birth.day}/${birth.month}/${birth.year} ${birth.date}", known) == "23/11/2012 2012-11-23"


def test_the_control_for_health_data_is_left_alone() -> None:
    form = Step(path="/inscription", method="POST", form={"email": "a", "sante": "oui", "cgu": "oui"})
    assert _without(form, {"sante"}).form == {"email": "a", "cgu": "oui"}
    body = Step(path="/api", method="POST", json={"email": "a", "health": True, "sante": "oui", "n": {"health": 1}})
    assert _without(body, {"health", "sante"}).json == {"email": "a", "health": False, "n": {"health": 1}}
