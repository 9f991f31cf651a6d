"""Dates in the shapes that French and English health pages give them."""

from __future__ import annotations

from datetime import date

import pytest

from criteria.content.page_dates import page_dates
from tests.criteria.facts.test_editorial_facts import read
from tests.support.editorial import article

SHOWN = {
    "<p>Publié le 3 mars 2025, mis à jour le 2 mai 2026</p>": "2026-05-02",
    "<p>Dernière relecture : 1er avril 2026</p>": "2026-04-01",
    "<p>Révisé le 12/09/2025 par Dr Exemple</p>": "2025-09-12",
    "<p>Mis en ligne le 13/01/25, revu le 05/10/26</p>": "2026-10-05",
    "<p>Dernière révision : 05.10.26.</p>": "2026-10-05",
    "<p>Relu par Anne Modèle, infirmière, le 12 septembre 2025</p>": "2025-09-12",
    "<p>Date de mise à jour : 2026-02-03</p>": "2026-02-03",
    "<p>Dernière révision : mars 2026</p>": "2026-03-31",
    "<p>Mis à jour <time datetime='2026-02-03T10:00:00Z'>il y a trois mois</time></p>": "2026-02-03",
    "<p><time datetime='2026-02-03'>3 février 2026</time></p>": "2026-02-03",
    "<p>Last reviewed on May 3, 2026</p>": "2026-05-03",
    "<p>Updated: 3 May 2026</p>": "2026-05-03",
    "<p>Medically reviewed by Jane Doe, MD on 3 May 2026. Next review: 3 May 2029</p>": "2026-05-03",
}
NOT_SHOWN = (
    "",
    "<p>En 2016, la Haute Autorité de santé a publié une fiche.</p>",
    "<p>Prochaine relecture le 3 mars 2027</p>",
    "<meta itemprop='dateModified' content='2026-05-02'>",
    "<ul class='related'><li>Publié le 3 mars 2025</li></ul>",
    "<p>Mis à jour le 31 février 2026</p>",
    "<p>Publié au 01.99.00.41.20</p>",
    "<p>Revu, version 10.12.15.3</p>",
    "<p>Revu : 12/13/26</p>",
)


@pytest.mark.parametrize("shown", SHOWN)
def test_the_last_review_is_read(shown: str) -> None:
    found = page_dates(read(article(dates=shown, sources="")))
    assert found.last is not None
    assert found.last.day == date.fromisoformat(SHOWN[shown])
    assert found.last.confidence >= 0.7


@pytest.mark.parametrize("shown", NOT_SHOWN)
def test_what_is_no_date_of_the_page_is_left_aside(shown: str) -> None:
    assert page_dates(read(article(dates=shown))).last is None


def test_dates_of_sources_are_not_those_of_the_page() -> None:
    cited = "<h2>Références</h2><p>Fiche mise à jour le 3 mars 2026.</p>"
    assert page_dates(read(article(dates="", sources=cited))).last is None


def test_figures_that_may_be_read_both_ways_are_not_sure() -> None:
    english = "<p>The blood pressure that you measure at home is of great help to your doctor if you can do it.</p>" * 4
    found = page_dates(read(article(dates="<p>Updated: 03/04/2026</p>", byline="", body=english, sources="")))
    assert found.last is not None and found.last.confidence < 0.7


@pytest.mark.parametrize(
    "prose",
    ["<p>Une étude publiée le 3 mars 2026 le montre.</p>", "<p>A trial published on 3 March 2026 found it.</p>"],
)
def test_the_date_of_something_else_is_not_sure_and_never_hides_that_of_the_page(prose: str) -> None:
    found = page_dates(read(article(dates=prose, sources=""))).last
    assert found is not None and found.confidence < 0.7
    both = page_dates(read(article(dates=f"<p>Mis à jour le 2 mai 2021</p>{prose}", sources=""))).last
    assert both is not None and both.day == date(2021, 5, 2)


def test_structured_dates_are_compared() -> None:
    found = page_dates(read(article(head='<meta property="article:modified_time" content="2026-05-12T00:00:00Z">')))
    assert (found.structured, found.apart) == (date(2026, 5, 12), 10)
