"""What belongs together and what comes first: the order in which every report tells the same audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from criteria.audit import Audit, Judged
from criteria.text import Text
from criteria.verdict import Severity, Verdict

STATES = ("pass", "fail", "inconclusive", "not_applicable", "review", "error")
"""Every state of a criterion, in the order of the reports."""
NO_CHECK = "gap.no_check"
FAMILY_OF_PREFIX = {"SEC": "security", "GDP": "gdpr", "CON": "content"}

_SEVERITIES = {severity: rank for rank, severity in enumerate(Severity)}
_EFFORTS = {"hours": 0, "days": 1, "weeks": 2}


class Group(msgspec.Struct, frozen=True):
    """Criteria of one family or topic (``name`` as in ``Judged.topic``), and how many stand in each state."""

    name: str
    verdicts: tuple[Judged, ...]
    counts: dict[str, int]
    topics: tuple[Group, ...] = ()

    @property
    def total(self) -> int:
        """Criteria of the group, engine errors among them."""
        return sum(self.counts.values())


class Gift(msgspec.Struct, frozen=True):
    """Something that, when given, helps to decide these criteria."""

    todo: Text
    criteria: tuple[str, ...]


def families(audit: Audit) -> tuple[Group, ...]:
    """The audit by family and topic, in catalogue order. An engine error counts for its family alone."""
    failed = Counter(_family(one.criterion) for one in audit.errors)
    names = dict.fromkeys([*(one.topic.partition("/")[0] for one in audit.verdicts), *failed])
    groups = []
    for name in names:
        members = [one for one in audit.verdicts if one.topic.partition("/")[0] == name]
        topics = tuple(
            _group(topic, [one for one in members if one.topic == topic])
            for topic in dict.fromkeys(one.topic for one in members)
        )
        groups.append(_group(name, members, failed[name], topics))
    return tuple(groups)


def undecided(one: Judged) -> bool:
    """Whether this version has no check for the criterion."""
    return all(statement.clause == NO_CHECK for statement in one.finding.statements)


def fails(audit: Audit) -> list[Judged]:
    """Failing criteria: the gravest first, and at the same severity the quickest to mend."""
    return sorted((one for one in audit.verdicts if one.verdict is Verdict.FAIL), key=_urgency)


def reviews(audit: Audit) -> list[Judged]:
    """Criteria that wait for a person, the gravest first."""
    return sorted((one for one in audit.verdicts if one.verdict is Verdict.REVIEW), key=_urgency)


def gifts(audit: Audit) -> list[Gift]:
    """What to give or do so that inconclusive criteria can be decided: what helps the most criteria first."""
    wanted: dict[Text, dict[str, None]] = {}
    for one in sorted((one for one in audit.verdicts if one.verdict is Verdict.INCONCLUSIVE), key=_urgency):
        for statement in one.finding.statements:
            if statement.outcome == "inconclusive" and statement.todo is not None:
                wanted.setdefault(statement.todo, {})[one.criterion] = None
    found = [Gift(todo, tuple(criteria)) for todo, criteria in wanted.items()]
    return sorted(found, key=lambda gift: -len(gift.criteria))


def _group(name: str, verdicts: Iterable[Judged], errors: int = 0, topics: tuple[Group, ...] = ()) -> Group:
    members = tuple(verdicts)
    found = Counter(one.verdict.value for one in members)
    return Group(name, members, {**{state: found[state] for state in STATES}, "error": errors}, topics)


def _family(criterion: str) -> str:
    prefix = criterion.partition("-")[0]
    return FAMILY_OF_PREFIX.get(prefix, prefix)


def _urgency(one: Judged) -> tuple[int, int]:
    return _SEVERITIES[one.severity], _EFFORTS[one.remediation.effort]
