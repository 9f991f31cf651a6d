"""The health articles: who wrote and reviewed them, with which qualification, and when they were last reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sample_apps.tensio.clock import now


@dataclass(frozen=True)
class Expert:
    """An invented person with the qualification under which they sign."""

    name: str
    qualification: str


@dataclass(frozen=True)
class Article:
    """One article; its text is ``templates/articles/<slug>.html``."""

    slug: str
    title: str
    summary: str
    author: Expert
    reviewer: Expert
    published: date
    reviewed: date
    minutes: int


def _days_ago(count: int) -> date:
    """A library that is kept up: its reviews are as far back as they would be on any day."""
    return now().date() - timedelta(days=count)


SALOME = Expert("Dr Salomé Exemple", "médecin généraliste, diplôme universitaire d’hypertension artérielle")
YANN = Expert("Dr Yann Modèle", "cardiologue")
INES = Expert("Inès Fictive", "diététicienne-nutritionniste, diplômée d’État")
NORA = Expert("Nora Spécimen", "pharmacienne, docteure en pharmacie")
LOUISE = Expert("Louise Maquette", "sage-femme")

ARTICLES = (
    Article(
        "mesurer-sa-tension", "Bien mesurer sa tension à la maison",
        "Le bon brassard, le bon moment, la règle des trois : une méthode simple pour des chiffres fiables.",
        SALOME, YANN, date(2025, 11, 18), _days_ago(71), 4,
    ),
    Article(
        "comprendre-les-chiffres", "Comprendre les deux chiffres de la tension",
        "Systolique, diastolique, pouls : ce que disent les nombres, et ce qu’ils ne disent pas.",
        YANN, SALOME, date(2025, 12, 2), _days_ago(64), 5,
    ),
    Article(
        "sel-et-tension", "Le sel et la tension : par où commencer ?",
        "Où se cache le sel, combien en manger, et comment réduire sans perdre le goût.",
        INES, SALOME, date(2026, 1, 13), _days_ago(50), 4,
    ),
    Article(
        "bouger-pour-ses-arteres", "Bouger : ce que cela change pour les artères",
        "Marche, vélo, jardinage : quelle activité, à quel rythme, et quand demander un avis avant de commencer.",
        SALOME, YANN, date(2026, 2, 10), _days_ago(120), 4,
    ),
    Article(
        "alcool-et-tension", "L’alcool fait-il monter la tension ?",
        "Oui, et pas seulement les jours de fête : ce qu’il faut savoir pour choisir.",
        INES, YANN, date(2026, 3, 3), _days_ago(98), 3,
    ),
    Article(
        "medicaments-et-tension", "Ces médicaments courants qui font monter la tension",
        "Anti-inflammatoires, gouttes pour le nez, réglisse : les questions à poser au comptoir.",
        NORA, SALOME, date(2026, 3, 24), _days_ago(33), 4,
    ),
    Article(
        "grossesse-et-tension", "La tension pendant la grossesse",
        "Pourquoi on la mesure à chaque consultation, et quels signes doivent faire appeler sans attendre.",
        LOUISE, YANN, date(2026, 4, 14), _days_ago(45), 4,
    ),
    Article(
        "chiffres-tres-eleves", "Des chiffres très élevés : que faire ?",
        "Mesurer de nouveau, reconnaître les signes d’alerte, appeler : les bons gestes dans l’ordre.",
        YANN, SALOME, date(2026, 5, 5), _days_ago(27), 3,
    ),
)

BY_SLUG = {article.slug: article for article in ARTICLES}
