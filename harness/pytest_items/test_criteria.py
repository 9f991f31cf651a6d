"""One pytest item for each criterion. Allure gets titles, severity, links to the sources' names, and attachments."""

from __future__ import annotations

import allure
import msgspec
import pytest

from criteria.audit import EngineError, Judged, Statement
from criteria.text import Language
from criteria.verdict import Verdict

SEVERITY = {
    "blocking": allure.severity_level.BLOCKER,
    "major": allure.severity_level.CRITICAL,
    "minor": allure.severity_level.MINOR,
}


class NotDecided(Exception):
    """The criterion is inconclusive or awaits a person's review: an error of the run, not a failure of the app."""


@pytest.fixture
def described(judged: Judged, language: Language, observed: dict[str, str]) -> str:
    """Describe the item to Allure; raise or skip where the verdict is neither pass nor fail."""
    allure.dynamic.title(f"{judged.criterion} {judged.title.in_(language)}")
    allure.dynamic.description(judged.requirement.in_(language))
    allure.dynamic.severity(SEVERITY[judged.severity])
    family, _, topic = judged.topic.partition("/")
    allure.dynamic.epic(family)
    allure.dynamic.feature(topic)
    allure.dynamic.tag(judged.verdict, judged.method)
    allure.dynamic.link(f"urn:probant:criterion:{judged.criterion}", name=judged.criterion)
    said = told(judged, language, observed)
    allure.attach(said, name="finding", attachment_type=allure.attachment_type.TEXT)
    raw = msgspec.json.format(msgspec.json.encode(judged), indent=2)
    allure.attach(raw, name="verdict.json", attachment_type=allure.attachment_type.JSON)
    if judged.verdict is Verdict.NOT_APPLICABLE:
        pytest.skip(said)
    if judged.verdict in (Verdict.INCONCLUSIVE, Verdict.REVIEW):
        raise NotDecided(f"{judged.verdict}: {said}")
    return said


def told(judged: Judged, language: Language, observed: dict[str, str]) -> str:
    """The finding in plain text: expected, seen, where, what to do."""
    return "\n".join(line for one in judged.finding.statements for line in _lines(one, language, observed))


def _lines(one: Statement, language: Language, observed: dict[str, str]) -> list[str]:
    lines = [one.expected.in_(language)] if one.expected else []
    lines.append(one.seen.in_(language))
    lines += [f"  [{name}] {observed.get(name, '')}" for name in one.observations[:5]]
    return lines + ([f"  -> {one.todo.in_(language)}"] if one.todo else [])


def test_criterion(judged: Judged, described: str) -> None:
    """A fail is a failure with its finding as the message."""
    if judged.verdict is Verdict.FAIL:
        pytest.fail(f"{judged.criterion}: {described}", pytrace=False)


def test_engine(engine_error: EngineError) -> None:
    """A bug of Probant, with its traceback."""
    pytest.fail("\n".join((engine_error.error, *engine_error.traceback)), pytrace=False)
