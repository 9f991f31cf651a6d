"""SEC-25 on recorded calls and pages: sound, each clause, near misses, missing evidence, deletion."""

from __future__ import annotations

import json

import pytest

from tests.conformance.samples import ASSIGNING_AUTHORITY
from tests.support.business_rounds import (
    OTHER,
    body,
    both,
    evidence,
    fault,
    given,
    look,
    paired,
    searched,
    told,
    wrote,
)
from tests.support.evidence import (
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    clauses,
    judge_one,
)
from tests.support.pairings import refresh

BEFORE = {"scenario": "right", "phase": "before", "run": "0"}
NIR_OID = "1.2.250.1.213.1.4.8"
MISMATCH = fault("idpe_mismatch", 1)
LAB = {"altered": "yes", "right_status": "0"}
OWN, THEIRS = given(71.3, 72.7, 73.9), given(91.3, 92.7, 93.9, idpe=OTHER)
ANSWERS = {"own_measures": OWN, "other_person": THEIRS, "mixed_people": both(OWN, THEIRS)}
SHOWN = "<p>71,3</p><p>72,7</p><p>73,9</p>"
SHOWN_THEIRS = "<p>91,3</p><p>92,7</p><p>93,9</p>"
OTHERS = f"{ASSIGNING_AUTHORITY}|{OTHER}"
DENIED = json.dumps({"issue": [{"diagnostics": "idPe requested do not match authorized idPe."}]}).encode()


def reads(pages: dict[str, str], *, alive: bool = True, leave: str = "") -> Looked:
    shown = {"own_measures": SHOWN, "other_person": "<p>Rien</p>", "mixed_people": SHOWN, **pages}
    faults = {}
    for run, (name, answer) in enumerate(ANSWERS.items(), 1):
        tags = fault(name, run)
        right = {"altered": "yes", "right_status": "200"}
        seen = [searched(tags, answer, **right), told(200, tags, "read_measures", shown[name])]
        faults[name] = [] if name == leave else seen
    return look("exchange.reads", faults, alive=alive)


def played(*more: Sight, of: Looked | None = None, alive: bool = True) -> MemoryEvidence:
    refused = [wrote(MISMATCH, status=403, answer=DENIED, **LAB), *more]
    control = fault("other_person", 1)
    leaky = [searched(control, THEIRS, altered="yes"), told(200, control, "read_measures", SHOWN_THEIRS)]
    return evidence(
        look("exchange.writes", {"idpe_mismatch": refused}, alive=alive),
        of or reads({}),
        look("exchange.writes", {}, subject="control"),
        look("exchange.reads", {"other_person": leaky}, subject="control"),
    )


@pytest.mark.parametrize(
    "bundle",
    [
        pytest.param(played(), id="sound"),
        pytest.param(played(wrote(MISMATCH, status=403, **LAB)), id="the same again belongs to SEC-26"),
        pytest.param(
            played(searched(BEFORE, subject=f"{ASSIGNING_AUTHORITY.removeprefix('urn:oid:')}|idpe-1")), id="bare OID"
        ),
        pytest.param(
            played(paired(BEFORE, "2", OTHER), wrote(BEFORE, body(OTHER), bearer="2")), id="another person's own"
        ),
        pytest.param(played(refresh("3", "1", BEFORE), wrote(BEFORE, bearer="3")), id="renewed without id_token"),
        pytest.param(
            played(paired(MISMATCH, "2", OTHER), wrote(MISMATCH, body(OTHER), status=403, bearer="2", **LAB)),
            id="another account's own after the mismatch",
        ),
        pytest.param(played(of=reads({"mixed_people": f"{SHOWN}<p>91,3</p>"})), id="one number alike"),
    ],
)
def test_sec_25_passes(bundle: MemoryEvidence) -> None:
    judged = judge_one("SEC-25", bundle)
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound"])


@pytest.mark.parametrize(
    ("bundle", "verdict", "clause"),
    [
        pytest.param(played(wrote(BEFORE, body(OTHER))), "fail", "other_subject_written", id="write"),
        pytest.param(played(searched(BEFORE, subject=OTHERS)), "fail", "other_subject_searched", id="search"),
        pytest.param(
            played(searched(BEFORE, DENIED, 403, bearer="9")), "fail", "other_subject_searched", id="the space said"
        ),
        pytest.param(played(wrote(MISMATCH, body(OTHER), 403, **LAB)), "fail", "other_id_tried", id="tried"),
        pytest.param(played(of=reads({"other_person": SHOWN_THEIRS})), "fail", "other_person_shown", id="shown"),
        pytest.param(
            played(of=reads({"mixed_people": SHOWN + SHOWN_THEIRS})), "fail", "other_person_shown", id="mixed"
        ),
        pytest.param(
            played(wrote(BEFORE, body(identifier=[{"system": f"urn:oid:{NIR_OID}", "value": "x"}]))),
            "fail",
            "ins_seen",
            id="INS in a write",
        ),
        pytest.param(played(searched(BEFORE, subject=f"{NIR_OID}%7Cx")), "fail", "ins_seen", id="INS in a search"),
        pytest.param(played(wrote(BEFORE, bearer="9")), "inconclusive", "identity_unknown", id="unknown token"),
        pytest.param(played(alive=False), "inconclusive", "not_alive", id="dead after the mismatch"),
        pytest.param(played(of=reads({}, alive=False)), "inconclusive", "not_alive", id="dead reader"),
        pytest.param(played(of=reads({}, leave="mixed_people")), "inconclusive", "not_played", id="not played"),
        pytest.param(played(of=reads({"own_measures": "<p>x</p>"})), "inconclusive", "own_not_shown", id="not shown"),
        pytest.param(
            played(of=reads({"own_measures": "<script></script>"})), "inconclusive", "own_not_shown_scripts", id="SPA"
        ),
    ],
)
def test_sec_25_states(bundle: MemoryEvidence, verdict: str, clause: str) -> None:
    judged = judge_one("SEC-25", bundle)
    assert judged.verdict == verdict
    assert clause in clauses(judged)


def test_sec_25_deletion_never_passes() -> None:
    assert_deletion_never_passes("SEC-25", played())
