"""Health articles and their sample for tests: French and English, with and without structured data."""

from __future__ import annotations

from typing import Any

from criteria.facts.content_sample import draw
from sample_apps.control.content import ARTICLE
from tests.support.dossiers import SOUND, read
from tests.support.evidence import BASE, Looked, Sight, crawl_summary, exchange, looked, page, sight

BODY = (
    "<p>La tension varie toute la journée : une seule mesure dit peu de chose. Prise à la maison, au calme, et répétée,"
    " elle aide le médecin bien plus qu’un chiffre isolé. Asseyez-vous cinq minutes avant de mesurer, le bras posé à"
    " hauteur du cœur, sans parler, et notez tous les chiffres, même ceux qui vous étonnent, pour la consultation.</p>"
)
BYLINE = "<p>Par Dr Salomé Exemple, médecin généraliste.</p>"
DATES = "<p>Publié le 4 mars 2025, dernière relecture le 2 mai 2026.</p>"
SOURCES = '<h2>Sources</h2><ul><li>HAS, <a href="https://has-sante.example/fiche">fiche mémo</a>, 2016.</li></ul>'
SEED = "graine"
NONE: dict[str, str] = {}


def article(byline: str = BYLINE, dates: str = DATES, sources: str = SOURCES, body: str = BODY, head: str = "") -> str:
    """One article; each part may be replaced or left out."""
    top = f"<!doctype html><html lang=fr><head><title>Bien mesurer</title>{head}</head>"
    return f"{top}<body><article><h1>Bien mesurer</h1>{byline}{dates}{body}{sources}</article></body></html>"


def sample(*pages: str, missing: int = 0, subject: Any = "candidate", **summary: Any) -> Looked:
    """The look ``content.sample`` with these pages at ``/articles/0`` and on, and some that answered 404."""
    urls = [f"{BASE}/articles/{rank}" for rank in range(len(pages) + missing)]
    told = {
        "seed": SEED,
        "patterns": ["/articles/*"],
        "population": len(urls),
        "drawn": list(draw(SEED, urls)),
        "sitemap": "read",
        **summary,
    }
    sights = [exchange(url, html, purpose="content", start=url) for url, html in zip(urls, pages, strict=False)]
    gone = [exchange(url, status=404, purpose="content", start=url) for url in urls[len(pages) :]]
    return looked("content.sample", *sights, *gone, sight("content.sample_summary", told), subject=subject)


def nothing_drawn(**summary: Any) -> Looked:
    """A sample without patterns and without pages."""
    return sample(patterns=[], population=0, drawn=[], **summary)


def crawl(*sights: Sight, **summary: Any) -> Looked:
    """A crawl of a home page and these."""
    home = page("/", "<title>Accueil</title><p>Votre carnet.</p>")
    return looked("http.crawl", home, *sights, crawl_summary(1 + len(sights), **summary))


def control() -> list[Looked]:
    """The control app: a page that nobody signs, dates or sources, found by its sitemap."""
    base = "https://control.test"
    url = f"{base}/articles/hypertension"
    told = {"seed": SEED, "population": 1, "drawn": [url], "sitemap": "read"}
    start = crawl_summary(1, starts={"home": f"{base}/"})
    return [
        looked("http.crawl", page(f"{base}/", "<title>Control</title>"), start, subject="control"),
        looked(
            "content.sample",
            exchange(url, ARTICLE, purpose="content", start=url),
            sight("content.sample_summary", told),
            subject="control",
        ),
    ]


def dossier(**sections: Any) -> Looked:
    """The dossier with a content section (a cycle of 24 months) and these."""
    content = {"pages": ["/articles/*"], "review_cycle_months": 24, "institutions": ["Comité médical Exemple"]}
    return read({**SOUND, "content": content, **sections})


def links(**statuses: int) -> Looked:
    """The look ``outside.links``; names are paths of has-sante.example, 0 stands for no answer."""
    found = [
        sight("outside.link", {"url": f"https://has-sante.example/{name}", "status": status, "pages": [BASE]})
        for name, status in statuses.items()
    ]
    offline = "" if any(statuses.values()) else "no_network"
    summary = {"found": len(found), "asked": len(found), "offline": offline}
    return looked("outside.links", *found, sight("outside.links_summary", summary))
