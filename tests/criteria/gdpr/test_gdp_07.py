"""GDP-07: every third party that pages contact is declared, and the notice names it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.browsing import (
    CANARY,
    SIGNED_IN,
    browsed,
    journey,
    request,
)
from tests.support.evidence import (
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    clauses,
    crawl_summary,
    failed,
    judge_one,
    looked,
    page,
    sight,
)
from tests.support.sites import NOTICE

NAMED = NOTICE + "<p>Images Exemple SAS affiche les illustrations.</p>"
CRAWL = looked(
    "http.crawl",
    page("/", '<html lang=fr><a href="/confidentialite">Politique de confidentialité</a>'),
    page("/confidentialite", f"<html lang=fr><title>Politique de confidentialité</title>{NAMED}", depth=1),
    crawl_summary(pages=2),
)
BARE = looked("http.crawl", page("/", "<p>"), crawl_summary())
IMAGES = {"name": "Images Exemple SAS", "domains": ["images.example"], "role": "processor", "purpose": "Illustrations"}
SILENT = {"name": "Tierce Inconnue", "role": "processor", "purpose": "Envoi de courriels"}
PARTLY = {**SILENT, "purpose": "Illustrations des statistiques"}
SEEN = request("https://cdn.images.example/a.png")


def audit(*sights: Sight, recipients: Any = (IMAGES,), replayed: bool = True, crawl: Looked = CRAWL) -> MemoryEvidence:
    """An audit with this declaration."""
    declared = {"recipients": list(recipients)} if recipients is not None else {}
    dossier = looked("dossier.read", sight("dossier.declaration", declared), target="dossier.yaml")
    done = [journey("sign_in")] if replayed else [request("https://app.example.fr/", **SIGNED_IN)]
    signed_in = looked("browser.journeys", *done)
    return browsed(*sights, also=(signed_in, dossier, crawl))


CASES: dict[str, tuple[MemoryEvidence, str, str]] = {
    "a declared host": (audit(SEEN), "pass", "sound"),
    "nobody is contacted": (audit(), "pass", "sound"),
    "nobody is declared and nobody contacted": (audit(recipients=()), "pass", "sound"),
    "an undeclared host": (audit(request("https://autre.example/a.png")), "fail", "undeclared"),
    "a name that ends alike": (audit(request("https://notimages.example/a.png")), "fail", "undeclared"),
    "undeclared on a personal page": (audit(request("https://autre.example/a", **SIGNED_IN)), "fail", "undeclared"),
    "a tracker without consent is for GDP-05": (audit(request("https://google-analytics.com/g")), "pass", "sound"),
    "who receives a canary is for GDP-08": (audit(request(f"https://autre.example/?n={CANARY}")), "pass", "sound"),
    "certificate status is nobody's": (audit(request("https://ocsp.autorite.example/")), "pass", "sound"),
    "a recipient that the notice leaves out": (audit(SEEN, recipients=(IMAGES, SILENT)), "fail", "not_on_notice"),
    "a recipient whose category is put otherwise": (
        audit(SEEN, recipients=(IMAGES, PARTLY)), "review", "purpose_in_part"),
    "declared and never seen": (audit(), "pass", "never_seen"),
    "no list of recipients": (audit(SEEN, recipients=None), "inconclusive", "no_recipients"),
    "no journey was replayed": (audit(SEEN, replayed=False), "inconclusive", "no_signed_in_journey"),
    "no notice": (audit(SEEN, crawl=BARE), "inconclusive", "no_notice"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_third_parties_against_the_declaration(name: str) -> None:
    evidence, verdict, clause = CASES[name]
    found = judge_one("GDP-07", evidence)
    assert (found.verdict, clause in clauses(found)) == (verdict, True), clauses(found)


def test_without_a_dossier_there_is_no_verdict() -> None:
    missing = failed("dossier.read", "gap.missing_input", input="dossier")
    found = judge_one("GDP-07", browsed(SEEN, also=(looked("browser.journeys", journey("sign_in")), missing, CRAWL)))
    assert found.verdict == "inconclusive"


def test_taking_evidence_away_never_passes() -> None:
    assert_deletion_never_passes("GDP-07", audit(SEEN))
    assert_deletion_never_passes("GDP-07", audit(SEEN, request("https://autre.example/a.png")))

