"""The audit on a terminal: a table by family, the decision, and the first thing to mend."""

from __future__ import annotations

import click

from criteria.audit import Audit
from criteria.messages import text
from criteria.text import Language, tamed
from criteria.verdict import Verdict
from reports.table import first_to_mend, summary_table

COLOURS = {
    Verdict.PASS: "green",
    Verdict.FAIL: "red",
    Verdict.REVIEW: "magenta",
    Verdict.INCONCLUSIVE: "yellow",
    Verdict.NOT_APPLICABLE: "blue",
}


def print_audit(audit: Audit, language: Language) -> None:
    """Print to standard output; colours only on a terminal. What a candidate chose is made printable first."""
    for row in summary_table(audit, language):
        click.echo(row)
    click.echo()
    for one in audit.verdicts:
        if not _undecided(one.finding.statements):
            verdict = click.style(f"{text(f'report.verdict_{one.verdict}').in_(language):<16}", COLOURS[one.verdict])
            click.echo(f"  {one.criterion}  {verdict} {one.title.in_(language)}")
    for error in audit.errors:
        click.echo(f"  {error.criterion}  {click.style('engine error', 'red')} {tamed(error.error)}")
    click.echo()
    decision = text(f"report.decision_{audit.decision.decision}").in_(language)
    click.echo(f"{click.style(decision, bold=True)}")
    for reason in audit.decision.reasons:
        click.echo(f"  - {reason.in_(language)}")
    first = first_to_mend(audit, language)
    if first:
        click.echo(f"\n{first}")
    click.echo(f"\n{audit.notice.in_(language)}")


def _undecided(statements: object) -> bool:
    """Whether the only statement is that this version does not look yet."""
    return isinstance(statements, tuple) and [one.clause for one in statements] == ["gap.no_check"]
