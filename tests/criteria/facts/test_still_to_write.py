"""Texts that only hold the place of one."""

from __future__ import annotations

import pytest

from criteria.facts.placeholders import is_placeholder, written


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "—", "...", "\u200b", "N/A", "n.a.", "n/a", "NA", "TBD", "tbc", "to do", "À compléter", "à définir",
        "Sans objet", "xxx", "Lorem ipsum dolor sit amet", "<à remplir>", "[nom]", "To be completed", "En cours",
    ],
)
def test_what_says_nothing(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "Direction", "CNIL", "3 ans", "Néant", "Aucun", "Natation", "En cours de contrat, puis un an", "Nom et adresse",
        "Chiffrement (à compléter en 2027)", "X25519", "Sans objet hors de France",
    ],
)
def test_what_says_something(text: str) -> None:
    assert not is_placeholder(text)


def test_lists_and_parts_lose_what_is_still_to_be_written() -> None:
    said = {"purposes": ["TBD", "Carnet"], "security": "N/A", "transfers": [{"country": "—"}], "page": 3}
    assert written(said) == {"purposes": ["Carnet"], "security": "", "transfers": [{"country": ""}], "page": 3}


def test_a_deep_text_ends() -> None:
    deep: object = "N/A"
    for _ in range(100):
        deep = [deep]
    assert written(deep)
