"""What people do with their own data at Tensio: correct, take along, withdraw, delete; and who may come at all."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pyotp
import pytest
from selectolax.lexbor import LexborHTMLParser

from sample_apps.tensio.rights import years_between
from sample_apps.tensio.store.measures import Measure
from sample_apps.tensio.takeout import Takeout, as_csv
from tests.sample_apps.conftest import Running
from tests.sample_apps.visitor import SESSION, Visitor, notice

PASSWORD = "quatre autres mots choisis"
GROWN = {"conditions": "oui", "consentement_sante": "oui", "date_naissance": "1980-05-17"}
MEASURE = {"systolique": "131", "diastolique": "82", "pouls": "", "date": "2026-03-02T08:05", "note": "CANARI-UN"}


def newcomer(tensio: Running, name: str) -> Visitor:
    """Somebody new with one measure."""
    visitor, form = tensio.visitor(), {"email": f"{name}@exemple.example", "mot_de_passe": PASSWORD, **GROWN}
    page = LexborHTMLParser(visitor.submit("/inscription", "/inscription", form).text)
    code = pyotp.TOTP(str(page.css_first("#secret").attributes["value"])).at(int(time.time()) - 30)
    visitor.submit("/connexion/application", "/connexion/application", {"code": code})
    visitor.submit("/journal", "/mesures", MEASURE)
    return visitor


def measure_of(visitor: Visitor) -> str:
    form = LexborHTMLParser(visitor.get("/journal").text).css_first("form[action='/journal/modifier']")
    assert form is not None
    return str(form.css_first("input").attributes["value"])


def test_a_correction_is_served_everywhere(tensio: Running) -> None:
    visitor = newcomer(tensio, "corrige")
    page = f"/journal/modifier?mesure={measure_of(visitor)}"
    wrong = visitor.submit(page, "/journal/modifier", {"systolique": "80", "diastolique": "90", "note": "x"})
    assert wrong.status_code == 422
    visitor.submit(page, "/journal/modifier", {"systolique": "128", "diastolique": "80", "note": "CANARI-DEUX"})
    for path in ("/journal", "/compte/export.json", "/compte/export.csv"):
        assert "CANARI-DEUX" in visitor.get(path).text and "CANARI-UN" not in visitor.get(path).text


def test_another_person_s_measure_cannot_be_corrected(tensio: Running) -> None:
    own, other = newcomer(tensio, "proprietaire"), newcomer(tensio, "curieux")
    assert other.get(f"/journal/modifier?mesure={measure_of(own)}").status_code == 404


def test_the_export_is_a_bundle_of_the_person_alone(tensio: Running) -> None:
    held = newcomer(tensio, "emporte").get("/compte/export.json")
    kinds = [entry["resource"]["resourceType"] for entry in held.json()["entry"]]
    assert kinds == ["Patient", "Consent", "Observation"]
    assert held.headers["Content-Type"] == "application/fhir+json"
    assert "attachment" in held.headers["Content-Disposition"]
    assert "CANARI-A" not in held.text


def test_a_formula_in_a_note_stays_text_in_a_table() -> None:
    one = Measure("1", 120, 80, None, "2026-03-02T08:05:00+01:00", "=1+1")
    assert ";'=1+1;" in as_csv(Takeout("a@b.example", "", [one]))[1].decode()


def test_after_the_withdrawal_nothing_is_kept_until_one_agrees_anew(tensio: Running) -> None:
    visitor = newcomer(tensio, "retire")
    assert "retiré" in notice(visitor.submit("/compte", "/compte/accord", {"decision": "retirer"}))
    assert "CANARI-UN" not in visitor.get("/journal").text
    assert visitor.submit("/journal", "/mesures", MEASURE).status_code == 409
    visitor.submit("/compte", "/compte/accord", {"decision": "accepter"})
    assert "CANARI-UN" in visitor.submit("/journal", "/mesures", MEASURE).text


def test_a_deletion_needs_the_password_and_ends_everything(tensio: Running) -> None:
    visitor = newcomer(tensio, "supprime")
    name = visitor.http.cookies[SESSION]
    assert "définitive" in visitor.get("/compte/suppression").text
    wrong = visitor.submit("/compte/suppression", "/compte/suppression", {"mot_de_passe": "autre"})
    assert wrong.status_code == 422 and "CANARI-UN" in visitor.get("/journal").text
    gone = visitor.submit("/compte/suppression", "/compte/suppression", {"mot_de_passe": PASSWORD})
    assert "effacés" in notice(gone)
    thief = tensio.visitor()
    thief.http.cookies.set(SESSION, name)
    assert thief.get("/journal", follow=False).status_code == 303
    form = {"email": "supprime@exemple.example", "mot_de_passe": PASSWORD}
    assert tensio.visitor().submit("/connexion", "/connexion", form).status_code == 401


@pytest.mark.parametrize(("years", "status"), [(14, 422), (17, 422), (18, 200)])
def test_adults_only(tensio: Running, years: int, status: int) -> None:
    day = date.today() - timedelta(days=1)
    born = day.replace(year=day.year - years, day=min(day.day, 28))
    form = {"email": f"age{years}@exemple.example", "mot_de_passe": PASSWORD, **GROWN, "date_naissance": str(born)}
    assert tensio.visitor().submit("/inscription", "/inscription", form).status_code == status


def test_whole_years_of_age() -> None:
    assert years_between(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert years_between(date(2008, 2, 29), date(2026, 3, 1)) == 18
