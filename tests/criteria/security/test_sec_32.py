"""SEC-32: an independent test under a year old, of the declared release and hosts, without open high finding."""

from __future__ import annotations

import copy
from typing import Any

import msgspec
import pytest

from tests.support.dossiers import ABSENT, changed, document, pdf, pinned, read
from tests.support.evidence import (
    CANDIDATE,
    Looked,
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
)

TEST: dict[str, Any] = {
    "auditor": {"name": "Audit Exemple SAS", "siren": "999004120", "qualification": "PASSI"},
    "start": "2026-03-02",
    "end": "2026-03-13",
    "method": "Boîte grise, deux auditeurs, dix jours.",
    "scope": {"hosts": ["app.example.fr"], "release": "1.0"},
    "findings": [
        {"id": "F1", "severity": "high", "status": "fixed", "retest_date": "2026-04-10"},
        {"id": "F2", "severity": "low", "status": "open"},
    ],
    "signature": {"by": "Alex Exemple", "date": "2026-04-13", "document": "test.pdf"},
}
LETTER = pdf("Synthèse d’un test d’intrusion", ["Audit Exemple SAS, SIREN 999 004 120", "Signé : Alex Exemple"])
LISTED = pinned("passi", {"name": "Audit Exemple SAS", "siren": "999004120"})
APP = msgspec.structs.replace(CANDIDATE, hosts=("app.example.fr:443",))


def summary(**paths: Any) -> dict[str, Any]:
    """``TEST`` with values set at paths (``__`` for the dot); ``ABSENT`` takes one away."""
    found = copy.deepcopy(TEST)
    for path, value in paths.items():
        *parents, last = path.split("__")
        place: Any = found
        for name in parents:
            place = place[name]
        if value is ABSENT:
            del place[last]
        else:
            place[last] = value
    return found


def dossier(letter: bytes = LETTER, **paths: Any) -> Looked:
    declared = changed(penetration_test=summary(**paths), release={"version": "1.0"})
    return read(declared, *([document("test.pdf", "penetration_test.signature", letter)] if letter else []))


def evidence(said: Looked | None = None, known: Looked = LISTED, **candidate: Any) -> MemoryEvidence:
    return bundle_of(said or dossier(), known, candidate=msgspec.structs.replace(APP, **candidate))


def stated(found: MemoryEvidence, as_of: str | None = None) -> tuple[str, str]:
    judged = judge_one("SEC-32", found, as_of)
    return judged.verdict.value, clauses(judged)[0]


@pytest.mark.parametrize(
    "said",
    [
        dossier(),
        dossier(scope__hosts=["*.example.fr", "autre.example"]),
        dossier(scope__hosts=["APP.example.fr:443"]),
        dossier(scope__hosts=["https://app.example.fr/"]),
        dossier(scope__hosts=["https://App.example.fr:443"]),
        dossier(scope__release="1.9.3"),
        dossier(scope__release=1),
        dossier(findings=[]),
        dossier(findings=[{"id": "F2", "severity": "medium", "status": "accepted"}]),
        dossier(end="2025-07-01"),
    ],
)
def test_a_sound_test_passes(said: Looked) -> None:
    found = evidence(said)
    assert stated(found) == ("pass", "sound")
    assert_deletion_never_passes("SEC-32", found)


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        (dossier(end="2025-06-30"), "too_old"),
        (dossier(auditor__siren="732 829 320"), "own_auditor"),
        (dossier(scope__hosts=["vitrine.example.fr"]), "host_left_out"),
        (dossier(scope__hosts=["app.example.fr:8443"]), "host_left_out"),
        (dossier(scope__hosts=["https://app.example.fr/blog"]), "host_left_out"),
        (dossier(scope__hosts=["*.app.example.fr"]), "host_left_out"),
        (dossier(scope__release="2.0"), "other_major"),
        (dossier(findings=[{"id": "F1", "severity": "critical", "status": "fixed"}]), "not_retested"),
        (dossier(findings=[{"id": "F1", "severity": "high", "status": "fixed", "retest_date": "2026-12-01"}]),
         "not_retested"),
        (dossier(findings=[{"id": "F1", "severity": "high", "status": "fixed", "retest_date": "2025-04-01"}]),
         "not_retested"),
        (dossier(findings=[{"id": "F1", "severity": "high", "status": "accepted", "retest_date": "2026-04-01"}]),
         "still_open"),
    ],
)
def test_a_wrong_test_fails(said: Looked, clause: str) -> None:
    found = evidence(said)
    assert stated(found) == ("fail", clause)
    assert_deletion_never_passes("SEC-32", found)


def test_every_declared_host_counts() -> None:
    assert stated(evidence(hosts=("app.example.fr:443", "api.example.fr:443"))) == ("fail", "host_left_out")


@pytest.mark.parametrize(
    ("found", "clause"),
    [
        (evidence(known=pinned("passi", {"siren": "111111118"})), "not_listed"),
        (evidence(known=failed("reference.passi", "gap.no_reference", name="passi")), "no_list"),
        (evidence(dossier(method=ABSENT)), "no_method"),
        (evidence(dossier(scope__exclusions=["Application mobile"])), "exclusions"),
        (evidence(dossier(pdf("Autre chose", ["Rien"]))), "letter_unclear"),
        (evidence(dossier(b"a scan")), "letter_unclear"),
        (evidence(faces=("web", "mobile")), "apps_to_compare"),
    ],
)
def test_a_person_judges_what_cannot_be_compared(found: MemoryEvidence, clause: str) -> None:
    assert stated(found) == ("review", clause)
    assert_deletion_never_passes("SEC-32", found)


@pytest.mark.parametrize(
    ("found", "clause"),
    [
        (evidence(failed("dossier.read", "gap.missing_input", input="dossier")), "no_dossier"),
        (evidence(read()), "no_summary"),
        (evidence(dossier(signature=ABSENT)), "unsigned"),
        (evidence(dossier(signature__by="")), "unsigned"),
        (evidence(dossier(b"")), "no_document"),
        (evidence(dossier(end="2026-02-31")), "field_missing"),
        (evidence(dossier(end="2027-01-01")), "field_missing"),
        (evidence(dossier(auditor=ABSENT)), "field_missing"),
        (evidence(dossier(scope__hosts=[])), "field_missing"),
        (evidence(dossier(scope__release=ABSENT)), "field_missing"),
        (evidence(dossier(findings=ABSENT)), "field_missing"),
        (evidence(dossier(findings=[{"id": "F9"}])), "field_missing"),
    ],
)
def test_what_is_missing_is_inconclusive(found: MemoryEvidence, clause: str) -> None:
    judged = judge_one("SEC-32", found)
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)
    assert_deletion_never_passes("SEC-32", found)


def test_a_year_ends_on_a_leap_day_too() -> None:
    assert stated(evidence(dossier(end="2027-02-28")), "2028-02-29T10:00:00+00:00") == ("pass", "sound")
    assert stated(evidence(dossier(end="2027-02-27")), "2028-02-29T10:00:00+00:00") == ("fail", "too_old")
