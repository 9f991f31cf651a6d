"""The health articles: who wrote them, with which qualification, and when they were last reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Article:
    """One article; its text is ``templates/articles/<slug>.html``. The authors are invented."""

    slug: str
    title: str
    summary: str
    author: str
    qualification: str
    published: date
    reviewed: date
    minutes: int


ARTICLES = (
    Article(
        "mesurer-sa-tension", "Bien mesurer sa tension à la maison",
        "Le bon brassard, le bon moment, la règle des trois : une méthode simple pour des chiffres fiables.",
        "Dr Salomé Exemple", "médecin généraliste, diplôme universitaire d’hypertension artérielle",
        date(2025, 11, 18), date(2026, 9, 14), 4,
    ),
    Article(
        "comprendre-les-chiffres", "Comprendre les deux chiffres de la tension",
        "Systolique, diastolique, pouls : ce que disent les nombres, et ce qu’ils ne disent pas.",
        "Dr Yann Modèle", "cardiologue",
        date(2025, 12, 2), date(2026, 9, 21), 5,
    ),
    Article(
        "sel-et-tension", "Le sel et la tension : par où commencer ?",
        "Où se cache le sel, combien en manger, et comment réduire sans perdre le goût.",
        "Inès Fictive", "diététicienne-nutritionniste, diplômée d’État",
        date(2026, 1, 13), date(2026, 10, 5), 4,
    ),
)

BY_SLUG = {article.slug: article for article in ARTICLES}
