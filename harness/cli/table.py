"""The audit on a terminal: a table by family, every decided criterion, the decision, and the first thing to mend."""

from __future__ import annotations

import click

from criteria.audit import Audit, Judged
from criteria.decision import NO_CHECK
from criteria.text import Language, tamed
from criteria.verdict import Verdict
from reports.order import STATES
from reports.table import first_to_mend, headings, summary_table
from reports.words import named

COLOURS = {
    Verdict.PASS: "green",
    Verdict.FAIL: "red",
    Verdict.REVIEW: "magenta",
    Verdict.INCONCLUSIVE: "yellow",
    Verdict.NOT_APPLICABLE: "blue",
}


def print_audit(audit: Audit, language: Language) -> None:
    """Print to standard output; colours only on a terminal. What a candidate chose is made printable first."""
    _families(audit, language)
    for one in audit.verdicts:
        if not _undecided(one):
            click.echo(_line(one, language))
    for error in audit.errors:
        click.echo(f"  {error.criterion}  {named('state', 'error').in_(language)}: {tamed(error.error)}")
    decision = named("decision", audit.decision.decision).in_(language)
    click.echo(f"\n{click.style(decision, bold=True)}")
    for reason in audit.decision.reasons:
        click.echo(f"  - {reason.in_(language)}")
    first = first_to_mend(audit, language)
    if first:
        click.echo(f"\n-> {first}")
    click.echo(f"\n{audit.notice.in_(language)}")


def _families(audit: Audit, language: Language) -> None:
    columns = ["", *headings(language), named("state", "total").in_(language)]
    rows = [
        [row.label, *(str(row.counts[state]) for state in STATES), str(row.total)]
        for row in summary_table(audit, language)
    ]
    widths = [max(len(line[place]) for line in (columns, *rows)) for place in range(len(columns))]
    for line in (columns, *rows):
        cells = [
            line[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)),
        ]
        click.echo("  ".join(cells).rstrip())
    click.echo()


def _line(one: Judged, language: Language) -> str:
    state = named("state", one.verdict).in_(language)
    return f"  {one.criterion}  {click.style(f'{state:<16}', COLOURS[one.verdict])} {one.title.in_(language)}"


def _undecided(one: Judged) -> bool:
    """Whether the only statement is that this version does not look yet."""
    return [said.clause for said in one.finding.statements] == [NO_CHECK]
