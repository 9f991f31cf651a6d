"""A small French site with signed articles, crawled and drawn, for the criteria that compare a dossier with them."""

from __future__ import annotations

from typing import Any

from tests.support.evidence import BASE, Looked, crawl_summary, looked, page, sight
from tests.support.sites import FOOT, SITE, Pages, html

PROSE = (
    "<p>La tension artérielle se mesure au repos, assis, le bras posé à hauteur du cœur. Le médecin regarde plusieurs "
    "mesures, car un chiffre isolé dit peu de chose de la maladie. Un traitement se décide à deux, et les symptômes "
    "qui inquiètent se signalent sans attendre.</p><h2>Mesurer</h2><p>Trois mesures le matin, trois le soir, trois "
    "jours de suite : les patients notent tout, même ce qui étonne. Les recommandations de santé le demandent, et le "
    "diagnostic d’une hypertension ne se pose jamais sur une seule consultation.</p>"
) * 3
PATHS = ("/articles/mesurer", "/articles/sel")


def article(author: str = "Dr Salomé Exemple, médecin généraliste", text: str = PROSE, day: str = "2026-05-02") -> str:
    """The body of an article with its byline and date."""
    return f"<article><p>Par {author}</p><p>Relu le <time datetime='{day}'>{day}</time></p>{text}</article>"


def articles(*bodies: str) -> Pages:
    written = bodies or (article(), article())
    return {path: (f"Article {path}", body) for path, body in zip(PATHS, written, strict=False)}


def visited(pages: Pages, *, more_foot: str = "") -> list[Looked]:
    """The crawl of the site with these pages more, and the sample of its articles, all drawn."""
    foot = FOOT + more_foot + "".join(f'<a href="{path}">{path}</a>' for path in pages)
    bodies = {path: found for path, found in {**SITE, **pages}.items() if found is not None}
    sights = [page(path, html(*found, foot=foot)) for path, found in bodies.items()]
    drawn = [path for path in pages if path.startswith("/articles/")]
    content = [page(path, html(*bodies[path], foot=foot), purpose="content", start=f"{BASE}{path}") for path in drawn]
    summary: dict[str, Any] = {
        "seed": "ab12",
        "patterns": ["/articles/*"] if drawn else [],
        "population": len(drawn),
        "drawn": [f"{BASE}{path}" for path in drawn],
        "sitemap": "read",
    }
    return [
        looked("http.crawl", *sights, crawl_summary(len(sights))),
        looked("content.sample", *content, sight("content.sample_summary", summary)),
    ]
