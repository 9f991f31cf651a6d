"""Canaries are found in every form in which an app may pass them on, and nowhere else."""

from __future__ import annotations

import base64
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.facts.canary import MOST_TEXT, CanarySearch, Hit, layers, slug_of

NOTE = "Douleur légère canari 7f3a"
VALUES = {
    "note": NOTE,
    "drawn": "canari-alpha-7f3a",
    "phone": "0612345678",
    "word": "marguerites",
    "mail": "alice@exemple.example",
    "short": "abc12",
}
SEARCH = CanarySearch(VALUES)


def coded(text: str, shift: int = 0) -> str:
    return base64.b64encode(b"-" * shift + text.encode() + b"=end").decode()


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        (f"?a={VALUES['drawn']}", "drawn", "plain"),
        (f"?a={VALUES['drawn'].upper()}", "drawn", "plain"),
        (f"?a={quote(NOTE)}", "note", "percent"),
        (f"?a={quote_plus(NOTE)}", "note", "percent"),
        (f"?a={quote(quote(NOTE))}", "note", "percent"),
        (f"?a={quote(quote(quote(NOTE)))}", "note", "percent"),
        (f"?a={quote(NOTE, encoding='latin-1')}", "note", "percent"),
        (f"?a={quote('Douleur le' + chr(0x301) + 'ge' + chr(0x300) + 're canari 7f3a')}", "note", "percent"),
        ("?a=Douleur+légère+canari+7f3a", "note", "plain"),
        (f"?a={coded(NOTE)}", "note", "base64"),
        (f"?a={coded(NOTE, 1)}", "note", "base64"),
        (f"?a={coded(NOTE, 2)}", "note", "base64"),
        (f"?a={quote(coded(NOTE), safe='')}", "note", "base64"),
        (f"?a={coded(quote(NOTE))}", "note", "base64"),
        (f"?a={coded(VALUES['mail'].upper(), 1)}", "mail", "base64"),
        (f"?a={NOTE.encode().hex()}", "note", "hex"),
        (f"?a={NOTE.encode('latin-1').hex().upper()}", "note", "hex"),
        ("/douleur-legere-canari-7f3a/", "note", "slug"),
        ("/canari_alpha_7f3a", "drawn", "slug"),
        ("?tel=%2B33&n=0612345678&x", "phone", "plain"),
        ("/fleurs/marguerites/", "word", "plain"),
        ("?m=ALICE%40exemple.example", "mail", "percent"),
    ],
)
def test_a_canary_is_found(text: str, name: str, form: str) -> None:
    assert SEARCH.hits(text) == (Hit(name, form),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?a=canari-alpha-7f3",
        "?a=canari&b=alpha-7f3a",
        "/canari/alpha/7f3a",
        "/canari?alpha=7f3a",
        "?id=990612345678",
        "?id=06123456789",
        "/lesmarguerites/",
        "?a=abc12",
        "https://alice.exemple.example/",
        f"?a={coded('canari-alpha-7f3')}",
    ],
)
def test_what_only_looks_like_a_canary_is_not_found(text: str) -> None:
    assert SEARCH.hits(text) == ()


def test_an_address_is_no_slug_where_slugs_do_not_count() -> None:
    text = "https://alice1.exemple.example/"
    values = {"mail": "alice1@exemple.example"}
    assert CanarySearch(values, slugs=False).hits(text) == ()
    assert CanarySearch(values).hits(text) == (Hit("mail", "slug"),)


def test_names_worth_looking_for() -> None:
    assert "short" not in SEARCH.names
    assert CanarySearch({}).hits("anything") == ()


def test_many_at_once_each_once_in_its_most_readable_form() -> None:
    text = f"?a={VALUES['drawn']}&b={VALUES['drawn']}&c={coded(VALUES['drawn'])}&d=0612345678"
    assert SEARCH.hits(text) == (Hit("drawn", "plain"), Hit("phone", "plain"))


@given(before=st.text(max_size=40), after=st.text(max_size=40))
def test_whatever_stands_around_it(before: str, after: str) -> None:
    encoded = f"{quote(before, errors='replace')}/{quote(VALUES['drawn'], safe='')}/{quote(after, errors='replace')}"
    assert any(hit.name == "drawn" for hit in SEARCH.hits(encoded))


@given(shift=st.binary(max_size=20), after=st.binary(max_size=20))
def test_whatever_is_coded_around_it(shift: bytes, after: bytes) -> None:
    text = base64.urlsafe_b64encode(shift + VALUES["drawn"].encode() + after).decode()
    assert any(hit.name == "drawn" for hit in SEARCH.hits(text))


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(isinstance(layer, str) for layer in layers(text))
    assert SEARCH.hits(text) == () or any(value.casefold()[:4] in text.casefold() for value in VALUES.values())


@pytest.mark.parametrize(
    "text",
    ["%25" * 4_000_000, "%" * 10_000_000, "+" * 10_000_000, "é" * 5_000_000, "canari-alpha-7f3" * 600_000, "a" * 10**7],
    ids=["escapes of escapes", "percent signs", "plus signs", "accents", "nearly", "letters"],
)
def test_ten_megabytes_are_searched(text: str) -> None:
    assert SEARCH.hits(text) == ()


def test_what_lies_past_the_bound_is_not_searched() -> None:
    assert SEARCH.hits("a" * MOST_TEXT + VALUES["drawn"]) == ()


def test_slugs() -> None:
    assert slug_of("Été – à Lyon, n° 3") == "etealyonn3"
