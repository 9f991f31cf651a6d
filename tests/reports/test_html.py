"""The HTML report: what it says, how it is built, and that nothing foreign becomes markup."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from importlib.resources import files
from itertools import pairwise

import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from criteria.audit import Audit, Finding, decode, encode
from criteria.catalogue import catalogue
from criteria.messages import keys, text
from criteria.text import LANGUAGES, Language
from reports.html import MOST_ITEMS, render_html
from reports.order import STATES
from reports.plain import LONGEST, plain
from tests.reports.hostile import hostile
from tests.reports.samples import BROKEN, PLANNED, sample

SAMPLE = sample()
INERT = {
    "html", "head", "meta", "link", "title", "style", "body", "header", "nav", "main", "section", "footer", "fieldset",
    "legend", "input", "label", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "span", "a",
    "strong", "small", "code", "time", "bdi", "svg", "rect", "table", "caption", "thead", "tbody", "tfoot", "tr", "th",
    "td", "details", "summary",
}  # fmt: skip


def page(audit: Audit, language: Language = "fr") -> LexborHTMLParser:
    return LexborHTMLParser(render_html(audit, language).decode())


def nodes(tree: LexborHTMLParser) -> list[LexborNode]:
    return tree.css("*")


def said(tree: LexborHTMLParser, selector: str, language: Language) -> str:
    """The text of the first match in one language, spaces folded."""
    found = tree.css_first(selector)
    assert found is not None
    other = "en" if language == "fr" else "fr"
    for hidden in found.css(f".{other}"):
        hidden.decompose()
    return " ".join(found.text().split())


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_counted_and_named(language: Language) -> None:
    counted = said(page(SAMPLE), ".counts", language)
    for state in STATES:
        assert f"{SAMPLE.counts[state]} {text(f'report.states_{state}').in_(language)}" in counted
    assert f"70 {text('report.counts_total').in_(language)}" in counted


def test_the_notice_and_the_inputs_are_told() -> None:
    tree = page(SAMPLE)
    assert SAMPLE.notice.fr in said(tree, ".notice", "fr")
    about = said(tree, "section:last-of-type", "fr")
    for told in (SAMPLE.candidate.publisher, SAMPLE.engine, SAMPLE.inputs.catalogue, "2026-03-02 09:15:04 UTC"):
        assert told in about


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({}, []),
        ({"origin": "self_test"}, ["banner_self_test"]),
        ({"origin": "platform", "profile": "lab"}, ["banner_platform", "banner_lab"]),
        ({"sealed": False, "partial": True}, ["banner_open", "banner_partial"]),
    ],
)
def test_what_lessens_an_audit_is_said_at_the_top(changes: dict[str, object], names: list[str]) -> None:
    banners = [node.css_first(".fr") for node in page(sample(**changes)).css(".banner")]
    assert [node.text() for node in banners if node] == [text(f"report.{name}").fr for name in names]


def test_a_fail_says_what_it_rests_on() -> None:
    tree = page(SAMPLE)
    assert "o-0012" in said(tree, "#SEC-01", "fr")
    assert text("report.rests_on").fr in said(page(SAMPLE), "#SEC-01", "fr")
    assert text("report.rests_on_absence").fr in said(tree, "#GDP-01", "fr")
    failing = said(page(SAMPLE), "#SEC-01", "en")
    for told in ("Expected Only TLS 1.2", "Seen api.tensio.example", "What to do Switch", "2026-03-02 09:12:12 UTC"):
        assert told in failing


def test_undecided_criteria_are_listed_apart_and_counted_honestly() -> None:
    tree = page(SAMPLE)
    listed = {node.id for node in tree.css(".compact li")}
    assert listed == {one.id for one in catalogue().criteria} - PLANNED.keys() - {BROKEN}
    assert str(len(listed)) in said(tree, "section > h2#undecided + p", "fr")


def test_an_engine_error_is_told() -> None:
    assert "KeyError: 'lang' inclusion.py:41 in con_10" in said(page(SAMPLE), f"#{BROKEN}", "en")


def test_a_long_list_is_cut_and_says_so() -> None:
    first = SAMPLE.verdicts[0]
    many = tuple(f"o-{number}" for number in range(MOST_ITEMS + 7))
    finding = Finding(statements=first.finding.statements, rests_on=many)
    cut = msgspec.structs.replace(first, finding=finding)
    told = said(page(sample(verdicts=(cut, *SAMPLE.verdicts[1:]))), f"#{first.criterion}", "en")
    assert text("report.more_items", count=7).en in told
    assert many[-1] not in told


def test_an_unknown_word_is_shown_as_it_is() -> None:
    tree = page(sample(origin="someone", profile="other"))
    assert "someone" in said(tree, ".facts", "fr")


def test_no_text_of_the_catalogue_is_cut() -> None:
    for one in catalogue().criteria:
        for sentence in (one.title, one.requirement, one.rule, one.remediation):
            assert plain(sentence.fr) == sentence.fr and plain(sentence.en) == sentence.en
            assert max(len(sentence.fr), len(sentence.en)) < LONGEST


def test_every_message_of_the_reports_is_used() -> None:
    code = "".join(
        entry.read_text(encoding="utf-8")
        for folder in (files("reports"), files("reports").joinpath("templates"))
        for entry in folder.iterdir()
        if entry.name.endswith((".py", ".html"))
    )
    kinds = r"(state|states|severity|effort|method|standing|origin|profile|face|family|topic|decision|banner)_"
    for key in keys():
        name = key.removeprefix("report.")
        if name != key and not re.match(kinds, name):
            assert f'"{name}"' in code or f'"{key}"' in code, key
