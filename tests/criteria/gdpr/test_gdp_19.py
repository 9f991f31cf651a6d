"""GDP-19: the gate of the impact assessment; beyond it, two reviewers decide."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from sample_apps.tensio.dossier.accountability import assessment
from sample_apps.tensio.dossier.pdf import pdf
from tests.support.dossiers import ABSENT
from tests.support.evidence import CANDIDATE, assert_deletion_never_passes, bundle_of, clauses, failed, judge_one
from tests.support.full_dossiers import FULL, altered, handed_in


def stated(declared: dict[str, Any] | None = None, dpia: bytes | None = None, **about: Any) -> tuple[str, str]:
    documents = {} if dpia is None else {"dpia": dpia}
    found = bundle_of(handed_in(declared, **documents), candidate=msgspec.structs.replace(CANDIDATE, **about))
    judged = judge_one("GDP-19", found)
    assert_deletion_never_passes("GDP-19", found)
    return judged.verdict.value, clauses(judged)[0]


def test_beyond_the_gate_two_signed_decisions_are_awaited() -> None:
    assert stated() == ("review", "awaits_decisions")


@pytest.mark.parametrize(
    ("paths", "clause"),
    [
        ({"dpia__date": "2023-06-30"}, "too_old"),
        ({"dpia__advice": ABSENT}, "no_advice"),
        ({"dpia__advice__date": ABSENT}, "no_advice"),
        ({"dpia__signatory": ABSENT}, "no_signatory"),
        ({"dpia__signatory__name": "À compléter"}, "no_signatory"),
        ({"dpia__advice__opinion": "TBD"}, "no_advice"),
        ({"dpia__version": "2.0"}, "other_version"),
        ({"dpia__sections__risks": ABSENT}, "section_missing"),
        ({"dpia__sections__risks": "7. Risques résiduels"}, "section_missing"),
        ({"recipients__1__name": "Mesure d’audience Fictive"}, "flow_missing"),
    ],
)
def test_the_gate(paths: dict[str, Any], clause: str) -> None:
    assert stated(altered(**paths)) == ("fail", clause)


def test_an_assessment_of_another_product_fails() -> None:
    assert stated(dpia=assessment(FULL, "Autre produit"), name="Glycémie") == ("fail", "other_product")


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ({"dpia__date": "2023-07-01"}, ("review", "awaits_decisions")),
        ({"dpia__version": "v1.9"}, ("review", "awaits_decisions")),
        ({"dpia__date": "2026-12-01"}, ("inconclusive", "undated")),
        ({"dpia__date": ABSENT}, ("inconclusive", "undated")),
        ({"dpia__version": ABSENT}, ("inconclusive", "no_version")),
        ({"dpia__advice__date": "2027-01-12"}, ("inconclusive", "advice_later")),
        ({"dpia__signatory__date": "2027-01-12"}, ("inconclusive", "acceptance_later")),
        ({"dpia__signatory__date": ABSENT}, ("review", "awaits_decisions")),
        ({"dpia": ABSENT}, ("inconclusive", "no_assessment")),
        ({"recipients": ABSENT}, ("inconclusive", "no_recipients")),
    ],
)
def test_what_passes_the_gate_or_cannot_be_judged(paths: dict[str, Any], expected: tuple[str, str]) -> None:
    assert stated(altered(**paths)) == expected


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7 none", b"%PDF-1.4\n" + b"<<" * 2000, pdf("Analyse", ["Copie"])])
def test_an_unreadable_text_is_no_text(raw: bytes) -> None:
    assert stated(dpia=raw) == ("inconclusive", "no_text")


def test_without_a_dossier_nothing_is_concluded() -> None:
    found = bundle_of(failed("dossier.read", "gap.missing_input", input="dossier"))
    assert judge_one("GDP-19", found).verdict == "inconclusive"
