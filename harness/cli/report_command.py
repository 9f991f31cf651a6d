"""``probant report``: render a report from what an audit left."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from criteria.audit import Audit, decode, encode
from harness.audit.evaluate import evaluate
from harness.cli.output import chosen_language, language_option
from harness.errors import ConfigurationError
from harness.scenes import told
from reports.html import render_html

LARGEST_AUDIT = 64 * 1024 * 1024
"""Bytes of an ``audit.json`` that is read."""


@click.command("report")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["html", "json"]), default="html")
@click.option("--out", "-o", type=click.Path(path_type=Path), help="File to write (default: standard output)")
@language_option
def command(source: Path, form: str, out: Path | None, lang: str | None) -> int:
    """Render SOURCE: an audit.json, or a bundle that is judged first."""
    audit = read_audit(source)
    raw = render_html(audit, chosen_language(lang), told()) if form == "html" else encode(audit)
    if out is None:
        click.echo(raw, nl=False)
    else:
        out.write_bytes(raw)
    return 0


def read_audit(source: Path) -> Audit:
    """The audit of an ``audit.json`` or of a bundle; raises ``ConfigurationError`` when it is neither."""
    if source.suffix != ".json":
        return evaluate(source)
    try:
        if source.stat().st_size > LARGEST_AUDIT:
            raise ConfigurationError("command.not_audit", path=source.name, why=f"> {LARGEST_AUDIT} B")
        return decode(source.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise ConfigurationError("command.not_audit", path=source.name, why=error) from error
