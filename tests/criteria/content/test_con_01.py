"""CON-01: publisher identified and reachable."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.support.dossiers import ABSENT, changed, read
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
from tests.support.sites import FOOT, LEGAL, Pages, bare_control, site, submitted

ACCEPTED = submitted("contact_support")
SCRIPT = "<script src='/a.js'></script>"
ELSEWHERE = FOOT.replace('"/mentions-legales"', '"https://autre.example/ml"')
NO_HELP = FOOT.replace('<a href="/aide">Aide</a>', "").replace('<a href="/contact">Nous contacter</a>', "")


def evidence(
    crawl: Looked | None = None, said: Looked | None = None, *results: Sight, **candidate: Any
) -> MemoryEvidence:
    about = msgspec.structs.replace(CANDIDATE, **candidate)
    form = looked("http.form", *(results or (ACCEPTED,)))
    return bundle_of(crawl or site(), said or read(), form, bare_control(), candidate=about)


def legal(text: str) -> Pages:
    return {"/mentions-legales": ("Mentions légales", text)}


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("CON-01", found)
    return judged.verdict.value, clauses(judged)[0]


def test_a_whole_legal_notice_with_help_passes() -> None:
    found = evidence()
    assert stated(found) == ("pass", "sound")
    assert_deletion_never_passes("CON-01", found)


DIRECTOR = "<h2>Directrice de la publication</h2><p>Directrice de la publication : Camille Exemple.</p>"
REAL_FORMS = {
    "table": """<dl><dt>Raison sociale</dt><dd>Exemple SAS</dd><dt>Siège social</dt>
        <dd>1 rue de l’Exemple 75001 Paris</dd>
        <dt>RCS</dt><dd>Paris B 732 829 320</dd><dt>Responsable de la publication</dt><dd>Camille Exemple</dd>
        <dt>Téléphone</dt><dd>01.99.00.12.34</dd></dl>
        <h2>Hébergement</h2><p>OVH SAS, 2 rue Kellermann, 59100 Roubaix</p>""",
    "prose": """<p>Ce site est publié par la société Exemple, au capital de 10 000 €, immatriculée au registre du
        commerce et des sociétés de Paris sous le numéro 732 829 320, domiciliée au
        12 bis, avenue de l’Exemple, 75001 Paris.
        Mme Camille Exemple est la directrice de la publication. Vous pouvez nous écrire à bonjour@exemple.example.
        L’hébergement est assuré par Scaleway SAS, BP 438, 75366 Paris Cedex 08.</p>""",
    "association": """<p>Éditeur du site : Association Exemple Santé (loi 1901), RNA W751234567, 1 place de l’Exemple,
        69003 Lyon, contact@exemple.example. Directeur de publication : Camille Exemple, présidente. Site hébergé par
        Infomaniak Network SA, rue Eugène-Marziano 25, 1227 Genève, Suisse. 69003 Lyon.</p>""",
    "foreign host": """<p>Éditeur : Exemple SAS, SIREN 732829320, 1 rue de l’Exemple, 75001 Paris,
        tél. +33 1 99 00 12 34.
        Directeur de la publication : Camille Exemple. Hébergeur : Vercel Inc., 440 N Barranca Ave #4133, Covina,
        CA 91723, États-Unis.</p>""",
    "publisher abroad": """<p>Publisher: Beispiel Gesundheit GmbH, Musterstrasse 5, 10115 Berlin, HRB 123456 Berlin,
        info@beispiel.example. Publication director: Alex Beispiel. Hosting provider: Hetzner Online GmbH,
        Industriestr. 25, 91710 Gunzenhausen, Germany.</p>""",
}
PADDING = f"<p>{'Le contenu de ce site est protégé et ne peut être repris sans accord écrit. ' * 6}</p>"


@pytest.mark.parametrize("name", REAL_FORMS)
def test_the_forms_that_real_notices_take_are_recognised(name: str) -> None:
    said = read(changed(publisher__siren=ABSENT, hosting=ABSENT))
    found = evidence(site(legal(REAL_FORMS[name] + PADDING)), said, siren="", publisher="")
    assert stated(found) == ("pass", "sound"), clauses(judge_one("CON-01", found))


@pytest.mark.parametrize(
    ("gone", "clause"),
    [
        (DIRECTOR, "missing_director"),
        (LEGAL[LEGAL.index("<h2>Hébergeur") : LEGAL.index("Les contenus")], "missing_host_name"),
        (" SIREN 732 829 320, RCS Paris 732 829 320.", "missing_registration"),
    ],
)
def test_a_legal_notice_that_never_speaks_of_an_item_fails(gone: str, clause: str) -> None:
    text = LEGAL.replace(gone, "") + PADDING
    assert text != LEGAL + PADDING
    found = evidence(site(legal(text)))
    assert stated(found) == ("fail", clause)
    assert_deletion_never_passes("CON-01", found)


@pytest.mark.parametrize(
    ("old", "new", "clause"),
    [
        (DIRECTOR, "<p>Représentante légale : Camille Exemple.</p>", "unclear_director"),
        (DIRECTOR, "<h2>Directrice de la publication</h2><p>Le site vous informe.</p>", "unclear_director"),
        ("hébergé par Hôte Exemple SAS", "hébergé en France", "unclear_host_name"),
        ("SIREN 732 829 320, RCS Paris 732 829 320", "Immatriculation en cours", "unclear_registration"),
    ],
)
def test_words_without_a_value_are_for_a_person(old: str, new: str, clause: str) -> None:
    text = LEGAL.replace(old, new) + PADDING
    said = read(changed(hosting__web_host__name="Autre"))
    judged = judge_one("CON-01", evidence(site(legal(text)), said))
    assert judged.verdict == "review"
    assert clause in clauses(judged)


def test_a_very_short_notice_is_for_a_person() -> None:
    assert stated(evidence(site(legal("<p>Exemple SAS, Paris.</p>"))))[0] == "review"


def test_a_social_network_is_no_contact() -> None:
    text = LEGAL
    for known in ("Courriel :", "contact@exemple.example", "Téléphone : 01 99 00 12 34", "téléphone\n03 99 00 45 67"):
        text = text.replace(known, "")
    text = text.replace("mailto:", "https://www.facebook.com/exemple")
    found = evidence(site(legal(text + PADDING), foot=FOOT.replace("Nous contacter", "Aide et signalement")))
    assert stated(found)[1] == "missing_contact"


@pytest.mark.parametrize(
    ("siren", "clause"),
    [("732 829 321", "siren_key"), ("552 100 554", "siren_differs"), ("999 004 120", "siren_differs")],
)
def test_a_wrong_siren_fails(siren: str, clause: str) -> None:
    found = evidence(site(legal(LEGAL.replace("732 829 320", siren))))
    judged = judge_one("CON-01", found)
    assert judged.verdict == "fail"
    assert clause in clauses(judged)
    assert judged.finding.rests_on
    assert_deletion_never_passes("CON-01", found)


def test_the_siren_of_the_host_is_not_the_publishers() -> None:
    text = LEGAL.replace("Hôte Exemple SAS,", "Hôte Exemple SAS, RCS Lille 424 761 419,")
    assert stated(evidence(site(legal(text)))) == ("pass", "sound")


@pytest.mark.parametrize(
    ("crawl", "clause"),
    [
        (site({"/mentions-legales": None}), "no_legal_notice"),
        (site({"/mentions-legales": None}, foot=FOOT.replace("Mentions légales", "Plan")), "no_legal_notice"),
        (site({"/contact": None, "/aide": None}, foot=NO_HELP), "no_help"),
    ],
)
def test_what_is_nowhere_fails(crawl: Looked, clause: str) -> None:
    found = evidence(crawl)
    assert stated(found) == ("fail", clause)
    assert_deletion_never_passes("CON-01", found)


@pytest.mark.parametrize(
    ("crawl", "clause"),
    [
        (site({"/mentions-legales": None, "/": ("Accueil", SCRIPT)}), "legal_not_all_seen"),
        (site({"/mentions-legales": None}, truncated=True, why="pages"), "legal_not_all_seen"),
        (site({"/mentions-legales": None}, foot=ELSEWHERE), "legal_unread"),
        (site({"/aide": None, "/contact": None, "/": ("Accueil", SCRIPT)}, foot=NO_HELP), "help_not_all_seen"),
        (site(legal(SCRIPT), foot=""), "legal_unread"),
    ],
)
def test_what_could_not_be_seen_is_inconclusive(crawl: Looked, clause: str) -> None:
    found = evidence(crawl)
    judged = judge_one("CON-01", found)
    assert judged.verdict == "inconclusive", clauses(judged)
    assert clause in clauses(judged)
    assert_deletion_never_passes("CON-01", found)


def test_one_contact_page_is_help_and_reporting() -> None:
    foot = FOOT.replace('<a href="/aide">Aide</a>', "")
    assert stated(evidence(site({"/aide": None}, foot=foot))) == ("pass", "sound")


def test_help_two_clicks_away_is_near_enough() -> None:
    foot = NO_HELP + '<a href="/plus">Plus</a>'
    pages: Pages = {"/plus": ("Plus", '<a href="/contact">Nous contacter</a>')}
    assert stated(evidence(site(pages, foot=foot))) == ("pass", "sound")


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (submitted("contact_support", "refused", 422), ("fail", "form_refused")),
        (submitted("contact_support", "refused", 404, 1), ("inconclusive", "form_unusable")),
        (submitted("contact_support", "refused", 429), ("inconclusive", "form_unusable")),
        (submitted("contact_support", "no_answer", 0), ("inconclusive", "form_unusable")),
        (submitted("rights_request"), ("inconclusive", "form_not_submitted")),
    ],
)
def test_the_form_accepts_a_sound_message(result: Sight, expected: tuple[str, str]) -> None:
    found = evidence(None, None, result)
    assert stated(found) == expected
    assert_deletion_never_passes("CON-01", found)


def test_a_declared_device_links_to_the_portal() -> None:
    device = read(changed(medical_device__status="medical_device"))
    assert stated(evidence(None, device)) == ("fail", "no_vigilance")
    assert_deletion_never_passes("CON-01", evidence(None, device))
    portal = FOOT + '<a href="https://signalement.social-sante.gouv.fr/">Signaler</a>'
    assert stated(evidence(site(foot=portal), device)) == ("pass", "sound")
    scripted = site({"/": ("Accueil", SCRIPT)})
    assert stated(evidence(scripted, device)) == ("inconclusive", "vigilance_not_all_seen")


def test_without_dossier_or_control_nothing_is_concluded() -> None:
    form = looked("http.form", ACCEPTED)
    assert judge_one("CON-01", bundle_of(site(), read(), form)).verdict == "inconclusive"
    missing = failed("dossier.read", "gap.missing_input", input="dossier")
    assert judge_one("CON-01", bundle_of(site(), missing, form, bare_control())).verdict == "inconclusive"


def test_the_screens_of_a_mobile_app_are_not_seen_yet() -> None:
    assert stated(evidence(faces=("web", "mobile"))) == ("inconclusive", "mobile_unseen")
