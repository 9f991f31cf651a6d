"""Signatures in the shapes that French and English health pages give them."""

from __future__ import annotations

import pytest

from criteria.content.bylines import signature
from tests.criteria.facts.test_editorial_facts import read
from tests.support.editorial import article

SIGNED = {
    "par": "<p>Par Dr Salomé Exemple, médecin généraliste</p>",
    "par, bold": "<p>Par <strong>Inès Fictive</strong>, diététicienne-nutritionniste</p>",
    "written by": "<div>Écrit par Yann Modèle, cardiologue à l’hôpital Exemple, le 3 mars 2026</div>",
    "written and checked": "<p>Article rédigé et validé par le Pr Jean-Marc D'Exemple, chef de service</p>",
    "checked on a day by": "<p>Relu le 3 mars 2026 par Nora Spécimen, pharmacienne</p>",
    "author label": "<ul><li>Auteure : Louise Maquette, sage-femme</li></ul>",
    "reviewer label": "<p>Relecture médicale : Dr Paul Exemple (gériatre)</p>",
    "two lines": "<p>Auteur : Paul Exemple</p><p>Kinésithérapeute, Lyon</p>",
    "class only": "<div class='post-author'>Anne Modèle<br>Infirmière diplômée d’État</div>",
    "capitals": "<p>PAR ANNE MODÈLE, INFIRMIÈRE</p>",
    "particle": "<p>Par Anne de la Tour Exemple, psychiatre</p>",
    "english": "<p>By Jane Doe, MD</p>",
    "reviewed by": "<p>Medically reviewed by Jane A. Doe, PharmD on May 3, 2026</p>",
    "written and reviewed": "<p>Written and reviewed by Dr Jane Doe, general practitioner</p>",
    "institution": "<p>Rédigé par la Haute Autorité de santé</p>",
    "declared institution": "<p>Texte validé par le Comité médical Exemple</p>",
    "elided institution": "<p>Rédigé par l’Organisation mondiale de la santé</p>",
    "by an institution": "<p>Par l’Organisation mondiale de la santé</p>",
    "a sheet on a test": "<p>Le test à l’effort, fiche validée par la Haute Autorité de santé</p>",
    "learned society": "<p>Auteur : Société française de cardiologie</p>",
}
UNSIGNED = {
    "nobody": "",
    "editors": "<p>Par la rédaction</p>",
    "team": "<p>Écrit par l’équipe éditoriale</p>",
    "english team": "<p>By the editorial team</p>",
    "name alone": "<p>Par Jean Exemple</p>",
    "admin": "<p>Publié par admin</p>",
    "related card": "<ul class='related'><li>Par Dr Salomé Exemple, médecin</li></ul>",
    "in prose": "<p>Le médicament prescrit par votre médecin agit par paliers.</p>",
    "in the navigation": "<nav><p>Par Dr Salomé Exemple, médecin</p></nav>",
    "prose on an institution": "<p>Par exemple, la Haute Autorité de santé conseille la mesure à domicile.</p>",
    "english prose": "<p>By contrast, the World Health Organization advises otherwise.</p>",
    "a drug that is approved": "<p>Ce médicament est contrôlé par la Haute Autorité de santé.</p>",
    "follows an institution": "<p>Par Jean Exemple, selon la Haute Autorité de santé</p>",
    "source": "<p>Source : Haute Autorité de santé</p>",
}
UNCLEAR = {
    "title alone": "<p>Par le Dr Exemple</p>",
    "journalist": "<p>Par Jean Exemple, journaliste santé</p>",
    "profile": "<p>Par <a href='/auteurs/jean'>Jean Exemple</a></p>",
    "hidden data": """<script type="application/ld+json">{"@type": "Article",
        "author": {"name": "Jean Exemple", "jobTitle": "médecin"}}</script>""",
}


@pytest.mark.parametrize(
    ("name", "state"),
    [*((name, "signed") for name in SIGNED), *((name, "unsigned") for name in UNSIGNED),
     *((name, "unclear") for name in UNCLEAR)],
)
def test_a_byline_is_read(name: str, state: str) -> None:
    shown = {**SIGNED, **UNSIGNED, **UNCLEAR}[name]
    found = signature(read(article(byline=shown)), ["Comité médical Exemple"])
    assert found.state == state, found


def test_structured_data_count_where_the_name_is_shown() -> None:
    data = '<script type="application/ld+json">{"author": {"name": "Jean Exemple", "jobTitle": "médecin"}}</script>'
    assert signature(read(article(byline=f"{data}<p>Jean Exemple répond.</p>"))).state == "signed"


@pytest.mark.parametrize(("number", "wrong"), [("10100123453", ""), ("10100123450", "10100123450"), ("12345", "12345")])
def test_an_rpps_number_is_checked_for_form_and_key(number: str, wrong: str) -> None:
    shown = f"<p>Par Dr Salomé Exemple, médecin (RPPS {number})</p>"
    assert signature(read(article(byline=shown))).wrong_rpps == wrong


def test_a_page_with_little_text_says_nothing() -> None:
    assert signature(read(article(body="<p>Bientôt.</p>"))).state == "unclear"
