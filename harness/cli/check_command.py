"""``probant check``: the preflight, in plain words."""

from __future__ import annotations

import os
from pathlib import Path

import click
import msgspec

from criteria.messages import text
from harness.audit.run import client_for
from harness.cli.output import chosen_language, json_option, language_option, say
from harness.exit_codes import Exit
from harness.manifest import load_manifest
from harness.preflight import preflight


@click.command("check")
@click.argument("manifest", type=click.Path(path_type=Path), default=Path("candidate.yaml"))
@json_option
@language_option
def command(manifest: Path, as_json: bool, lang: str | None) -> int:
    """Reach every address of MANIFEST, validate everything, say what to mend. Judges nothing.

    Exit 0 when all is well, 2 when criteria would stay inconclusive, 3 when an audit could not start.
    """
    loaded = load_manifest(manifest)
    language = chosen_language(lang)
    advice = list(preflight(loaded, manifest.parent, client_for(loaded, manifest.parent), os.environ))
    if as_json:
        click.echo(msgspec.json.encode(advice))
    else:
        for one in advice:
            click.echo(f"{'ok ' if one.well else '-> '} {one.found.in_(language)}")
            if one.todo is not None:
                click.echo(f"     {one.todo.in_(language)}")
    if any(one.fatal and not one.well for one in advice):
        return Exit.CONFIGURATION
    if any(not one.well for one in advice):
        return Exit.INCOMPLETE
    say(text("check.all_well"), lang)
    return Exit.PASS
