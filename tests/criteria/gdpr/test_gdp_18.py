"""GDP-18: the record of processing activities."""

from __future__ import annotations

from typing import Any

import pytest

from criteria.catalogue import catalogue
from criteria.verdict import WEAK_STANDINGS
from tests.support.dossiers import ABSENT
from tests.support.evidence import assert_deletion_never_passes, bundle_of, clauses, failed, judge_one
from tests.support.full_dossiers import FULL, altered, handed_in

# A fail that rests on unverified texts alone is a review; the day they are verified it becomes a fail.
FAIL = "review" if all(one.standing in WEAK_STANDINGS for one in catalogue()["GDP-18"].sources) else "fail"
ACTIVITY = "processing_record__activities__0"
ABROAD = {"recipients__1__country": "US", f"{ACTIVITY}__recipients__1__country": "US"}
TRANSFER = [{"recipient": "Courriel Exemple SA", "country": "US", "instrument": "Clauses types"}]


def stated(paths: dict[str, Any], as_of: str | None = None) -> tuple[str, str]:
    found = bundle_of(handed_in(altered(**paths)))
    judged = judge_one("GDP-18", found, as_of)
    assert_deletion_never_passes("GDP-18", found)
    return judged.verdict.value, clauses(judged)[0]


def test_a_whole_record_that_agrees_passes() -> None:
    assert stated({}) == ("pass", "sound")


@pytest.mark.parametrize(
    ("paths", "clause"),
    [
        ({f"{ACTIVITY}__{name}": ABSENT}, "field_missing")
        for name in ("name", "purposes", "persons", "recipients", "transfers", "security", "categories", "retention")
    ]
    + [
        ({f"{ACTIVITY}__security": "N/A"}, "field_missing"),
        ({f"{ACTIVITY}__security": "Lorem ipsum dolor sit amet"}, "field_missing"),
        ({f"{ACTIVITY}__persons": ["À compléter"]}, "field_missing"),
        ({"processing_record__controller__contact": " "}, "field_missing"),
        ({"processing_record__controller__contact": ABSENT}, "field_missing"),
        ({"processing_record__officer": ABSENT}, "field_missing"),
        ({"processing_record__activities": []}, "field_missing"),
        ({"processing_record__reviewed": "2025-06-30"}, "review_old"),
        ({"recipients__1__name": "Mesure d’audience Fictive"}, "entry_absent"),
        ({"inventory__0__category": "Poids"}, "entry_absent"),
        ({"retention__0__category": "Poids"}, "entry_absent"),
        ({"retention__1__period": "3 ans"}, "entry_differs"),
        ({f"{ACTIVITY}__recipients__0__country": "BE"}, "entry_differs"),
        (ABROAD, "entry_absent"),
    ],
)
def test_a_record_that_lacks_or_contradicts_fails(paths: dict[str, Any], clause: str) -> None:
    assert stated(paths) == (FAIL, clause)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ({"processing_record__reviewed": "2025-07-01"}, ("pass", "sound")),
        ({"processing_record__reviewed": "2026-07-02"}, ("inconclusive", "review_undated")),
        ({"processing_record__reviewed": "2026-02-31"}, ("inconclusive", "review_undated")),
        ({"inventory__0__purpose": "Statistiques"}, ("review", "purpose_unmatched")),
        ({**ABROAD, f"{ACTIVITY}__transfers": TRANSFER}, ("pass", "sound")),
        ({"processing_record": ABSENT}, ("inconclusive", "no_record")),
        ({"recipients": ABSENT}, ("inconclusive", "no_list")),
        ({"retention": ABSENT}, ("inconclusive", "no_list")),
        ({"retention": []}, ("inconclusive", "no_list")),
        ({"inventory": []}, ("inconclusive", "no_list")),
    ],
)
def test_what_passes_or_cannot_be_judged(paths: dict[str, Any], expected: tuple[str, str]) -> None:
    assert stated(paths) == expected


def test_an_activity_for_another_controller_needs_fewer_fields() -> None:
    other = {
        "name": "Hébergement",
        "on_behalf_of": "Clinique Exemple",
        "categories": ["Dossiers"],
        "transfers": [],
        "security": "Chiffrement",
    }
    activities = [*FULL["processing_record"]["activities"], other]
    assert stated({"processing_record__activities": activities}) == ("pass", "sound")
    assert stated({"processing_record__activities": [*activities[:1], {**other, "security": ""}]})[1] == "field_missing"


def test_long_lists_are_compared_in_no_time() -> None:
    names = [{"name": f"Société Exemple {number}"} for number in range(500)]
    known = [{"name": f"Societe exemple {number} SAS"} for number in range(5000)]
    assert stated({"recipients": names, f"{ACTIVITY}__recipients": known}) == ("pass", "sound")


def test_without_a_dossier_nothing_is_concluded() -> None:
    found = bundle_of(failed("dossier.read", "gap.missing_input", input="dossier"))
    assert judge_one("GDP-18", found).verdict == "inconclusive"
