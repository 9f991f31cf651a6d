"""Accounts, sessions, the diary, and the forms that need no account."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from tests.sample_apps.conftest import Running
from tests.sample_apps.visitor import SESSION, notice

CONSENT = {"consentement_sante": "oui"}
MEASURE = {"systolique": "131", "diastolique": "82", "pouls": "", "date": "2026-03-02T08:05"}


def test_sign_in_opens_a_session_with_the_right_cookie(tensio: Running) -> None:
    visitor = tensio.visitor()
    cookies = visitor.sign_in(follow=False).headers["Set-Cookie"]
    assert re.search(r"__Host-session=[\w-]{43}; Path=/; Max-Age=\d+; Secure; HttpOnly; SameSite=Lax", cookies)
    assert "CANARI-A" in visitor.get("/journal").text


def test_only_the_session_cookie_carries_the_session(tensio: Running) -> None:
    visitor = tensio.visitor()
    visitor.sign_in()
    held = visitor.http.cookies.get_dict()
    assert set(held) == {SESSION, "__Host-affichage", "__Host-formulaire"}
    for name in held:
        other = tensio.visitor()
        other.http.cookies.update({kept: value for kept, value in held.items() if kept != name})
        assert ("CANARI-A" in other.get("/journal").text) == (name != SESSION)


def test_wrong_password_and_unknown_address_look_alike(tensio: Running) -> None:
    answers = []
    for email in ("alice@exemple.example", "personne@exemple.example"):
        refused = tensio.visitor().submit("/connexion", "/connexion", {"email": email, "mot_de_passe": "x" * 12})
        answers.append((refused.status_code, notice(refused)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 401


def test_sign_in_renews_the_session_and_sign_out_kills_it(tensio: Running) -> None:
    visitor = tensio.visitor()
    visitor.sign_in()
    first = visitor.http.cookies[SESSION]
    visitor.sign_in()
    second = visitor.http.cookies[SESSION]
    visitor.submit("/journal", "/deconnexion")
    assert first != second
    for dead in (first, second):
        thief = tensio.visitor()
        thief.http.cookies.set(SESSION, dead)
        assert thief.get("/journal", follow=False).status_code == 303


def test_accounts_are_apart(tensio: Running) -> None:
    bruno = tensio.visitor()
    bruno.sign_in("B")
    page = bruno.get("/journal").text
    assert "CANARI-B" in page and "CANARI-A" not in page


def test_measure_is_kept_and_its_note_is_text(tensio: Running) -> None:
    visitor = tensio.visitor()
    visitor.sign_in("B")
    page = visitor.submit("/journal", "/mesures", MEASURE | {"note": "<script>x</script>"}).text
    assert "131 / 82" in page and "2 mars 2026 à 08" in page
    assert "&lt;script&gt;" in page and "<script>" not in page


def test_impossible_measure_is_refused_with_reasons(tensio: Running) -> None:
    visitor = tensio.visitor()
    visitor.sign_in("B")
    wrong = {"systolique": "80", "diastolique": "180", "pouls": "9", "date": "2999-01-01T00:00"}
    refused = visitor.submit("/journal", "/mesures", wrong)
    assert refused.status_code == 422
    assert len(LexborHTMLParser(refused.text).css("[role=alert] li")) == 3


def test_form_without_its_token_is_refused(tensio: Running) -> None:
    visitor = tensio.visitor()
    visitor.sign_in("B")
    assert visitor.http.post(tensio.url + "/mesures", data=MEASURE).status_code == 403
    stranger = tensio.visitor()
    assert stranger.submit("/contact", "/contact", {"jeton": "0"}).status_code == 403


def test_sign_up_needs_a_consent_of_its_own(tensio: Running) -> None:
    visitor = tensio.visitor()
    page = LexborHTMLParser(visitor.get("/inscription").text)
    assert not page.css("input[checked]")
    form = {"email": "nouvelle@exemple.example", "mot_de_passe": "une phrase assez longue", "conditions": "oui"}
    form |= {"date_naissance": "1980-05-17"}
    assert visitor.submit("/inscription", "/inscription", form).status_code == 422
    opened = visitor.submit("/inscription", "/inscription", form | CONSENT)
    assert opened.url == f"{tensio.url}/connexion/application"
    again = tensio.visitor().submit("/inscription", "/inscription", form | CONSENT)
    assert again.status_code == 422


def test_contact_and_rights_work_without_an_account(tensio: Running) -> None:
    for page, category in (("/contact", "erreur"), ("/droits", "acces")):
        sent = {"categorie": category, "email": "x@exemple.example", "message": "Bonjour"}
        answer = tensio.visitor().submit(page, page, sent)
        assert answer.status_code == 200
        assert "Référence" in notice(answer)
