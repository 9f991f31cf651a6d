"""CON-09: the gate of the expert review; the decision itself is two persons'."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from criteria.content.people import qualified, valid_rpps
from criteria.facts.editorial import content_page
from criteria.facts.html import read_page
from criteria.facts.reviewed_text import text_digest
from tests.support.content_pages import PATHS, PROSE, article, articles, visited
from tests.support.dossiers import ABSENT, changed, pinned, read
from tests.support.evidence import (
    BASE,
    Looked,
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
)
from tests.support.sites import Pages, html

LISTED = pinned(
    "guidelines", {"id": "HAS-EX-2016", "state": "current"}, {"id": "HAS-EX-2005", "state": "withdrawn"}
)


def digest(body: str) -> str:
    raw = html("x", body).encode()
    return text_digest(content_page(raw, "text/html", read_page(raw, f"{BASE}/x", "text/html")))


REVIEW: dict[str, Any] = {
    "reviewers": [
        {
            "name": "Pr Aline Gabarit",
            "qualification": "Professeure de cardiologie",
            "rpps": "10999004129",
            "interests": "Aucun",
        }
    ],
    "method": "Lecture croisée.",
    "guidelines": [{"id": "HAS-EX-2016", "title": "Hypertension de l’adulte"}],
    "pages": [
        {"path": path, "sha256": digest(article()), "reviewer": "Aline Gabarit", "date": "2026-05-04"} for path in PATHS
    ],
    "user_involvement": "Douze personnes ont relu.",
}


def dossier(**review: Any) -> Looked:
    found = {name: one for name, one in {**copy.deepcopy(REVIEW), **review}.items() if one is not ABSENT}
    return read(changed(expert_review=found, content={"pages": ["/articles/*"]}))


def evidence(said: Looked | None = None, pages: Pages | None = None, known: Looked = LISTED) -> MemoryEvidence:
    return bundle_of(said or dossier(), *visited(articles() if pages is None else pages), known)


def reviewer(**fields: Any) -> list[dict[str, Any]]:
    return [{**REVIEW["reviewers"][0], **fields}]


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("CON-09", found)
    return judged.verdict.value, clauses(judged)[0]


@pytest.mark.parametrize(
    "found",
    [
        evidence(),
        evidence(pages=articles(article(day="2026-06-20"), article())),
        evidence(dossier(reviewers=reviewer(rpps=""))),
        evidence(dossier(reviewers=[*REVIEW["reviewers"], {**REVIEW["reviewers"][0], "name": "Salomé Exemple"}])),
    ],
)
def test_behind_the_gate_two_persons_decide(found: MemoryEvidence) -> None:
    assert stated(found) == ("review", "awaiting")
    told = judge_one("CON-09", found).finding.statements[0].seen
    assert "seed ab12" in told.en and PATHS[0] in told.en and "No signed decision" in told.en
    assert_deletion_never_passes("CON-09", found)


@pytest.mark.parametrize(
    ("found", "clause"),
    [
        (evidence(pages=articles(article(text=PROSE + "<p>Une phrase de plus.</p>"), article())), "text_changed"),
        (evidence(dossier(reviewers=reviewer(qualification="Chef de produit"))), "none_qualified"),
        (evidence(dossier(reviewers=reviewer(rpps="10999004120"))), "none_qualified"),
        (evidence(dossier(reviewers=reviewer(name="Dr Salomé Exemple"))), "none_independent"),
        (evidence(dossier(guidelines=[{"id": "HAS-EX-2005", "title": "Ancienne"}])), "guideline_withdrawn"),
    ],
)
def test_what_the_gate_stops_fails(found: MemoryEvidence, clause: str) -> None:
    judged = judge_one("CON-09", found)
    assert judged.verdict == "fail"
    assert clause in clauses(judged)
    assert_deletion_never_passes("CON-09", found)


@pytest.mark.parametrize(
    ("found", "clause"),
    [
        (evidence(dossier(guidelines=[{"id": "INCONNUE", "title": "Autre"}])), "guideline_unknown"),
        (evidence(known=failed("reference.guidelines", "gap.no_reference", name="guidelines")), "no_list"),
        (evidence(dossier(reviewers=reviewer(interests=""))), "interests_missing"),
        (evidence(dossier(pages=REVIEW["pages"][:1])), "page_unreviewed"),
        (evidence(dossier(user_involvement=ABSENT)), "no_involvement"),
    ],
)
def test_the_file_may_leave_more_to_a_person(found: MemoryEvidence, clause: str) -> None:
    judged = judge_one("CON-09", found)
    assert judged.verdict == "review"
    assert {clause, "awaiting"} <= set(clauses(judged))


@pytest.mark.parametrize(
    ("found", "clause"),
    [
        (evidence(failed("dossier.read", "gap.missing_input", input="dossier")), "no_dossier"),
        (evidence(read(changed(content={"pages": ["/articles/*"]}))), "no_file"),
        (evidence(dossier(reviewers=[])), "field_missing"),
        (evidence(dossier(method=ABSENT)), "field_missing"),
        (evidence(dossier(pages=[])), "field_missing"),
        (evidence(dossier(pages=[{**REVIEW["pages"][0], "reviewer": "Personne"}])), "field_missing"),
        (evidence(dossier(pages=[{**REVIEW["pages"][0], "path": "/articles/loin"}])), "page_unrecorded"),
        (bundle_of(dossier(), *visited(articles())[:1], LISTED), "no_sample"),
    ],
)
def test_what_is_missing_is_inconclusive(found: MemoryEvidence, clause: str) -> None:
    judged = judge_one("CON-09", found)
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)
    assert_deletion_never_passes("CON-09", found)


def test_a_service_without_health_content_has_nothing_to_review() -> None:
    assert stated(evidence(read(), {})) == ("not_applicable", "none_found")


def test_a_calculator_alone_needs_a_review_too() -> None:
    form = "<h1>Calculer mon IMC</h1><p>Calculateur d’indice de masse corporelle (IMC).</p>"
    page = form + "<form><input name='poids' type='number'><input name='taille' type='number'></form>"
    found = evidence(read(), {"/imc": ("Calculer votre IMC", page)})
    assert judge_one("CON-09", found).verdict == "inconclusive"
    assert "no_file" in clauses(judge_one("CON-09", found))


@pytest.mark.parametrize(
    ("words", "sure"), [("Cardiologue", True), ("Sage-femme", True), ("Chef de produit", False), ("", False)]
)
def test_qualifications(words: str, sure: bool) -> None:
    assert qualified(words) is sure


@pytest.mark.parametrize(
    ("number", "right"), [("10999004129", True), ("1 0999 004129", True), ("10999004128", False), ("", False)]
)
def test_register_numbers(number: str, right: bool) -> None:
    assert valid_rpps(number) is right
