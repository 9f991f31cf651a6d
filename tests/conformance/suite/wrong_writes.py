"""Wrong spaces: what is stored, and who looked."""

from __future__ import annotations

import re
from collections.abc import Callable
from secrets import token_hex
from typing import Any

import pytest

from conformance.space import (
    audit_events,
    measures,
    writing,
)
from tests.conformance.suite.altering import Change, Passing, found
from tests.conformance.suite.wrong_space import Wrong, around, replaced, without


def _sourceless(bundle: Any, _passing: Passing) -> None:
    for entry in bundle["entry"]:
        entry["resource"].get("meta", {}).pop("source", None)


def _unlinked(bundle: Any, _passing: Passing) -> None:
    for entry in bundle["entry"]:
        entry["resource"].pop("device", None)


def _rounded(passing: Passing) -> None:
    if passing.path == "/fhir/Observation":
        passing.body = re.sub(rb"71\.50\b", b"71.5", passing.body)


def _created_again(passing: Passing) -> None:
    if passing.path == "/fhir" and passing.status == 200:
        told = passing.json
        for entry in told["entry"]:
            if entry["response"]["location"].startswith("Device/"):
                entry["response"]["status"] = "201 Created"
        passing.json = told


def _unchecked_unit(patch: pytest.MonkeyPatch) -> None:
    around(writing, "validate_bundle", without("value_unit"))(patch)
    patch.setattr(writing, "profile_issues", lambda bundle: [])


def _events_without(wanted: Callable[[Any], bool]) -> Change:
    """Lose events: as if they had never been written down."""

    def change(passing: Passing) -> None:
        if passing.path == "/fhir/AuditEvent" and passing.status == 200:
            told = passing.json
            told["entry"] = [one for one in told["entry"] if not wanted(one["resource"])]
            passing.json = told

    return change


def _twice(passing: Passing) -> None:
    """Write down each write twice."""
    if passing.path == "/fhir/AuditEvent" and passing.status == 200:
        told = passing.json
        doubled = [[one] * (2 if one["resource"].get("action") == "C" else 1) for one in told["entry"]]
        told["entry"] = [one for pair in doubled for one in pair]
        passing.json = told


WRONG_WRITES = (
    Wrong(
        name="bmi-taken",
        breaks="measures.bmi-refused",
        patch=around(writing, "validate_bundle", without("bmi_creation")),
    ),
    Wrong(
        name="unit-unchecked",
        breaks="measures.unit-wrong",
        patch=_unchecked_unit,
        too=("measures.profile-broken",),
        why="the profile would have seen the unit too, and is not looked at",
    ),
    Wrong(
        name="stored-twice",
        breaks="write.sent-again-once-stored",
        patch=replaced(measures, "content_key", lambda *_: token_hex(16)),
        too=("write.sent-again-same-location",),
        why="a second copy has a location of its own",
    ),
    Wrong(name="decimals-rounded", breaks="write.decimals-kept", change=_rounded),
    Wrong(name="source-missing", breaks="write.source-set", change=found(_sourceless)),
    Wrong(name="device-unlinked", breaks="device.linked", change=found(_unlinked)),
    Wrong(name="device-created-again", breaks="device.known", change=_created_again),
    Wrong(
        name="refusals-unwritten",
        breaks="audit.refusals-too",
        change=_events_without(lambda event: event["outcome"] != "0"),
    ),
    Wrong(
        name="reads-unwritten",
        breaks="audit.one-event-per-read",
        change=_events_without(lambda event: event["outcome"] == "0" and event.get("action") == "E"),
    ),
    Wrong(name="writes-twice", breaks="audit.one-event-per-write", change=_twice),
    Wrong(
        name="events-without-period",
        breaks="audit.period-mandatory",
        patch=replaced(audit_events, "is_period", lambda _: True),
    ),
)
