"""``probant evaluate``: judge a recorded bundle again, offline."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from criteria.audit import encode
from harness.audit.evaluate import evaluate
from harness.cli.asked import asked_criteria
from harness.cli.output import chosen_language, json_option, language_option
from harness.errors import ConfigurationError
from harness.exit_codes import of_audit


@click.command("evaluate")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option("--as-of", metavar="TIME", help="Judge at this time (RFC 3339); default: the time of the observations")
@click.option("--only", multiple=True, metavar="ID", help="Only these criteria")
@click.option("--out", type=click.Path(path_type=Path), help="Also write audit.json to this file")
@click.option("--gate", type=click.Choice(["verdicts", "decision"]), default="verdicts")
@json_option
@language_option
def command(
    bundle: Path,
    as_of: str | None,
    only: tuple[str, ...],
    out: Path | None,
    gate: str,
    as_json: bool,
    lang: str | None,
) -> int:
    """Judge BUNDLE (a folder or a packed file): the same evidence and rules give the same audit everywhere."""
    audit = evaluate(bundle, as_of=_time(as_of), only=asked_criteria(only))
    raw = encode(audit)
    if out is not None:
        out.write_bytes(raw)
    if as_json:
        click.echo(raw, nl=False)
    else:
        from harness.cli.table import print_audit

        print_audit(audit, chosen_language(lang))
    return of_audit(audit, gate)


def _time(value: str | None) -> datetime | None:
    """The time given, which must carry its offset; raises ``ConfigurationError``."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise ConfigurationError("command.bad_time", value=value) from error
    if found.tzinfo is None:
        raise ConfigurationError("command.bad_time", value=value)
    return found
