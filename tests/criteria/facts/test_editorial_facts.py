"""Blocks and structured data of editorial pages, also of hostile ones."""

from __future__ import annotations

import random

import pytest

from criteria.facts.editorial import ContentPage, Named, content_page
from criteria.facts.editorial.json_ld import json_ld
from criteria.facts.html import read_page

URL = "https://app.example.fr/articles/1"
KIND = "text/html; charset=utf-8"


def read(html: str | bytes) -> ContentPage:
    raw = html.encode() if isinstance(html, str) else html
    return content_page(raw, KIND, read_page(raw, URL, KIND))


def test_blocks_know_their_region_links_and_times() -> None:
    page = read(
        "<header><p>Menu</p></header><nav><a href=/x>Aide</a></nav><main><header><h1>Titre</h1>"
        "<p class=byline>Par <b>A</b> <time datetime=2026-05-01>mai</time></p></header>"
        "<p>Texte <a href=/y>lien</a>.</p>"
        "<aside><p>À lire</p></aside><footer><p>Sources</p></footer></main><footer><p>Pied</p></footer>"
    )
    found = [(block.text, block.tag, block.region) for block in page.blocks]
    assert found == [
        ("Menu", "p", "head"),
        ("Aide", "nav", "nav"),
        ("Titre", "h1", "main"),
        ("Par A mai", "p", "main"),
        ("Texte lien.", "p", "main"),
        ("À lire", "p", "aside"),
        ("Sources", "p", "main"),
        ("Pied", "p", "foot"),
    ]
    assert page.blocks[3].moment == "2026-05-01"
    assert "byline" in page.blocks[3].hints
    assert page.blocks[4].links[0].url == "https://app.example.fr/y"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ('{"@type": "MedicalWebPage", "author": {"name": "A B", "jobTitle": "cardiologue"}}', ["A B"]),
        ('{"@graph": [{"@type": "Article", "author": {"@id": "#a"}}, {"@id": "#a", "name": "A B"}]}', ["A B"]),
        ('{"author": [{"givenName": "A", "familyName": "B"}, "C D"], "reviewedBy": "E F"}', ["A B", "C D", "E F"]),
        ('[{"author": "A B"}]', ["A B"]),
        ('{"author": 7, "reviewedBy": [[]], "dateModified": ["2026"]}', []),
        ("not json", []),
        ("[" * 100_000, []),
        ('{"a":' * 5_000 + "1" + "}" * 5_000, []),
    ],
)
def test_json_ld_in_many_shapes(written: str, names: list[str]) -> None:
    assert [one.name for one in json_ld(written).named] == names


def test_json_ld_dates_types_and_citations() -> None:
    found = json_ld(
        '{"@type": ["MedicalWebPage"], "datePublished": "2025-01-01", "dateModified": "2026-01-01T10:00",'
        ' "lastReviewed": "2026-02-02", "citation": [{"url": "https://a.example"}, "Un livre"]}'
    )
    assert found.types == ("MedicalWebPage",)
    assert (found.published, found.modified, found.reviewed) == ("2025-01-01", "2026-01-01T10:00", "2026-02-02")
    assert found.citations == ("https://a.example", "Un livre")


def test_microdata_and_meta() -> None:
    page = read(
        '<meta property="article:modified_time" content="2026-03-03"><meta name=author content="G H">'
        '<div itemscope itemtype="https://schema.org/MedicalWebPage"><span itemprop=author itemscope'
        ' itemtype="https://schema.org/Person"><b itemprop=name>A B</b>, <i itemprop=jobTitle>infirmier</i></span>'
        '<span itemprop=reviewedBy>C D</span><time itemprop=lastReviewed datetime=2026-02-02>hier</time></div>'
    ).structured
    assert page.named == (
        Named(name="A B", qualification="infirmier"),
        Named(name="C D", role="reviewer"),
        Named(name="G H"),
    )
    assert (page.modified, page.reviewed) == ("2026-03-03", "2026-02-02")
    assert "MedicalWebPage" in page.types


@pytest.mark.parametrize(
    "html",
    [
        "<div itemprop=author>" * 5_000,
        "<article><footer>" * 5_000 + "x",
        "</article>" * 20_000,
        "<a href=x>" * 20_000,
        "<time datetime=" + "9" * 10_000 + ">",
        "<script type=application/ld+json>" * 200,
        "<p itemprop=name>" + "x" * 300_000,
        "<p>x" * 20_000,
    ],
    ids=range(8),
)
def test_hostile_markup_is_bounded(html: str) -> None:
    page = read(html)
    assert len(page.blocks) <= 3_000
    assert sum(len(block.text) for block in page.blocks) <= 3_000 * 2_000
    assert len(page.structured.named) <= 20


def test_random_bytes_never_fail() -> None:
    drawn = random.Random(7)
    data = b"<script type=application/ld+json>{"
    parts = [b"<article>", b"</p>", b"<time ", b"itemprop=", b"\xff\xfe", b'"', data, b">"]
    for _ in range(300):
        read(b"".join(drawn.choice([*parts, drawn.randbytes(8)]) for _ in range(60)))
