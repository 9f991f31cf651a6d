"""CON-11: marked where it is a medical device, without medical claim where it is none."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.facts.udi import checked
from tests.support.dossiers import ABSENT, changed, pinned, read
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
from tests.support.sites import FOOT, Pages, site

DEVICE: dict[str, Any] = {
    "status": "medical_device",
    "class": "IIa",
    "udi_di": "03760123456784",
    "label_page": "/statut",
    "notified_body": {"name": "Organisme Exemple", "number": "9901"},
    "certificate": {"number": "CE-EX-1", "valid_to": "2029-01-31"},
}
LABEL = "<p>Dispositif médical de classe IIa, marquage CE 9901.</p>"
LISTED = pinned("nando", {"number": "9901", "name": "Organisme Exemple"})


def pages(text: str = "", label: str | None = None) -> Looked:
    foot = FOOT + ('<a href="/statut">Statut</a>' if label is not None else "")
    home: Pages = {"/": ("Accueil", f"<p>{text}</p>")}
    if label is not None:
        home["/statut"] = ("Statut", label)
    return site(home, foot=foot)


def device(label: str | None = LABEL, known: Looked = LISTED, **fields: Any) -> MemoryEvidence:
    fields = {name.rstrip("_"): value for name, value in fields.items()}
    told = {name: value for name, value in {**DEVICE, **fields}.items() if value is not ABSENT}
    return bundle_of(read(changed(medical_device=told)), pages(label=label), known)


def plain_app(text: str) -> MemoryEvidence:
    return bundle_of(read(), pages(text), candidate=msgspec.structs.replace(CANDIDATE, name="Tensio"))


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("CON-11", found)
    return judged.verdict.value, clauses(judged)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Détecte votre diabète en une minute.",
        "Tensio diagnostique l’hypertension à partir de trois mesures.",
        "Notre algorithme dépiste l’apnée du sommeil.",
        "L’application traite la dépression légère.",
        "Calcule votre dose d’insuline.",
        "Ajuste vos traitements selon vos chiffres.",
        "This app detects your diabetes.",
        "Our service treats sleep disorders.",
        "Avec ou sans votre médecin, Tensio détecte votre hypertension.",
    ],
)
def test_a_claim_in_the_publishers_own_words_does_not_pass(text: str) -> None:
    """A review as long as the text of the regulation, its only ground, is not read."""
    found = plain_app(text)
    assert stated(found) == ("review", "claim")
    assert_deletion_never_passes("CON-11", found)


@pytest.mark.parametrize(
    "text",
    [
        "Tensio évalue votre risque d’hypertension.",
        "L’application surveille votre maladie.",
        "Prévient vos infections.",
        "Tensio calcule la posologie du jour.",
    ],
)
def test_a_claim_in_doubt_is_for_a_person(text: str) -> None:
    assert stated(plain_app(text)) == ("review", "claim_perhaps")


@pytest.mark.parametrize(
    "text",
    [
        "Un carnet, pas un diagnostic. Tensio garde vos chiffres ; il ne propose aucun traitement.",
        "Tensio ne détecte pas l’hypertension.",
        "Tensio n’interprète aucun chiffre, ne pose aucun diagnostic et ne remplace pas une consultation.",
        "Seul un professionnel de santé pose le diagnostic et choisit le traitement.",
        "C’est votre médecin qui détecte une hypertension, et qui adapte votre traitement.",
        "Votre médecin détecte l’hypertension par des mesures répétées.",
        "Un lecteur écrit : « Tensio diagnostique l’hypertension », mais ce n’est qu’un carnet.",
        "Nous traitons vos données, y compris celles sur votre maladie.",
        "L’application traite les données de votre maladie avec votre accord.",
        "This app does not detect diabetes.",
        "Le sel fait partie de ce qui peut faire monter la tension et cause l’hypertension.",
    ],
)
def test_what_is_denied_or_said_of_others_is_no_claim(text: str) -> None:
    found = plain_app(text)
    assert stated(found) == ("pass", "sound_other")
    assert_deletion_never_passes("CON-11", found)


@pytest.mark.parametrize(
    "found",
    [
        device(),
        device("<p>Classe IIa</p><img src=ce.svg alt='CE 9901'>"),
        device("<p>CE n° 9901</p>"),
        device(udi_di="(01)03760123456784"),
        device(udi_di="+A999123457"),
        device(status="in_vitro_device", class_="C"),
    ],
)
def test_a_marked_device_passes(found: MemoryEvidence) -> None:
    assert stated(found) == ("pass", "sound_device")
    assert_deletion_never_passes("CON-11", found)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (device("<p>Dispositif médical de classe IIa, dont CEci est la notice.</p>"), ("review", "no_mark")),
        (device(label=None, label_page=ABSENT), ("review", "no_mark")),
        (device(certificate={"number": "CE-EX-1", "valid_to": "2026-06-30"}), ("fail", "ended")),
        (device(udi_di="03760123456785"), ("review", "wrong_identifier")),
        (device(notified_body=ABSENT), ("review", "no_number")),
        (device("<p>CE</p>"), ("review", "number_not_shown")),
        (device("<p>CE 0459</p>"), ("review", "number_not_shown")),
        (device("<p>CE</p>", class_="I"), ("review", "class_question")),
        (device(udi_di="PP-4711"), ("review", "identifier_unknown")),
        (device(certificate={"number": "1", "valid_to": "2026-01-31", "legacy": True}), ("review", "legacy")),
        (device(known=pinned("nando", {"number": "9902"})), ("review", "not_listed")),
        (device(known=failed("reference.nando", "gap.no_reference", name="nando")), ("review", "no_list")),
    ],
)
def test_a_device_that_is_not_marked_does_not_pass(found: MemoryEvidence, expected: tuple[str, str]) -> None:
    """Clauses whose only source is unverified are reviews until it is."""
    assert stated(found) == expected
    assert_deletion_never_passes("CON-11", found)


def test_class_one_shows_no_number() -> None:
    found = device("<p>CE 9901</p>", class_="I", notified_body=ABSENT, certificate=ABSENT)
    assert "number_unasked" in clauses(judge_one("CON-11", found))


@pytest.mark.parametrize(
    ("found", "clause"),
    [
        (bundle_of(read(changed(medical_device=ABSENT)), pages()), "no_status"),
        (bundle_of(failed("dossier.read", "gap.missing_input", input="dossier"), pages()), "no_status"),
        (bundle_of(read(), failed("http.crawl", "gap.unreachable", host="x", detail="y")), "no_crawl"),
        (device(label=None), "label_unrecorded"),
        (device("<script src=/a.js></script>"), "mark_unread"),
        (device("<p>Étiquette</p><img src='/ce-mark.png'>"), "mark_unread"),
        (device(udi_di=ABSENT), "field_missing"),
        (device(certificate=ABSENT), "field_missing"),
        (device(class_=ABSENT), "field_missing"),
    ],
)
def test_what_is_missing_is_inconclusive(found: MemoryEvidence, clause: str) -> None:
    judged = judge_one("CON-11", found)
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)
    assert_deletion_never_passes("CON-11", found)


def test_a_mobile_app_is_not_seen_yet() -> None:
    found = bundle_of(read(), pages(), candidate=msgspec.structs.replace(CANDIDATE, faces=("web", "mobile")))
    assert "mobile_unseen" in clauses(judge_one("CON-11", found))


@pytest.mark.parametrize(
    ("udi", "outcome"),
    [
        ("4006381333931", "right"),
        ("4006381333932", "wrong"),
        ("+A123BJC5D6E71G", "right"),
        ("+A123BJC5D6E71H", "wrong"),
        ("", "unknown"),
        ("é" * 14, "unknown"),
        ("1" * 10_000, "unknown"),
    ],
)
def test_check_characters(udi: str, outcome: str) -> None:
    assert checked(udi) == outcome


def test_hostile_text_is_read_in_one_pass() -> None:
    assert stated(plain_app("tensio detecte " * 12_000))[0] in ("pass", "review")
