"""SEC-24 on recorded writes and searches: sound, each clause, near misses, missing evidence, deletion."""

from __future__ import annotations

import json

import pytest

from tests.support.business_rounds import body, evidence, fault, look, searched, told, wrote
from tests.support.evidence import MemoryEvidence, Sight, assert_deletion_never_passes, clauses, judge_one

LAB = {"altered": "yes", "right_status": "0"}
STRANGE = {"scenario": "right", "phase": "before", "run": "0"}
FORM, SENT = "<h1>Partager</h1>", "<h1>Partager</h1><p>Mesure envoyée</p>"
REFUSED = "<h1>Partager</h1><p>Mesure refusée</p>"
SPOILED = body(status=None)
CONTROL = look("exchange.writes", {"write_refused": [wrote(STRANGE, SPOILED)]}, subject="control")
CONTROL_READS = look("exchange.reads", {}, subject="control")
DIAGNOSED = json.dumps({"resourceType": "OperationOutcome", "issue": [{"diagnostics": "No."}]}).encode()


def refused(scenario: str, run: int, final: str, status: int = 200) -> list[Sight]:
    tags = fault(scenario, run)
    share = [told(200, tags, "share_measure", FORM), wrote(tags, status=422, **LAB)]
    return [*share, told(status, tags, "share_measure", final)]


def played(
    *more: Sight, final: str = REFUSED, status: int = 200, alive: bool = True, edition: str = "mes-1.5.2"
) -> MemoryEvidence:
    faults = {
        "write_refused": [*refused("write_refused", 1, final, status), *more],
        "write_conflict": refused("write_conflict", 2, REFUSED),
    }
    reads = look("exchange.reads", {})
    return evidence(look("exchange.writes", faults, alive=alive), reads, CONTROL, CONTROL_READS, edition=edition)


@pytest.mark.parametrize(
    "bundle",
    [
        pytest.param(played(), id="sound"),
        pytest.param(played(searched(STRANGE, status=403, answer=DIAGNOSED)), id="403 is not invalid"),
        pytest.param(played(wrote(STRANGE, status=409, answer=DIAGNOSED)), id="409 is not invalid"),
        pytest.param(played(wrote(STRANGE, status=422, altered="yes", right_status="200")), id="the lab said 422"),
        pytest.param(played(searched(STRANGE, status=400, altered="yes", right_status="200")), id="the lab said 400"),
        pytest.param(played(final=SENT, status=502), id="an error page that looks alike"),
    ],
)
def test_sec_24_passes(bundle: MemoryEvidence) -> None:
    judged = judge_one("SEC-24", bundle)
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound"])


@pytest.mark.parametrize(
    ("bundle", "verdict", "clause"),
    [
        pytest.param(played(wrote(STRANGE, body(meta=None))), "fail", "no_profile", id="no profile"),
        pytest.param(
            played(wrote(STRANGE, body(code={"coding": [{"system": "http://loinc.org", "code": "39156-5"}]}))),
            "fail",
            "bmi_created",
            id="bmi",
        ),
        pytest.param(played(wrote(STRANGE, SPOILED)), "fail", "invalid_write", id="no status"),
        pytest.param(played(wrote(STRANGE, b"[" * 9999)), "fail", "invalid_write", id="shapeless"),
        pytest.param(
            played(wrote(STRANGE, status=422, answer=DIAGNOSED)), "fail", "invalid_write", id="the space said"
        ),
        pytest.param(played(searched(STRANGE, status=400, answer=DIAGNOSED)), "fail", "invalid_search", id="search"),
        pytest.param(played(final=SENT), "fail", "refusal_as_success", id="shown as success"),
        pytest.param(played(final=f"{SENT}<script></script>"), "review", "refusal_unclear", id="scripts"),
        pytest.param(played(final=f"{SENT}<p>Erreur</p>"), "review", "refusal_unclear", id="both at once"),
        pytest.param(played(alive=False), "inconclusive", "not_alive", id="dead"),
        pytest.param(played(edition=""), "inconclusive", "no_edition", id="no edition"),
        pytest.param(played(edition="ans-9"), "inconclusive", "no_edition", id="unknown edition"),
        pytest.param(
            evidence(look("exchange.writes", {}), look("exchange.reads", {}), CONTROL, CONTROL_READS),
            "inconclusive",
            "not_played",
            id="not played",
        ),
    ],
)
def test_sec_24_states(bundle: MemoryEvidence, verdict: str, clause: str) -> None:
    judged = judge_one("SEC-24", bundle)
    assert judged.verdict == verdict
    assert clause in clauses(judged)


def test_sec_24_deletion_never_passes() -> None:
    assert_deletion_never_passes("SEC-24", played())
