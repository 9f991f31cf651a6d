"""GDP-12: what forms ask for is what the inventory declares."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from tests.support.dossiers import changed, read
from tests.support.evidence import (
    CANDIDATE,
    Looked,
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    looked,
    page,
)
from tests.support.rights import act, crawl, html, seen

LOOK = "rights.sign_up"
APP = msgspec.structs.replace(CANDIDATE, accounts=("a",), journeys=("sign_in", "sign_up"))
FORM = (
    '<form method="post"><input type="hidden" name="jeton"><input name="email" type="email" required>'
    '<input name="mdp" type="password"><label><input name="cgu" type="checkbox" required>J’ai lu les CGU</label>'
    "{more}</form>"
)
EMAIL = {"field": "email", "category": "Compte", "purpose": "Gérer le compte", "basis": "contract", "mandatory": True}
NOTE = {**EMAIL, "field": "note", "category": "Données de santé", "basis": "explicit_consent", "mandatory": False}


def sign_up(more: str = "", sent: bytes = b"jeton=x&email=a&note=b", outcome: str = "accepted") -> Looked:
    shown = seen(LOOK, "page", "/inscription", html(FORM.format(more=more)))
    body = seen(LOOK, "inside", "/mesures", method="POST", status=303, sent=sent)
    return looked(LOOK, shown, body, act("sign_up", "sign_up", outcome))


def inventory(*items: dict[str, Any]) -> Looked:
    return read({**changed(), "inventory": list(items)})


def evidence(asked: Looked | None = None, said: Looked | None = None, **candidate: Any) -> MemoryEvidence:
    app = msgspec.structs.replace(APP, **candidate)
    return bundle_of(crawl(), asked or sign_up(), said or inventory(EMAIL, NOTE), candidate=app)


def verdict_of(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("GDP-12", found)
    return judged.verdict.value, clauses(judged)[0]


def test_what_is_asked_and_declared_passes() -> None:
    found = evidence()
    assert verdict_of(found) == ("pass", "sound")
    assert_deletion_never_passes("GDP-12", found)


@pytest.mark.parametrize(
    "more",
    [
        '<input name="note" maxlength="200">',
        '<input name="Note[]">',
        '<label>Note<input name="champ_7"></label>',
        '<input name="cherche" type="search">',
        '<input name="otp" autocomplete="one-time-code">',
        '<label><input type="checkbox" name="lettre">J’accepte de recevoir des nouvelles</label>',
    ],
)
def test_names_labels_and_technical_fields_are_no_fault(more: str) -> None:
    assert verdict_of(evidence(sign_up(more))) == ("pass", "sound")


@pytest.mark.parametrize(
    ("more", "items", "clause"),
    [
        ('<input name="telephone" type="tel">', (EMAIL, NOTE), "undeclared"),
        ('<label><input type="checkbox" name="diabete">Je suis diabétique</label>', (EMAIL, NOTE), "undeclared"),
        ("", (EMAIL,), "undeclared"),
        ("", ({**EMAIL, "purpose": ""}, NOTE), "no_purpose"),
        ("", ({**EMAIL, "basis": ""}, NOTE), "no_basis"),
        ("", ({**EMAIL, "mandatory": False}, NOTE), "optional_enforced"),
        ('<input name="nir">', (EMAIL, NOTE, {**EMAIL, "field": "nir"}), "nir_without_text"),
        ('<label>Numéro de sécurité sociale<input name="code"></label>', (EMAIL, NOTE), "undeclared"),
        ("", ({**EMAIL, "purpose": "N/A"}, NOTE), "no_purpose"),
        ("", ({**EMAIL, "purpose": "à compléter"}, NOTE), "no_purpose"),
    ],
)
def test_fields_against_the_inventory_fail(more: str, items: tuple[dict[str, Any], ...], clause: str) -> None:
    found = evidence(sign_up(more), inventory(*items))
    assert verdict_of(found) == ("fail", clause)
    assert_deletion_never_passes("GDP-12", found)


def test_a_nir_that_a_text_provides_for_is_allowed() -> None:
    nir = {**EMAIL, "field": "nir", "basis": "legal_obligation", "mandatory": False}
    assert verdict_of(evidence(sign_up('<input name="nir">'), inventory(EMAIL, NOTE, nir))) == ("pass", "sound")


def test_an_unusual_mandatory_field_is_for_a_person() -> None:
    job = {**EMAIL, "field": "profession"}
    asked = sign_up('<input name="profession" required>')
    assert verdict_of(evidence(asked, inventory(EMAIL, NOTE, job))) == ("review", "beyond_baseline")


@pytest.mark.parametrize("sent", [json.dumps({"a": {"taille": 180}}).encode(), b"taille=180&jeton=x"])
def test_what_only_a_body_bears_counts(sent: bytes) -> None:
    assert verdict_of(evidence(sign_up(sent=sent))) == ("fail", "undeclared")


@pytest.mark.parametrize("sent", [b"{" * 100_000, b"\xff\xfe=\x00", b"a" * 10_000, b'{"oui": true}', b"--x\r\n\r\ny"])
def test_bodies_without_fields_tell_nothing(sent: bytes) -> None:
    assert verdict_of(evidence(sign_up(sent=sent)))[0] == "pass"


@pytest.mark.parametrize(
    ("asked", "said", "clause"),
    [
        (sign_up(outcome="refused"), None, "undriven"),
        (failed(LOOK, "gap.unreachable", host="x", detail="y"), None, "undriven"),
        (looked(LOOK, act("sign_up", "sign_up")), None, "no_field_seen"),
        (None, read(), "no_inventory"),
        (None, failed("dossier.read", "gap.missing_input", input="dossier"), "no_inventory"),
        (None, inventory({**EMAIL, "mandatory": None}, NOTE), "mandatory_unsaid"),
    ],
)
def test_what_is_missing_is_inconclusive(asked: Looked | None, said: Looked | None, clause: str) -> None:
    judged = judge_one("GDP-12", evidence(asked, said))
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)


def test_a_site_that_asks_for_nothing_is_not_concerned() -> None:
    nobody = looked(LOOK, act("sign_up", "sign_up", "not_declared"))
    assert verdict_of(evidence(nobody, accounts=(), journeys=())) == ("not_applicable", "nothing_entered")


def test_a_contact_form_without_accounts_is_held_to_the_inventory() -> None:
    nobody = looked(LOOK, act("sign_up", "sign_up", "not_declared"))
    form = page("/contact", html('<form method="post"><input name="telephone"></form>'))
    app = msgspec.structs.replace(CANDIDATE, accounts=(), journeys=())
    assert verdict_of(bundle_of(crawl(form), nobody, inventory(EMAIL), candidate=app)) == ("fail", "undeclared")
