"""SEC-35: health data backed up apart and encrypted; a restoration tried within a year."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from criteria.catalogue import catalogue
from criteria.verdict import WEAK_STANDINGS
from tests.support.dossiers import ABSENT, changed, document, pdf, read
from tests.support.evidence import (
    Looked,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
)

# A fail that rests on unverified texts alone is a review; the day they are verified it becomes a fail.
FAIL = "review" if all(one.standing in WEAK_STANDINGS for one in catalogue()["SEC-35"].sources) else "fail"
BACKUP: dict[str, Any] = {
    "primary_site": "Lille, salle A",
    "plan": {
        "scope": "Base et journaux",
        "frequency_hours": 4,
        "retention_days": 30,
        "encryption": "AES-256, clés hors site",
        "place": "Strasbourg, salle B",
        "rpo_hours": 4,
        "rto_hours": 8,
        "period": "Données de santé",
    },
    "restoration": {
        "date": "2026-05-12",
        "release": "1.0",
        "measured_rpo_hours": 3.5,
        "measured_rto_hours": 6,
        "outcome": "success",
        "signature": {"by": "Camille Exemple", "date": "2026-05-13", "document": "record.pdf"},
    },
}
RECORD = pdf("Procès-verbal de restauration", ["Signé : Camille Exemple"])
PERIODS = [{"category": "Données de santé", "period": "24 mois au plus sans connexion"}]


def dossier(record: bytes = RECORD, retention: Any = PERIODS, **paths: Any) -> Looked:
    backup = copy.deepcopy(BACKUP)
    for path, value in paths.items():
        *parents, last = path.split("__")
        place: Any = backup
        for name in parents:
            place = place[name]
        if value is ABSENT:
            del place[last]
        else:
            place[last] = value
    declared = changed(backup=backup, retention=retention)
    return read(declared, *([document("record.pdf", "backup.restoration.signature", record)] if record else []))


def stated(said: Looked) -> tuple[str, str]:
    judged = judge_one("SEC-35", bundle_of(said))
    return judged.verdict.value, clauses(judged)[0]


@pytest.mark.parametrize(
    "said",
    [
        dossier(),
        dossier(plan__retention_days=731),
        dossier(restoration__measured_rto_hours=8),
        dossier(restoration__date="2025-07-01"),
        dossier(plan__frequency_hours=0.25),
        dossier(restoration__measured_rpo_hours=0),
        dossier(retention=[{"category": "Données de santé", "criterion": "jusqu’à la clôture"}]),
    ],
)
def test_a_tried_backup_passes(said: Looked) -> None:
    assert stated(said) == ("pass", "sound")
    assert_deletion_never_passes("SEC-35", bundle_of(said))


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        *((dossier(**{f"plan__{field}": ABSENT}), "plan_incomplete") for field in (
            "scope", "frequency_hours", "retention_days", "encryption", "place", "rpo_hours", "rto_hours"
        )),
        (dossier(plan__encryption="Aucun"), "plan_incomplete"),
        (dossier(plan__place="LILLE – salle A"), "same_site"),
        (dossier(restoration__date="2025-06-30"), "too_old"),
        (dossier(restoration__outcome="failure"), "failed"),
        (dossier(restoration__measured_rpo_hours=4.5), "slower"),
        (dossier(restoration__measured_rto_hours=9), "slower"),
        (dossier(plan__retention_days=800), "kept_too_long"),
    ],
)
def test_a_wrong_backup_fails(said: Looked, clause: str) -> None:
    found = bundle_of(said)
    judged = judge_one("SEC-35", found)
    assert (judged.verdict.value, clauses(judged)[0]) == (FAIL, clause)
    assert_deletion_never_passes("SEC-35", found)


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        (dossier(retention=[]), "period_unknown"),
        (dossier(plan__period="Comptes"), "period_unknown"),
        (dossier(plan__frequency_hours=24), "too_seldom"),
        (dossier(b"a scan"), "letter_unclear"),
        (read(changed(hosting__health_data__device_only=True)), "device_only"),
    ],
)
def test_a_person_judges_what_cannot_be_compared(said: Looked, clause: str) -> None:
    assert stated(said) == ("review", clause)


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        (failed("dossier.read", "gap.missing_input", input="dossier"), "no_dossier"),
        (read(), "no_plan"),
        (dossier(plan=ABSENT), "no_plan"),
        (dossier(restoration=ABSENT), "no_record"),
        (dossier(restoration__signature=ABSENT), "unsigned"),
        (dossier(b""), "no_document"),
        (dossier(primary_site=ABSENT), "field_missing"),
        (dossier(restoration__date="2027-01-01"), "field_missing"),
        (dossier(restoration__outcome=ABSENT), "field_missing"),
        (dossier(restoration__measured_rto_hours=ABSENT), "field_missing"),
    ],
)
def test_what_is_missing_is_inconclusive(said: Looked, clause: str) -> None:
    judged = judge_one("SEC-35", bundle_of(said))
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)
    assert_deletion_never_passes("SEC-35", bundle_of(said))
