"""What the words of a control say that it does to consent, in French and in English."""

from __future__ import annotations

import time

import pytest

from criteria.consent_words import about_trackers, reopens, said_by


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tout accepter", "accept"),
        ("J’accepte", "accept"),
        ("Accepter et fermer", "accept"),
        ("OK pour moi", "accept"),
        ("Accept all cookies", "accept"),
        ("I agree", "accept"),
        ("Tout refuser", "refuse"),
        ("Continuer sans accepter →", "refuse"),
        ("Refuser les cookies", "refuse"),
        ("Uniquement les cookies nécessaires", "refuse"),
        ("Non merci", "refuse"),
        ("Reject all", "refuse"),
        ("Only necessary cookies", "refuse"),
        ("Retirer mon consentement", "refuse"),
        ("Gérer mes cookies", "manage"),
        ("Personnaliser", "manage"),
        ("Paramètres des cookies", "manage"),
        ("Cookie settings", "manage"),
        ("Enregistrer mes choix", "save"),
        ("Save and exit", "save"),
        ("×", "close"),
        ("Fermer", "close"),
        ("Se connecter", "other"),
        ("Lire la suite", "other"),
        ("Book a visit", "other"),
        ("Voir le carnet", "other"),
        ("", "other"),
    ],
)
def test_the_words_of_a_control(text: str, kind: str) -> None:
    assert said_by(text).kind == kind


def test_long_names_are_trusted_less() -> None:
    assert said_by("Tout accepter").sure > said_by("Accepter " + "et encore " * 9).sure


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("Gérer mes cookies", True),
        ("Modifier mon consentement", True),
        ("Cookie preferences", True),
        ("Mes choix", True),
        ("Préférences d’affichage", False),
        ("Mentions légales", False),
    ],
)
def test_a_way_back_to_the_choice(text: str, promised: bool) -> None:
    assert reopens(text) is promised


def test_what_is_about_trackers() -> None:
    assert about_trackers("Nous utilisons des traceurs") and not about_trackers("J’accepte les conditions générales")


def test_hostile_names_are_read_in_no_time() -> None:
    started = time.perf_counter()
    for text in ("enregistrer " * 50_000, "gerer" + " a" * 100_000, "×" * 1_000_000, "no,? thanks" * 10_000):
        said_by(text)
        reopens(text)
    assert time.perf_counter() - started < 2
