"""How the HTML report is built: nothing foreign becomes markup, and every reader can use it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from itertools import pairwise

import pytest

from criteria.audit import Audit, decode, encode
from criteria.catalogue import catalogue
from criteria.text import LANGUAGES, Language
from reports.html import render_html
from tests.reports.hostile import hostile
from tests.reports.reading import nodes, page
from tests.reports.samples import sample

SAMPLE = sample()
INERT = {
    "html", "head", "meta", "link", "title", "style", "body", "header", "nav", "main", "section", "footer", "fieldset",
    "legend", "input", "label", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "span", "a",
    "strong", "small", "code", "time", "bdi", "svg", "rect", "table", "caption", "thead", "tbody", "tfoot", "tr", "th",
    "td", "details", "summary", "h5", "b",
}  # fmt: skip


@pytest.mark.parametrize("audit", [SAMPLE, hostile(SAMPLE)], ids=["sample", "hostile"])
def test_nothing_runs_and_nothing_is_fetched(audit: Audit) -> None:
    for node in nodes(page(audit)):
        assert node.tag in INERT
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            assert name not in {"src", "style", "srcdoc", "action", "formaction", "xlink:href", "ping"}
            if name == "href":
                assert (value or "").startswith("#") or value == "data:,"


@pytest.mark.parametrize("audit", [SAMPLE, hostile(SAMPLE)], ids=["sample", "hostile"])
def test_the_policy_lets_in_one_style_sheet_and_nothing_else(audit: Audit) -> None:
    tree = page(audit)
    (style,) = tree.css("style")
    wanted = base64.b64encode(hashlib.sha256(style.text().encode()).digest()).decode()
    policy = tree.css_first("meta[http-equiv]")
    assert policy is not None
    assert f"style-src 'sha256-{wanted}';" in (policy.attributes["content"] or "")
    assert (policy.attributes["content"] or "").startswith("default-src 'none';")


def test_a_hostile_audit_keeps_the_report_readable() -> None:
    raw = render_html(hostile(SAMPLE))
    assert b"tensio" not in raw and b"SEC-0" not in raw
    assert len(raw) < 4_000_000
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]", raw.decode())
    assert page(hostile(SAMPLE)).css_first("h1") is not None


def test_a_report_is_a_function_of_its_audit() -> None:
    assert render_html(SAMPLE) == render_html(decode(encode(SAMPLE)))


def test_ids_are_unique_and_every_link_lands() -> None:
    tree = page(SAMPLE)
    ids = Counter(node.id for node in nodes(tree) if node.id)
    assert [name for name, count in ids.items() if count > 1] == []
    targets = {(node.attributes["href"] or "").removeprefix("#") for node in tree.css("a[href]")}
    assert targets <= ids.keys()
    assert {one.id for one in catalogue().criteria} <= ids.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_asked_language_is_shown_first(language: Language) -> None:
    tree = page(SAMPLE, language)
    html = tree.css_first("html")
    assert html is not None and html.attributes["lang"] == language
    assert [node.id for node in tree.css("input[checked]")] == [f"lang-{language}"]


def test_every_sentence_stands_in_both_languages() -> None:
    for node in nodes(page(SAMPLE)):
        if node.attributes.get("class") == "en":
            assert node.next is not None and node.next.attributes.get("class") == "fr"
            assert (node.attributes["lang"], node.next.attributes["lang"]) == ("en", "fr")
            assert node.text().strip() and node.next.text().strip()


def test_it_is_built_for_every_reader() -> None:
    tree = page(SAMPLE)
    levels = [int(node.tag[1]) for node in nodes(tree) if node.tag and re.fullmatch("h[1-6]", node.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(tree.css("main")) == len(tree.css("header")) == len(tree.css("footer")) == 1
    assert all(node.attributes.get("scope") for node in tree.css("th"))
    assert {node.attributes["for"] for node in tree.css("label")} == {node.id for node in tree.css("input")}
    known = {node.id for node in nodes(tree)}
    assert all(node.attributes["aria-labelledby"] in known for node in tree.css("[aria-labelledby]"))
    first = tree.css_first("body a")
    assert first is not None and first.attributes["href"] == "#report"
