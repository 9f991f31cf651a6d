"""CON-03: every funder on a public page, a fresh statement of every author."""

from __future__ import annotations

import copy
from typing import Any

import msgspec
import pytest

from criteria.content.people import same_person
from tests.support.content_pages import article, articles, visited
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
from tests.support.sites import Pages

PAGE = "<h1>Financement</h1><p>Réseau Exemple (abonnements), Région Exemple (subvention).</p>"
FUNDING: dict[str, Any] = {
    "page": "/financement",
    "funders": [{"name": "Réseau Exemple"}, {"name": "Région Exemple"}],
    "statements": [{"person": "Salomé Exemple", "date": "2025-10-01", "interests": []}],
}
EXTRACT = pinned("transparence_sante", {"beneficiary": "Autre Personne", "company": "Laboratoire Exemple"})


def dossier(**funding: Any) -> Looked:
    found = {name: one for name, one in {**copy.deepcopy(FUNDING), **funding}.items() if one is not ABSENT}
    return read(changed(funding=found, content={"pages": ["/articles/*"]}))


def evidence(
    said: Looked | None = None, page: str | None = PAGE, known: Looked = EXTRACT, texts: Pages | None = None
) -> MemoryEvidence:
    pages: Pages = {"/financement": ("Financement", page)} if page is not None else {}
    return bundle_of(said or dossier(), *visited({**pages, **(texts if texts is not None else articles())}), known)


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("CON-03", found)
    return judged.verdict.value, clauses(judged)[0]


@pytest.mark.parametrize(
    "found",
    [
        evidence(),
        evidence(dossier(funders=[{"name": "RÉSEAU EXEMPLE"}])),
        evidence(dossier(funders=[])),
        evidence(dossier(statements=[{"person": "Exemple, Salomé (Dr)", "date": "2024-07-01"}])),
        evidence(known=failed("reference.transparence_sante", "gap.no_reference", name="transparence_sante")),
        evidence(texts={}),
        evidence(texts=articles(article("la Haute Autorité de santé"))),
    ],
)
def test_declared_funders_and_statements_pass(found: MemoryEvidence) -> None:
    assert stated(found) == ("pass", "sound")
    assert_deletion_never_passes("CON-03", found)


@pytest.mark.parametrize(
    ("found", "clause"),
    [
        (evidence(page="<p>Réseau Exemple (abonnements).</p>"), "funder_absent"),
        (evidence(dossier(statements=[])), "no_statement"),
        (evidence(texts=articles(article(), article("Dr Yann Modèle, cardiologue"))), "no_statement"),
        (evidence(dossier(statements=[{"person": "Salomé Exemple", "date": "2024-06-30"}])), "statement_old"),
    ],
)
def test_what_is_not_told_fails(found: MemoryEvidence, clause: str) -> None:
    assert stated(found) == ("fail", clause)
    assert_deletion_never_passes("CON-03", found)


def test_a_page_that_only_an_article_links_to_fails() -> None:
    crawl, sample = visited({"/financement": ("Financement", PAGE), **articles()})
    lone = '<a href="/financement">/financement</a>'
    sights = [
        msgspec.structs.replace(one, blobs={name: raw.replace(lone.encode(), b"") for name, raw in one.blobs.items()})
        if not one.target.endswith("/articles/sel")
        else one
        for one in crawl.sights
    ]
    crawl = msgspec.structs.replace(crawl, sights=tuple(sights))
    assert stated(bundle_of(dossier(), crawl, sample, EXTRACT)) == ("fail", "not_linked")


def test_the_public_base_can_only_ask_for_a_review() -> None:
    listed = pinned("transparence_sante", {"beneficiary": "Salomé EXEMPLE", "company": "Laboratoire Exemple"})
    assert stated(evidence(known=listed)) == ("review", "interest_undeclared")
    told = [{"person": "Salomé Exemple", "date": "2025-10-01", "interests": ["Laboratoire Exemple SA"]}]
    assert stated(evidence(dossier(statements=told), known=listed)) == ("pass", "sound")


@pytest.mark.parametrize(
    ("found", "clause"),
    [
        (evidence(failed("dossier.read", "gap.missing_input", input="dossier")), "no_dossier"),
        (evidence(read()), "no_funding"),
        (evidence(dossier(funders=ABSENT)), "no_funding"),
        (evidence(dossier(funders=[{"kind": "public"}])), "no_funding"),
        (evidence(page=None), "page_unrecorded"),
        (evidence(page="<script src=/a.js></script>"), "page_unread"),
        (evidence(dossier(statements=[{"person": "Salomé Exemple"}])), "statement_undated"),
        (evidence(dossier(statements=[{"person": "Salomé Exemple", "date": "2027-01-01"}])), "statement_undated"),
        (bundle_of(dossier(), *visited(articles())[1:], EXTRACT), "no_crawl"),
    ],
)
def test_what_is_missing_is_inconclusive(found: MemoryEvidence, clause: str) -> None:
    judged = judge_one("CON-03", found)
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)
    assert_deletion_never_passes("CON-03", found)


def test_a_mobile_app_is_not_seen_yet() -> None:
    candidate = msgspec.structs.replace(CANDIDATE, faces=("web", "mobile"))
    found = bundle_of(dossier(), *visited({"/financement": ("F", PAGE)}), EXTRACT, candidate=candidate)
    assert "mobile_unseen" in clauses(judge_one("CON-03", found))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Dr Salomé Exemple", "EXEMPLE Salomé", True),
        ("Dr S. Exemple", "Salomé Exemple", True),
        ("Pr Aline Gabarit", "Mme Aline Gabarit", True),
        ("Salomé Exemple", "Yann Exemple", False),
        ("Salomé Exemple", "Salomé Modèle", False),
        ("Exemple", "Salomé Exemple", False),
        ("", "Salomé Exemple", False),
        ("Dr", "Pr", False),
    ],
)
def test_names_of_one_person(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
