"""The catalogue text of the GDPR and content criteria is whole, in both languages."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import msgspec
import pytest
import yaml

from criteria.criterion import Criterion

TOPICS = {
    "gdpr/information": range(1, 4),
    "gdpr/consent": range(4, 7),
    "gdpr/recipients": range(7, 12),
    "gdpr/minimisation": range(12, 15),
    "gdpr/rights": range(15, 18),
    "gdpr/accountability": range(18, 22),
    "content/transparency": range(1, 6),
    "content/editorial": range(6, 10),
    "content/safety": range(10, 13),
    "content/inclusion": range(13, 15),
}
PREFIX = {"gdpr": "GDP", "content": "CON"}
BILINGUAL = ("title", "requirement", "observed", "rule", "not_applicable", "fail_example", "remediation")
REQUIRED = {"id", "version", "severity", "method", "faces", "sources", *BILINGUAL}
BARE_SPACE = re.compile(r" [:;!?»%]|« |'")
"""What French typography replaces by a no-break space or a curly apostrophe."""


def entries(topic: str) -> list[dict[str, Any]]:
    text = files("criteria").joinpath(f"{topic}.yaml").read_text(encoding="utf-8")
    loaded = yaml.safe_load(text)
    assert isinstance(loaded, list)
    return loaded


ALL = [entry for topic in TOPICS for entry in entries(topic)]


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_holds_its_own_criteria_in_order(topic: str) -> None:
    prefix = PREFIX[topic.partition("/")[0]]
    assert [entry["id"] for entry in entries(topic)] == [f"{prefix}-{number:02}" for number in TOPICS[topic]]


def test_there_are_21_gdpr_and_14_content_criteria_each_once() -> None:
    ids = [entry["id"] for entry in ALL]
    expected = [f"GDP-{n:02}" for n in range(1, 22)] + [f"CON-{n:02}" for n in range(1, 15)]
    assert sorted(ids) == sorted(expected)


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: str(entry["id"]))
def test_an_entry_has_every_required_key_and_reads_as_a_criterion(entry: dict[str, Any]) -> None:
    assert not REQUIRED - entry.keys()
    assert "topic" not in entry  # implied by the place of the file
    criterion = msgspec.convert(entry, Criterion)
    assert criterion.version >= 1
    assert criterion.faces
    assert criterion.sources


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: str(entry["id"]))
def test_both_languages_are_written_everywhere(entry: dict[str, Any]) -> None:
    for key in [*BILINGUAL, *(["cross_check"] if "cross_check" in entry else [])]:
        english, french = entry[key]["en"], entry[key]["fr"]
        assert english.strip() and french.strip(), key
        assert english != french, key
        assert not BARE_SPACE.search(french), (key, french)


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: str(entry["id"]))
def test_a_control_names_clauses_and_optional_looks_of_its_criterion(entry: dict[str, Any]) -> None:
    control = entry.get("control") or {}
    by_look = control.get("by_look", {})
    named = {*control.get("clauses", ()), *(clause for clauses in by_look.values() for clause in clauses)}
    assert named <= set(entry.get("clauses", {}))
    assert set(by_look) <= set(entry.get("optional_looks", ()))


@pytest.mark.parametrize("topic", TOPICS)
def test_each_file_says_that_it_is_not_the_official_list(topic: str) -> None:
    head = files("criteria").joinpath(f"{topic}.yaml").read_text(encoding="utf-8").partition("- id:")[0]
    assert "not the State's official list" in head
    assert "`unverified`" in head and "lawyer" in head


@pytest.mark.parametrize("identifier", ["GDP-01", "CON-01"])
def test_an_absence_is_concluded_only_from_a_complete_view(identifier: str) -> None:
    rule = next(entry["rule"] for entry in ALL if entry["id"] == identifier)
    assert "crawl was complete" in rule["en"] and "scripts" in rule["en"]
    assert "exploration est complète" in rule["fr"] and "script" in rule["fr"]


@pytest.mark.parametrize("identifier", ["GDP-03", "GDP-10"])
def test_without_a_pinned_list_a_human_looks_up(identifier: str) -> None:
    rule = next(entry["rule"] for entry in ALL if entry["id"] == identifier)
    assert "no list is pinned" in rule["en"] and "(review)" in rule["en"]
    assert "en l’absence de liste figée" in rule["fr"]
