"""GDP-03: the data protection officer and the channel for rights requests."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.catalogue import catalogue
from criteria.verdict import WEAK_STANDINGS
from sample_apps.tensio.dossier.make_documents import dpo_receipt
from tests.support.dossiers import ABSENT, SOUND, changed, document, pdf, pinned, read
from tests.support.evidence import (
    CANDIDATE,
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    looked,
)
from tests.support.sites import CONTACT, FOOT, NOTICE, Pages, site, submitted

# A fail that rests on unverified texts alone is a review; the day they are verified it becomes a fail.
FAIL = "review" if all(one.standing in WEAK_STANDINGS for one in catalogue()["GDP-03"].sources) else "fail"
MAIL = '<a href="mailto:dpo@exemple.example">dpo@exemple.example</a>'
RECEIPT = dpo_receipt("Exemple SAS", SOUND["dpo"]["designation"], "Dominique Exemple")
LISTED = pinned("cnil_dpo", {"siren": "732829320"})


def dossier(receipt: bytes | None = RECEIPT, **paths: Any) -> Looked:
    declared = changed(**paths)
    if "designation" in declared.get("dpo", {}):
        declared["dpo"]["designation"].setdefault("document", "dpo.pdf")
    return read(declared, *([document("dpo.pdf", "dpo.designation", receipt)] if receipt else []))


def evidence(
    crawl: Looked | None = None,
    said: Looked | None = None,
    known: Looked = LISTED,
    *results: Sight,
    journeys: tuple[str, ...] = (),
) -> MemoryEvidence:
    form = looked("http.form", *results) if results else failed("http.form", "gap.missing_input", input="journeys")
    candidate = msgspec.structs.replace(CANDIDATE, journeys=journeys)
    return bundle_of(said or dossier(), crawl or site(), known, form, candidate=candidate)


def notice(text: str) -> Pages:
    return {"/confidentialite": ("Politique de confidentialité", text)}


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("GDP-03", found)
    return judged.verdict.value, clauses(judged)[0]


def test_a_designated_officer_on_the_notice_passes() -> None:
    found = evidence()
    assert stated(found) == ("pass", "sound")
    assert_deletion_never_passes("GDP-03", found)


@pytest.mark.parametrize(
    "shown",
    [
        "dpo@exemple.example",
        "dpo [at] exemple.example",
        "dpo (arobase) exemple (point) example",
        '<a href="mailto:DPO@exemple.example?subject=Droits">Écrire au délégué</a>',
    ],
)
def test_the_contact_may_be_spelled_against_harvesters(shown: str) -> None:
    assert stated(evidence(site(notice(NOTICE.replace(MAIL, shown))))) == ("pass", "sound")


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("https://app.example.fr/contact", '<a href="/contact#dpo">formulaire de contact</a>'),
        ("/contact", '<a href="/contact">formulaire de contact</a>'),
        ("DPO, 1 rue de l'Exemple, 75001 Paris", "DPO, 1 rue de l’Exemple, 75001 PARIS"),
    ],
)
def test_the_contact_may_be_a_page_or_an_address(contact: str, shown: str) -> None:
    crawl = site(notice(NOTICE.replace(MAIL, shown)))
    assert stated(evidence(crawl, dossier(dpo__contact=contact))) == ("pass", "sound")


@pytest.mark.parametrize(
    ("crawl", "said", "clause"),
    [
        (None, dossier(dpo__designation__siren="999012636"), "other_siren"),
        (None, dossier(dpo_receipt("X", {**SOUND["dpo"]["designation"], "siren": "999012636"}, "Y")), "other_siren"),
        (site(notice(NOTICE.replace(MAIL, "contact@y.example"))), None, "contact_differs"),
        (site(notice(NOTICE.replace(MAIL, "Dominique Exemple"))), None, "contact_missing"),
        (site(notice(NOTICE.replace(MAIL, "").replace("Délégué à la p", "P"))), None, "contact_missing"),
    ],
)
def test_a_wrong_officer_fails(crawl: Looked | None, said: Looked | None, clause: str) -> None:
    found = evidence(crawl, said)
    assert stated(found) == (FAIL, clause)
    assert_deletion_never_passes("GDP-03", found)


BARE = NOTICE.replace(MAIL, "Dominique Exemple").replace(", ou par courrier à l’adresse ci-dessus", "").replace(
    "Exemple SAS, 1 rue de l’Exemple, 75001 Paris", "Exemple SAS"
)
CNIL = "<p>CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris cedex 07</p><p>Notre hébergeur, 2 quai X, 59000 Lille</p>"


@pytest.mark.parametrize("more", ["", CNIL, "<p>Connectez-vous à votre compte, puis ouvrez « Mes droits ».</p>"])
def test_a_notice_without_a_channel_fails(more: str) -> None:
    found = evidence(site(notice(BARE + more)))
    judged = judge_one("GDP-03", found)
    assert judged.verdict == FAIL
    assert "no_channel" in clauses(judged)
    assert_deletion_never_passes("GDP-03", found)


@pytest.mark.parametrize(
    "channel",
    [
        "<p>Écrivez-nous par courrier : 1 rue de l’Exemple, 75001 Paris.</p>",
        '<p><a href="/contact">Exercer mes droits</a></p>',
        "<p>Vous pouvez nous écrire via notre formulaire de contact.</p>",
        '<form method="post"><textarea name="m"></textarea></form>',
        "<p>Toute demande peut être adressée à rgpd@exemple.example.</p>",
    ],
)
def test_any_channel_will_do(channel: str) -> None:
    found = evidence(site(notice(BARE + channel)), None, LISTED, submitted("rights_request"))
    assert "no_channel" not in clauses(judge_one("GDP-03", found))


def test_an_address_that_may_be_anyones_is_for_a_person() -> None:
    crawl = site(notice(BARE + f"<p>{'Texte sans rapport. ' * 15}1 rue de l’Exemple, 75001 Paris</p>"))
    assert stated(evidence(crawl, dossier(dpo__contact="Dominique Exemple"))) == ("review", "channel_unclear")


@pytest.mark.parametrize("hidden", ["<script src='/m.js'></script>", "[email protected]"])
def test_a_hidden_address_is_for_a_person(hidden: str) -> None:
    assert stated(evidence(site(notice(NOTICE.replace(MAIL, hidden))))) == ("review", "contact_unclear")


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (submitted("rights_request"), ("pass", "sound")),
        (submitted("rights_request", "refused", 422), (FAIL, "form_refused")),
        (submitted("rights_request", "refused", 500), (FAIL, "form_refused")),
        (submitted("rights_request", "refused", 403), ("inconclusive", "form_unusable")),
        (submitted("rights_request", "refused", 429), ("inconclusive", "form_unusable")),
        (submitted("rights_request", "form_missing"), ("inconclusive", "form_unusable")),
        (submitted("contact_support"), ("inconclusive", "form_not_submitted")),
    ],
)
def test_the_form_accepts_a_sound_request(result: Sight, expected: tuple[str, str]) -> None:
    found = evidence(None, None, LISTED, result, journeys=("rights_request", "contact_support"))
    assert stated(found) == expected
    assert_deletion_never_passes("GDP-03", found)


def test_a_form_on_the_site_needs_a_submission() -> None:
    crawl = site({"/droits": ("Exercer mes droits", CONTACT)}, foot=FOOT + '<a href="/droits">Exercer mes droits</a>')
    assert stated(evidence(crawl)) == ("inconclusive", "form_not_submitted")
    assert stated(evidence(crawl, None, LISTED, submitted("rights_request"))) == ("pass", "sound")


@pytest.mark.parametrize(
    ("known", "clause"),
    [
        (pinned("cnil_dpo", {"siren": "999012636"}), "not_listed"),
        (failed("reference.cnil_dpo", "gap.no_reference", name="cnil_dpo"), "no_list"),
    ],
)
def test_the_list_can_only_ask_for_a_review(known: Looked, clause: str) -> None:
    found = evidence(None, None, known)
    assert stated(found) == ("review", clause)
    assert_deletion_never_passes("GDP-03", found)


@pytest.mark.parametrize(
    ("crawl", "said", "clause"),
    [
        (None, dossier(dpo=ABSENT), "no_receipt"),
        (None, dossier(dpo__contact=ABSENT), "no_officer"),
        (None, dossier(dpo__designation=ABSENT), "no_receipt"),
        (None, dossier(dpo__designation__number=ABSENT), "no_receipt"),
        (None, dossier(None), "no_receipt"),
        (None, dossier(publisher__siren="999012636", dpo__designation__siren="999012636"), "sirens_disagree"),
        (site({"/confidentialite": None}), None, "no_notice"),
        (None, failed("dossier.read", "gap.missing_input", input="dossier"), "no_dossier"),
    ],
)
def test_what_is_missing_is_inconclusive(crawl: Looked | None, said: Looked | None, clause: str) -> None:
    found = evidence(crawl, said)
    judged = judge_one("GDP-03", found)
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)
    assert_deletion_never_passes("GDP-03", found)


def test_a_scanned_receipt_does_not_fail() -> None:
    assert stated(evidence(None, dossier(pdf("Copie", ["numérisée"])))) == ("pass", "sound")
