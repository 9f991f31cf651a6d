"""Sources in the shapes that French and English health pages give them."""

from __future__ import annotations

import pytest

from criteria.content.cited_sources import cited, host_class
from tests.criteria.facts.test_editorial_facts import read
from tests.support.editorial import article
from tests.support.evidence import CANDIDATE

CITED = {
    "<h2>Sources</h2><ul><li><a href='https://x.example/a'>Fiche</a></li></ul>": ("https://x.example/a",),
    "<h3>Références bibliographiques :</h3><p><a href='https://doi.org/10.1/x'>doi</a></p>": ("https://doi.org/10.1/x",),
    "<p>Selon la <a href='https://www.has-sante.fr/fiche'>HAS</a>, oui.</p>": ("https://www.has-sante.fr/fiche",),
    "<p><strong>Sources :</strong> <a href='https://x.example/a'>Fiche</a></p>": ("https://x.example/a",),
    "<h2>References</h2><ol><li>Mancia G. et al., Guidelines, Journal of Hypertension, 2023.</li></ol>": (),
    "<p>Sources : Haute Autorité de santé, fiche mémo.</p>": (),
    '<script type="application/ld+json">{"citation": "https://x.example/a"}</script>': (),
}
NOT_CITED = (
    "",
    "<h2>Sources</h2><p><a href='/autre'>Notre autre article</a></p>",
    "<h2>Partager</h2><p><a href='https://www.facebook.com/sharer'>Facebook</a></p>",
    "<aside><h2>Sources</h2><a href='https://x.example/a'>Fiche</a></aside>",
)
UNCLEAR = (
    "<p>Un <a href='https://boutique.example/brassard'>brassard</a> aide.</p>",
    "<h2>Sources</h2><p>À venir prochainement ici.</p>",
)


@pytest.mark.parametrize("shown", CITED)
def test_sources_are_read(shown: str) -> None:
    found = cited(read(article(sources=shown)), CANDIDATE)
    assert (found.state, found.links) == ("cited", CITED[shown])


@pytest.mark.parametrize(("shown", "state"), [
    *((one, "unsourced") for one in (NOT_CITED[0], *NOT_CITED[2:])), (NOT_CITED[1], "unclear"),
    *((one, "unclear") for one in UNCLEAR),
])
def test_what_is_no_source_is_none(shown: str, state: str) -> None:
    assert cited(read(article(sources=shown)), CANDIDATE).state == state


@pytest.mark.parametrize(("url", "kind"), [
    ("https://www.has-sante.fr/x", "authority"), ("https://pubmed.ncbi.nlm.nih.gov/1", "authority"),
    ("https://has-sante.fr.evil.example/", ""), ("https://nothas-sante.fr/", ""), ("https://[::1", ""),
])
def test_hosts_are_known_by_their_whole_name(url: str, kind: str) -> None:
    assert host_class(url) == kind
