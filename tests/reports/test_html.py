"""What the HTML report says."""

from __future__ import annotations

import re
from importlib.resources import files

import msgspec
import pytest

from criteria.audit import Finding
from criteria.catalogue import catalogue
from criteria.messages import keys, text
from criteria.text import LANGUAGES, Language
from reports.html import MOST_ITEMS
from reports.order import STATES
from reports.plain import LONGEST, plain
from tests.reports.reading import page, said
from tests.reports.samples import BROKEN, PLANNED, sample

SAMPLE = sample()


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
    played = r"(look|phase|way|operation|trigger|guided)_"
    for key in keys():
        name = key.removeprefix("report.")
        if name != key and not re.match(f"{kinds}|{played}", name):
            assert f'"{name}"' in code or f'"{key}"' in code, key
