"""The audit in a few lines, as data, for the command line."""

from __future__ import annotations

import msgspec

from criteria.audit import Audit
from criteria.messages import text
from criteria.text import Language
from reports.order import STATES, fails, families, gifts
from reports.words import named


class Row(msgspec.Struct, frozen=True):
    """One family (or, last, all of them): its name, the number in each of ``STATES``, and in all."""

    label: str
    counts: dict[str, int]
    total: int


def headings(language: Language) -> list[str]:
    """Names of ``STATES`` in their order."""
    return [named("state", state).in_(language) for state in STATES]


def summary_table(audit: Audit, language: Language) -> list[Row]:
    """A row for each family, in catalogue order, and a last one for all."""
    groups = families(audit)
    rows = [Row(named("family", one.name).in_(language), one.counts, one.total) for one in groups]
    counts = {state: sum(one.counts[state] for one in groups) for state in STATES}
    return [*rows, Row(text("report.overview_all").in_(language), counts, sum(counts.values()))]


def first_to_mend(audit: Audit, language: Language) -> str | None:
    """One sentence on what to do next: the gravest fail, else what to give; ``None`` when nothing is left."""
    for one in fails(audit):
        todo = next((said.todo for said in one.finding.statements if said.outcome == "fail" and said.todo), None)
        advice = todo.in_(language) if todo else getattr(one.remediation, language)
        title = one.title.in_(language)
        return text("report.mend_first_fail", criterion=one.criterion, title=title, todo=advice).in_(language)
    for gift in gifts(audit):
        return gift.todo.in_(language)
    return None
