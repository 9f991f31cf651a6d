"""GDP-09: where data are kept, and what frames a transfer."""

from __future__ import annotations

from typing import Any

import pytest

from sample_apps.tensio.dossier.pdf import pdf
from tests.support.dossiers import ABSENT, pinned
from tests.support.evidence import (
    BASE,
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    page,
)
from tests.support.full_dossiers import FULL_NOTICE, altered, handed_in, shown

REGION = "hosting__health_data__region"
HOST = "hosting__health_data__host"
MAIL = "recipients__1"
ABROAD: dict[str, Any] = {f"{MAIL}__country": "US", f"{MAIL}__instrument": "Clauses contractuelles types de 2021"}
OWN: dict[str, Any] = {HOST: ABSENT, "hosting__health_data__self_hosted": True, "publisher__country": "FR"}
TOLD = FULL_NOTICE + "<p>Transfert hors de l’Union européenne : Courriel Exemple SA, aux États-Unis.</p>"


def evidence(said: Looked | None = None, crawl: Looked | None = None, ranges: Looked | None = None) -> MemoryEvidence:
    missing = failed("reference.ip_regions", "gap.no_reference", name="ip_regions")
    return bundle_of(said or handed_in(), crawl or shown(), ranges or missing)


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("GDP-09", found)
    return judged.verdict.value, clauses(judged)[0]


def test_data_kept_in_the_eea_pass_and_offline_is_said() -> None:
    judged = judge_one("GDP-09", evidence())
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound", "offline"])
    assert_deletion_never_passes("GDP-09", evidence())


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ({f"{REGION}__country": "US"}, ("fail", "health_outside")),
        ({f"{HOST}__country": "US"}, ("fail", "health_outside")),
        ({f"{HOST}__country": ABSENT}, ("fail", "field_missing")),
        ({f"{MAIL}__country": ABSENT}, ("fail", "field_missing")),
        ({f"{MAIL}__name": ABSENT}, ("fail", "field_missing")),
        ({f"{MAIL}__country": "US"}, ("fail", "no_instrument")),
        ({f"{MAIL}__country": "US", f"{MAIL}__instrument": "N/A"}, ("fail", "no_instrument")),
        ({f"{MAIL}__country": "US", f"{MAIL}__instrument": "Aucun à ce jour"}, ("fail", "no_instrument")),
        ({f"{MAIL}__name": "À compléter"}, ("fail", "field_missing")),
        ({f"{MAIL}__country": "RE"}, ("pass", "sound")),
        ({f"{MAIL}__role": "processor", f"{MAIL}__categories": ["Données de santé"]}, ("review", "health_unmarked")),
        ({f"{MAIL}__role": "processor", f"{MAIL}__categories": ["Lien avec l’espace de santé"]}, ("pass", "sound")),
        (ABROAD, ("fail", "not_on_notice")),
        ({**ABROAD, f"{MAIL}__health_data": True}, ("fail", "health_outside")),
        ({f"{MAIL}__health_data": True, f"{MAIL}__role": "processor"}, ("inconclusive", "no_region")),
        ({f"{MAIL}__parent_country": "US"}, ("review", "parent_outside")),
        ({f"{REGION}__country": "BE"}, ("review", "region_unread")),
        ({f"{MAIL}__country": "NO"}, ("pass", "sound")),
        ({f"{MAIL}__parent_country": "IS"}, ("pass", "sound")),
        ({HOST: ABSENT, "hosting__health_data__device_only": True}, ("review", "device_only")),
        ({HOST: ABSENT, "hosting__health_data__self_hosted": True}, ("fail", "field_missing")),
        (OWN, ("pass", "sound")),
        ({REGION: ABSENT}, ("inconclusive", "no_region")),
        ({"recipients": ABSENT}, ("inconclusive", "no_recipients")),
        ({"hosting": ABSENT}, ("inconclusive", "no_holder")),
    ],
)
def test_what_the_dossier_declares(paths: dict[str, Any], expected: tuple[str, str]) -> None:
    found = evidence(handed_in(altered(**paths)))
    assert stated(found) == expected
    assert_deletion_never_passes("GDP-09", found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TOLD, ("pass", "sound")),
        (FULL_NOTICE + "<p>Nous écrivons par Courriel Exemple SA.</p>", ("review", "transfer_unclear")),
        ("", ("inconclusive", "no_notice")),
    ],
)
def test_the_notice_names_the_transfer(text: str, expected: tuple[str, str]) -> None:
    assert stated(evidence(handed_in(altered(**ABROAD)), shown(text))) == expected


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", pdf("Attestation", ["Données en Belgique"])])
def test_the_region_needs_a_document_that_says_it(raw: bytes) -> None:
    assert stated(evidence(handed_in(region=raw)))[0] == ("review" if raw else "inconclusive")


def answered(peer: str) -> Sight:
    return page(f"{BASE}/autre", "<p>x</p>", peer=peer)


RANGES: list[dict[str, Any]] = [
    {"prefix": "not a prefix", "country": "US", "kind": "region"},
    {"prefix": "203.0.114.0/24", "provider": "Nuage", "country": "US", "kind": "region"},
    {"prefix": "203.0.115.0/24", "provider": "Nuage", "country": "US", "kind": "asn"},
    {"prefix": "203.0.117.0/24", "provider": "", "country": "US", "kind": "country"},
    {"prefix": "203.0.118.0/24", "provider": "", "country": "FR", "kind": "country"},
    {"prefix": "203.0.116.0/24", "provider": "Nuage", "country": "IE", "kind": "region"},
    {"prefix": "2001:4860::/32", "provider": "Nuage", "country": "US", "kind": "region"},
]


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("203.0.114.9:443", ("fail", "address_outside")),
        ("[2001:4860::9]:443", ("fail", "address_outside")),
        ("203.0.115.9:443", ("review", "address_doubtful")),
        ("203.0.116.9:443", ("pass", "sound")),
        ("203.0.117.9:443", ("review", "address_country")),
        ("203.0.118.9:443", ("pass", "sound")),
        ("127.0.0.1:443", ("pass", "sound")),
        ("nonsense", ("pass", "sound")),
    ],
)
def test_recorded_addresses_are_placed_by_the_pinned_ranges(peer: str, expected: tuple[str, str]) -> None:
    found = evidence(None, shown(FULL_NOTICE, answered(peer)), pinned("ip_regions", *RANGES))
    assert stated(found) == expected
    assert_deletion_never_passes("GDP-09", found)


def test_public_addresses_without_ranges_are_a_remark() -> None:
    judged = judge_one("GDP-09", evidence(None, shown(FULL_NOTICE, answered("203.0.114.9:443"))))
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound", "no_ranges"])
