"""The exchange, step by step: every scenario in both languages, every step that a finding cites, nothing endless."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from conformance.lab.scenarios import scenarios
from criteria.assemble import audit_of
from criteria.audit import Audit, Finding, Statement, encode
from criteria.catalogue import catalogue
from criteria.messages import text
from criteria.played import Part, Played
from criteria.text import LANGUAGES, Language, Text
from harness.scenes import told
from reports.html import render_html
from reports.room import MOST_STEPS, MOST_VALUES
from reports.scenes import MOST_SCENES, lookings
from reports.words import path, secret_short
from tests.criteria.security.test_pairing import NAMES, callbacks, careless
from tests.reports.samples import PLAYED, a_step, sample

SCHEMA = json.loads(files("criteria").joinpath("audit.schema.json").read_bytes())


def judged(*careless_in: str) -> Audit:
    """SEC-20 of a client that is careless in these scenarios."""
    evidence = callbacks({name: careless(name, NAMES.index(name) + 1) for name in careless_in})
    return audit_of(evidence, catalogue(), engine="probant 0.1.0", sealed=True, only=("SEC-20",))


def shown(audit: Audit) -> LexborHTMLParser:
    return LexborHTMLParser(render_html(audit, "fr", told()).decode())


def folded(node: LexborNode | None) -> str:
    assert node is not None
    return " ".join(node.text().split())


def scene(tree: LexborHTMLParser, audit: Audit, scenario: str) -> LexborNode:
    number = next(number for number, one in enumerate(audit.played, 1) if one.scenario == scenario)
    found = tree.css_first(f"#scene-{number}")
    assert found is not None
    return found


FAILING = judged("state_wrong")
TREE = shown(FAILING)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scenario", ["right", *NAMES])
def test_each_played_scenario_is_told_in_both_languages(scenario: str, language: Language) -> None:
    found = told()[scenario]
    said = [folded(node) for node in scene(TREE, FAILING, scenario).css(f"dd .{language}")]
    assert said == [one.in_(language) for one in (found.space, found.right_client, found.shown_by, found.source)]
    names = [folded(node) for node in TREE.css(f".scene h4 .{language}")]
    assert found.title.in_(language) in names


def test_every_scenario_of_the_lab_has_its_words() -> None:
    assert told().keys() == scenarios().keys()
    for one in told().values():
        for sentence in (one.title, one.space, one.right_client, one.shown_by, one.source):
            assert sentence.en.strip() and sentence.fr.strip() and "'" not in sentence.fr


def test_the_steps_that_a_finding_cites_are_marked_and_no_others() -> None:
    finding = FAILING.verdicts[0].finding
    assert FAILING.verdicts[0].verdict == "fail"
    cited = {name for one in finding.statements for name in one.observations}
    marked = {folded(node.css_first("code.soft")): node for node in TREE.css(".steps .marked")}
    assert marked.keys() == cited
    for name, node in marked.items():
        rests = text("report.step_rests" if name in finding.rests_on else "report.step_cited").fr
        assert rests in folded(node.css_first(".mark"))
        assert [link.attributes["href"] for link in node.css("a.mark")] == ["#SEC-20"]


def test_a_criterion_leads_to_the_scenes_that_it_cites() -> None:
    number = next(number for number, one in enumerate(FAILING.played, 1) if one.scenario == "state_wrong")
    links = [node.attributes["href"] for node in TREE.css("#SEC-20 dd a")]
    assert [link for link in links if link and link.startswith(("#look", "#scene"))] == ["#look-1", f"#scene-{number}"]


def test_what_a_finding_cites_leads_to_its_step() -> None:
    cited = {name for one in FAILING.verdicts[0].finding.statements for name in one.observations}
    links = TREE.css("#SEC-20 .seen code a")
    assert {node.text() for node in links} == cited
    assert all(TREE.css_first(node.attributes["href"] or "") is not None for node in links)


def test_a_scene_leads_to_the_right_pairing_before_it() -> None:
    for number, one in enumerate(FAILING.played, 1):
        links = [node.attributes["href"] for node in TREE.css(f"#scene-{number} > p a")]
        assert links == ([] if one.scenario == "right" else [f"#scene-{number - 1}"])


def test_scenes_are_folded_and_only_grave_ones_unfold_on_paper() -> None:
    assert not TREE.css(".scene[open]")
    loud = [folded(node.css_first("h4 .fr")) for node in TREE.css(".scene:not(.quiet)")]
    assert loud == [told()["state_wrong"].title.fr]


def test_a_pass_marks_its_steps_and_leaves_paper_quiet() -> None:
    passing = judged()
    assert passing.verdicts[0].verdict == "pass"
    assert len(shown(passing).css(".steps .marked")) >= len(NAMES)
    assert not shown(passing).css(".scene:not(.quiet)")


def test_an_altered_answer_is_told() -> None:
    altered = scene(TREE, FAILING, "state_wrong").css(".altered")
    assert [folded(node.css_first(".fr")) for node in altered] == [text("report.step_altered").fr]


def test_no_exchange_no_section() -> None:
    tree = shown(sample(played=()))
    assert tree.css_first("#played") is None and not tree.css('a[href="#played"]')


def test_a_scenario_without_words_is_called_by_its_id() -> None:
    tree = LexborHTMLParser(render_html(sample()).decode())
    assert [folded(node) for node in tree.css(".scene h4 .name")] == ["right", "state_wrong"]


def test_what_is_many_is_counted() -> None:
    steps = tuple(a_step(number, "person", "app", sent=dict.fromkeys(map(str, range(40)), "x")) for number in range(99))
    many = Played(look="l", kind="k", scenario="s", run="1", parts=(Part(phase="p", steps=steps, more=5),))
    tree = shown(sample(played=(many,) * (MOST_SCENES + 2)))
    assert len(tree.css(".scene")) == MOST_SCENES
    assert text("report.more_items", count=2).en in folded(tree.css_first("section:has(#played)"))
    first = tree.css_first(".scene")
    assert first is not None
    assert len(first.css("li")) == MOST_STEPS
    assert text("report.more_steps", count=99 - MOST_STEPS + 5).en in folded(first)
    assert len(first.css("li:first-child .pair")) == MOST_VALUES + 1


def test_a_flood_leaves_the_report_small_and_keeps_what_is_cited() -> None:
    heavy = {f"name{number}": "<\u202e" * 50 for number in range(MOST_VALUES)}
    steps = tuple(a_step(9000 + number, "app", "space", sent=heavy) for number in range(MOST_STEPS))
    last = (*steps[:5], a_step(16, "app", "space", sent=heavy))
    flood = [
        msgspec.structs.replace(PLAYED[1], run=str(run), parts=(Part(phase="fault", steps=steps),)) for run in range(99)
    ]
    flood.append(msgspec.structs.replace(PLAYED[1], run="99", parts=(Part(phase="fault", steps=last),)))
    raw = render_html(sample(played=tuple(flood)))
    assert len(raw) < 3_000_000
    found = LexborHTMLParser(raw.decode()).css_first("#scene-100")
    assert found is not None
    assert [folded(node) for node in found.css(".steps code.soft")] == ["o-0016"]
    assert text("report.more_steps", count=5).en in folded(found)


def test_an_attempt_that_was_made_again_is_told_apart() -> None:
    again = [msgspec.structs.replace(one, attempt=2) for one in PLAYED]
    (looking,) = lookings(sample(played=(*PLAYED, *again)), {})
    assert [one.before for one in looking.scenes] == [0, 1, 0, 3]
    titles = [folded(node.css_first(".fr")) for node in shown(sample(played=(*PLAYED, *again))).css(".scene .run")]
    assert len(titles) == 4
    assert text("report.attempt", number=2).fr in folded(shown(sample(played=tuple(again))).css_first(".scene .run"))


def test_a_hostile_run_is_no_number() -> None:
    odd = [msgspec.structs.replace(PLAYED[1], run=run) for run in ("9" * 5000, "-1", "٣", "", "x")]
    assert [scene.before for looking in lookings(sample(played=tuple(odd)), {}) for scene in looking.scenes] == [0] * 5


def test_hostile_text_stays_text() -> None:
    nasty = '<script>alert(1)</script>"onload=x\u202e'
    step = a_step(1, "app", "space", operation=nasty, trigger=nasty, sent={nasty: nasty}, error=nasty, status=0)
    part = Part(phase=nasty, steps=(step,))
    tree = shown(sample(played=(Played(look=nasty, kind=nasty, scenario=nasty, run=nasty, parts=(part,)),)))
    assert not tree.css("script")
    found = folded(tree.css_first("section:has(#played)"))
    assert found.count("<script>") >= 8 and "\u202e" not in found


def test_the_gravest_of_what_a_criterion_says_stands_at_the_scene() -> None:
    first = sample().verdicts[0]
    said = [
        Statement(clause="c", outcome=one, seen=Text("e", "f"), observations=("o-0022",)) for one in ("pass", "fail")
    ]
    loud = msgspec.structs.replace(first, finding=Finding(statements=tuple(said), rests_on=("o-0022",)))
    (looking,) = lookings(sample(verdicts=(loud,)), {})
    assert [(mark.outcome, mark.rests) for mark in looking.scenes[1].cited_by] == [("fail", True)]
    assert looking.of(loud) == [looking.scenes[1]]


def test_the_schema_takes_what_was_played() -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(encode(FAILING)))
    assert FAILING.played


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Bearer ~~secret-access_token-27f18d645e1afe12~~", "Bearer ‹access_token 27f18d64›"),
        ("~~secret-code-1~~", "~~secret-code-1~~"),
        ("nothing", "nothing"),
    ],
)
def test_a_reference_is_shortened(given: str, expected: str) -> None:
    assert secret_short(given) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://a.test/b/c", "/b/c"), ("https://a.test", "/"), ("/b", "/b"), ("javascript:x", "javascript:x")],
)
def test_an_address_is_shown_without_its_host(url: str, expected: str) -> None:
    assert path(url) == expected
