"""GDP-10: HDS-certified hosting."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.dossiers import ABSENT, SOUND, certificate_of, changed, document, pdf, pinned, read
from tests.support.evidence import (
    Looked,
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    sight,
)

LISTED: dict[str, Any] = {"holder": "Hébergeur Exemple SAS", "siren": "999007180", "number": "HDS-EX-0412"}
HDS = "hosting__health_data__hds"
HOSTED = "hosting__health_data"


def evidence(dossier: Looked, hds_list: Looked | None = None) -> MemoryEvidence:
    return bundle_of(dossier, hds_list or pinned("hds", LISTED))


def verdict_of(found: MemoryEvidence, as_of: str | None = None) -> tuple[str, list[str]]:
    judged = judge_one("GDP-10", found, as_of)
    return judged.verdict.value, clauses(judged)


def test_a_sound_certificate_passes() -> None:
    assert verdict_of(evidence(read())) == ("pass", ["sound"])


def test_a_foreign_host_without_siren_passes_by_its_name() -> None:
    declared = changed(**{f"{HOSTED}__host__siren": ABSENT, f"{HDS}__holder_siren": ABSENT})
    hds_list = pinned("hds", {"holder": "HEBERGEUR EXEMPLE"})
    certificate = certificate_of(SOUND)
    assert verdict_of(evidence(read(declared, certificate=certificate), hds_list))[0] == "pass"


@pytest.mark.parametrize(
    ("paths", "clause"),
    [
        ({f"{HDS}__valid_to": "2026-06-30"}, "expired"),
        ({f"{HDS}__valid_from": "2026-07-02"}, "not_yet_valid"),
        ({f"{HDS}__version": "1.1"}, "old_version"),
        ({f"{HDS}__version": 1}, "old_version"),
        ({f"{HDS}__activities": [1, 2, 3, 4, 5]}, "activity_uncovered"),
        ({f"{HDS}__holder": "Autre SARL", f"{HDS}__holder_siren": "999012636"}, "other_holder"),
        ({f"{HDS}__holder": "Autre SARL", f"{HDS}__holder_siren": ABSENT}, "other_holder"),
    ],
)
def test_what_the_fields_show_fails(paths: dict[str, Any], clause: str) -> None:
    certificate = certificate_of(changed(**{**paths, f"{HDS}__holder_siren": ""}))
    found = evidence(read(changed(**paths), certificate=certificate))
    verdict, stated = verdict_of(found)
    assert (verdict, stated[0]) == ("fail", clause)
    assert_deletion_never_passes("GDP-10", found)


def test_the_last_day_of_validity_still_counts() -> None:
    assert verdict_of(evidence(read(changed(**{f"{HDS}__valid_to": "2026-07-01"}))))[0] == "pass"


def test_version_one_counted_until_may_2026() -> None:
    declared = changed(**{f"{HDS}__version": 1})
    assert verdict_of(evidence(read(declared)), "2026-05-15T12:00:00+00:00")[0] == "pass"
    assert verdict_of(evidence(read(declared)), "2026-05-16T12:00:00+00:00")[0] == "fail"


def test_a_subcontractor_may_cover_the_rest_of_the_chain() -> None:
    paths = {f"{HDS}__activities": [3, 4, 5, 6]}
    further = {**SOUND["hosting"]["health_data"]["hds"], "activities": [1, 2], "number": "HDS-EX-0900"}
    further |= {"holder": "Centre Exemple SA", "holder_siren": "999012636", "document": "dc.pdf"}
    host = {"name": "Centre Exemple SA", "siren": "999012636"}
    declared = changed(**paths, **{f"{HOSTED}__subcontractors": [{"host": host, "hds": further}]})
    raw = certificate_of({"hosting": {"health_data": {"hds": further}}})
    more = document("dc.pdf", "hosting.health_data.subcontractors.0.hds", raw)
    both = pinned("hds", LISTED, {"holder": "Centre Exemple SA", "siren": "999012636"})
    assert verdict_of(evidence(read(declared, more), both)) == ("pass", ["sound"])
    assert verdict_of(evidence(read(declared), both))[0] == "inconclusive"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "HDS-EX-9999"),
        ("holder", "Hébergeur Fictif SAS"),
        ("valid_to", "2027-12-31"),
        ("activities", [1, 2, 3]),
        ("version", 1),
    ],
)
def test_a_document_that_says_something_else_fails(field: str, value: Any) -> None:
    other = changed(**{f"{HDS}__{field}": value, f"{HDS}__holder_siren": ""})
    verdict, stated = verdict_of(evidence(read(certificate=certificate_of(other))))
    assert (verdict, stated[0]) == ("fail", "pdf_differs")


@pytest.mark.parametrize(
    ("lines", "clause"),
    [
        (["Copie non contrôlée"], "pdf_unread"),
        (
            [
                "La société Hébergeur Exemple SAS remplit les exigences posées aux hébergeurs de données de santé.",
                "Le présent document tient lieu d’attestation et reste la propriété de l’organisme de certification.",
                "HDS-EX-0412, prise d’effet le 1er janvier 2026, fin le 31 décembre 2028.",
            ],
            "pdf_field_unread",
        ),
    ],
)
def test_what_cannot_be_read_in_the_document_is_for_a_person(lines: list[str], clause: str) -> None:
    verdict, stated = verdict_of(evidence(read(certificate=pdf("Certificat", lines))))
    assert (verdict, stated[0]) == ("review", clause)


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7 nothing", b"\x89PNG\r\n", b"%PDF-1.4\n" + b"<<" * 2000])
def test_a_broken_document_is_never_a_pass(raw: bytes) -> None:
    verdict, stated = verdict_of(evidence(read(certificate=raw)))
    assert (verdict, stated[0]) == (("review", "pdf_unread") if raw else ("inconclusive", "no_document"))


@pytest.mark.parametrize(
    ("hds_list", "clause"),
    [
        (pinned("hds", {"holder": "Autre SARL", "siren": "999012636"}), "not_listed"),
        (pinned("hds", {**LISTED, "number": "HDS-EX-1"}), "list_differs"),
        (pinned("hds", {**LISTED, "activities": [1, 2]}), "list_differs"),
        (pinned("hds", {**LISTED, "valid_to": "2026-01-01"}), "list_differs"),
        (failed("reference.hds", "gap.no_reference", name="hds"), "no_list"),
    ],
)
def test_the_list_can_only_ask_for_a_review(hds_list: Looked, clause: str) -> None:
    found = evidence(read(), hds_list)
    assert verdict_of(found) == ("review", [clause])
    assert_deletion_never_passes("GDP-10", found)


@pytest.mark.parametrize(
    ("paths", "clause"),
    [
        ({f"{HOSTED}__self_hosted": True}, "self_hosted"),
        ({f"{HOSTED}__host__siren": "732829320", f"{HDS}__holder_siren": "732829320"}, "self_hosted"),
        ({f"{HOSTED}__device_only": True}, "device_only"),
        ({f"{HDS}__holder": "Hébergeur Alpha", f"{HDS}__holder_siren": ABSENT}, "holder_unclear"),
    ],
)
def test_claims_that_a_person_must_weigh(paths: dict[str, Any], clause: str) -> None:
    declared = changed(**paths)
    certificate = certificate_of(changed(**{**paths, f"{HDS}__holder_siren": ""}))
    verdict, stated = verdict_of(evidence(read(declared, certificate=certificate)))
    assert (verdict, stated[0]) == ("review", clause)


def test_a_publisher_that_holds_its_data_itself_needs_no_certificate_to_be_reviewed() -> None:
    declared = changed(**{f"{HOSTED}__self_hosted": True, HDS: ABSENT})
    assert verdict_of(evidence(read(declared))) == ("review", ["self_hosted"])


@pytest.mark.parametrize(
    ("paths", "clause"),
    [
        ({"hosting": ABSENT}, "no_health_hosting"),
        ({HOSTED: ABSENT}, "no_health_hosting"),
        ({HDS: ABSENT}, "no_certificate"),
        ({f"{HOSTED}__host": ABSENT}, "field_missing"),
        ({f"{HOSTED}__activities_used": ABSENT}, "field_missing"),
        ({f"{HDS}__valid_to": ABSENT}, "field_missing"),
        ({f"{HDS}__number": ABSENT}, "field_missing"),
        ({f"{HDS}__version": ABSENT}, "field_missing"),
    ],
)
def test_what_is_missing_is_inconclusive(paths: dict[str, Any], clause: str) -> None:
    found = evidence(read(changed(**paths), certificate=certificate_of(SOUND)))
    verdict, stated = verdict_of(found)
    assert (verdict, stated[0]) == ("inconclusive", clause)
    assert_deletion_never_passes("GDP-10", found)


def test_a_refused_document_says_why() -> None:
    refusal = sight("dossier.refused", {"name": "../x", "section": "hosting.health_data.hds", "why": "name"})
    judged = judge_one("GDP-10", evidence(read(SOUND, refusal, certificate=b"")))
    assert judged.verdict == "inconclusive"
    assert "(name)" in judged.finding.statements[0].seen.en


def test_without_a_dossier_nothing_is_concluded() -> None:
    found = evidence(failed("dossier.read", "gap.missing_input", input="dossier"))
    assert verdict_of(found)[0] == "inconclusive"


def test_a_contract_reference_is_only_a_remark() -> None:
    verdict, stated = verdict_of(evidence(read(changed(**{f"{HOSTED}__contract_reference": ABSENT}))))
    assert verdict == "pass"
    assert "no_contract" in stated


def test_deleting_evidence_of_a_pass_never_leaves_one() -> None:
    assert_deletion_never_passes("GDP-10", evidence(read()))
