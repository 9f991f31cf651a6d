"""Pages under other addresses: the first part of a path, as another vendor would have called it, or a mere number."""

from __future__ import annotations

import re
from functools import cache

from sample_apps.reshaping.shape import Shape
from sample_apps.reshaping.tree import Element

OTHERWISE = {
    "inscription": "rejoindre",
    "connexion": "entrer",
    "mot-de-passe-oublie": "acces-perdu",
    "mentions-legales": "qui-sommes-nous",
    "confidentialite": "vos-donnees",
    "droits": "demande",
    "aide": "besoin",
    "contact": "message",
    "accessibilite": "pour-tous",
    "ecoconception": "sobriete",
    "a-propos": "le-service",
    "financement": "argent",
    "articles": "magazine",
    "assistant": "chercher",
    "compte": "moi",
    "documents": "fichiers",
    "journal": "suivi",
    "pression-moyenne": "outil",
}
"""What stays: the address of the return from the space, the interface for programs, files, and what is well known."""
LINKS = ("href", "action", "src", "formaction")
OWN = r"(?P<before>^|[\"'\s>(:]|https://[\w.:-]+)/(?P<first>{names})(?=[/?#\"'\s<),}\]]|$)"


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(OWN.replace("{names}", "|".join(map(re.escape, sorted(names, key=len, reverse=True)))))


def names(shape: Shape) -> dict[str, str]:
    """The first parts of paths by this hand's names; none where it keeps the old ones."""
    way = shape.pick("addresses", ("kept", "in words", "by number"))
    if way == "kept":
        return {}
    return OTHERWISE if way == "in words" else {old: f"p{rank}" for rank, old in enumerate(OTHERWISE, 10)}


def outward(text: str, shape: Shape) -> str:
    """Every address of this site in a text (a header, a site map, a manifest) as this hand gives it."""
    return _with(names(shape), text)


def inward(path: str, shape: Shape) -> str:
    """The path that the app knows."""
    return _with({new: old for old, new in names(shape).items()}, path)


def _with(table: dict[str, str], text: str) -> str:
    if not table:
        return text
    return _pattern(tuple(table)).sub(lambda found: f"{found['before']}/{table[found['first']]}", text)


def readdress(page: Element, shape: Shape) -> None:
    """Every link, form and image of a page."""
    for one in page.walk():
        for name in LINKS:
            if value := one.attributes.get(name):
                one.attributes[name] = outward(value, shape)
