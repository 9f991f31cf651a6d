"""GDP-20: the gate of the contracts with processors; beyond it, a reviewer decides."""

from __future__ import annotations

from typing import Any

import pytest

from sample_apps.tensio.dossier.pdf import pdf
from tests.support.dossiers import ABSENT
from tests.support.evidence import (
    Looked,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    page,
)
from tests.support.full_dossiers import FULL_NOTICE, altered, handed_in, shown

CLAUSE = "processors__0__clauses"
NONE = {"recipients__0__role": "controller"}


def stated(
    declared: dict[str, Any] | None = None, crawl: Looked | None = None, contract: bytes | None = None
) -> tuple[str, str]:
    documents = {} if contract is None else {"contract": contract}
    found = bundle_of(handed_in(declared, **documents), crawl or shown())
    judged = judge_one("GDP-20", found)
    assert_deletion_never_passes("GDP-20", found)
    return judged.verdict.value, clauses(judged)[0]


def test_beyond_the_gate_a_signed_decision_is_awaited() -> None:
    assert stated() == ("review", "awaits_decision")


@pytest.mark.parametrize(
    ("paths", "clause"),
    [
        ({"processors": []}, "no_contract"),
        ({"processors": ABSENT}, "no_contract"),
        ({"processors__0__recipient": "Autre société"}, "no_contract"),
        ({"processors__0__signed": "2026-07-02"}, "not_in_force"),
        ({"processors__0__ends": "2026-06-30"}, "not_in_force"),
        ({f"{CLAUSE}__g": ABSENT}, "clause_missing"),
        ({f"{CLAUSE}__g__page": 1}, "clause_missing"),
        ({f"{CLAUSE}__g__page": 9}, "clause_missing"),
        ({f"{CLAUSE}__g__quote": "Restitution immédiate"}, "clause_missing"),
        ({f"{CLAUSE}__g": {"page": 1}}, "clause_missing"),
        ({"recipients__1__role": "processor"}, "no_contract"),
    ],
)
def test_the_gate(paths: dict[str, Any], clause: str) -> None:
    assert stated(altered(**paths)) == ("fail", clause)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ({"processors__0__ends": "2026-07-01"}, ("review", "awaits_decision")),
        ({f"{CLAUSE}__g": {"page": 2}}, ("review", "awaits_decision")),
        ({f"{CLAUSE}__a": {"page": 2, "quote": "Audits permis"}}, ("review", "clause_unclear")),
        ({"processors__0__signed": ABSENT}, ("inconclusive", "undated")),
        ({"recipients": ABSENT}, ("inconclusive", "no_recipients")),
    ],
)
def test_what_passes_the_gate_or_cannot_be_judged(paths: dict[str, Any], expected: tuple[str, str]) -> None:
    assert stated(altered(**paths)) == expected


@pytest.mark.parametrize("raw", [b"", b"\x89PNG\r\n", b"%PDF-1.4\n" + b"<<" * 2000])
def test_a_contract_without_text_is_inconclusive(raw: bytes) -> None:
    assert stated(contract=raw) == ("inconclusive", "no_text")


def test_a_contract_of_other_pages_fails() -> None:
    assert stated(contract=pdf("Contrat", ["Confidentialité"])) == ("fail", "clause_missing")


def test_without_processors_nothing_is_asked() -> None:
    script = page("/plus", '<script src="https://audience.example.com/a.js"></script>')
    assert stated(altered(**NONE)) == ("not_applicable", "no_processor")
    assert stated(altered(**NONE), shown(FULL_NOTICE, script)) == ("inconclusive", "processors_unsure")
    assert stated(altered(**NONE), shown(truncated=True)) == ("inconclusive", "processors_unsure")
    assert stated(altered(**NONE), failed("http.crawl", "gap.unreachable", host="x", detail="y"))[0] == "inconclusive"
