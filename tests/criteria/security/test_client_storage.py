"""SEC-08: what the browser may cache of health data, and what is left after logout."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.support.browsing import APP, CANARY, JOURNAL, SIGNED_IN, browsed, cookie, journey, request, stored
from tests.support.evidence import (
    CANDIDATE,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    clauses,
    failed,
    judge_one,
    looked,
)

OUT = {"state": "signed_out", "context": "account:a"}
SIGNED_OUT = journey("sign_out")
CACHED = looked(
    "browser.journeys",
    journey("sign_in"),
    request("https://control.test/journal", body=b"CONTROL-CANARY", type="document"),
    subject="control",
)
CONTROL = {"a": {"health": "CONTROL-CANARY"}}


def shown(said: str = "no-store", body: str = CANARY, **more: Any) -> Sight:
    """A personal page with its caching."""
    fields = {"type": "document", "response_headers": (("Cache-Control", said),), **SIGNED_IN, **more}
    return request(JOURNAL, body=f"<p>{body}</p>".encode(), **fields)


def audit(*sights: Sight) -> MemoryEvidence:
    """A signed-in walk."""
    made = browsed(also=(looked("browser.journeys", journey("sign_in"), *sights), CACHED))
    control = msgspec.structs.replace(
        CANDIDATE, name="control", base_url="https://control.test", hosts=("control.test",), canaries=CONTROL
    )
    plan = msgspec.structs.replace(made.plan, control=msgspec.to_builtins(control))
    return msgspec.structs.replace(made, plan=plan)


LONG = stored("entries", "x" * 4096, size=9000, **OUT)
CASES: dict[str, tuple[tuple[Sight, ...], str, str]] = {
    "never stored, nothing left": ((shown(), SIGNED_OUT), "pass", "sound"),
    "no-store among others": ((shown("private, No-Store, max-age=0"), SIGNED_OUT), "pass", "sound"),
    "asked again, but kept": ((shown("no-cache"), SIGNED_OUT), "fail", "cacheable"),
    "nothing said": ((shown(response_headers=()), SIGNED_OUT), "fail", "cacheable"),
    "an answer of the interface": ((shown(), shown("private", type="fetch"), SIGNED_OUT), "fail", "cacheable"),
    "an answer without a canary": ((shown(), shown("public", body="Bonjour"), SIGNED_OUT), "pass", "sound"),
    "left in storage": ((shown(), SIGNED_OUT, stored("draft", f"note {CANARY}", **OUT)), "fail", "left_stored"),
    "left under its name": ((shown(), SIGNED_OUT, stored(CANARY, "1", **OUT)), "fail", "left_stored"),
    "left in a cookie": ((shown(), SIGNED_OUT, cookie("last", value=CANARY, **OUT)), "fail", "left_stored"),
    "stored before logout alone": ((shown(), stored("draft", CANARY, **SIGNED_IN), SIGNED_OUT), "pass", "sound"),
    "a display choice is left": ((shown(), SIGNED_OUT, stored("theme", "dark", **OUT)), "pass", "sound"),
    "a value that was not read whole": ((shown(), SIGNED_OUT, LONG), "inconclusive", "value_cut"),
    "no canary before logout": ((shown(body="Bonjour"), SIGNED_OUT), "inconclusive", "no_canary"),
    "no logout": ((shown(),), "inconclusive", "no_logout"),
    "a logout that broke": ((shown(), journey("sign_out", "broken")), "inconclusive", "no_logout"),
}


@pytest.mark.parametrize("name", CASES)
def test_caching_and_storage(name: str) -> None:
    sights, verdict, clause = CASES[name]
    found = judge_one("SEC-08", audit(*sights))
    assert (found.verdict, clause in clauses(found)) == (verdict, True), clauses(found)


def test_without_recordings_there_is_no_verdict() -> None:
    missing = failed("browser.journeys", "gap.missing_input", input="recordings")
    assert judge_one("SEC-08", browsed(also=(missing,), candidate=APP)).verdict == "inconclusive"


def test_taking_evidence_away_never_passes() -> None:
    assert_deletion_never_passes("SEC-08", audit(shown(), SIGNED_OUT))
    assert_deletion_never_passes("SEC-08", audit(shown("no-cache"), SIGNED_OUT))
