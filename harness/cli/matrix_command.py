"""``probant matrix``: does the suite see each fault, and nothing else?"""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from criteria.messages import text
from harness.cli.output import chosen_language, json_option, language_option
from harness.errors import ConfigurationError
from harness.exit_codes import Exit
from harness.matrix import Matrix, Sample, live, replayed


@click.command("matrix")
@click.option("--fault", "chosen", multiple=True, help="Only these faults (repeatable)")
@click.option("--sample", type=click.Choice(["tensio", "sommeil"]), default="tensio", show_default=True, help="Whose")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Audits side by side")
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), help="Keep the bundles in this file")
@click.option("--replay", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="Judge kept bundles")
@click.option("--reshape", type=int, metavar="SEED", help="Tensio's pages in another vendor's hand and words")
@json_option
@language_option
def command(
    chosen: tuple[str, ...],
    sample: Sample,
    jobs: int,
    record: Path | None,
    replay: Path | None,
    reshape: int | None,
    as_json: bool,
    lang: str | None,
) -> int:
    """Faults x criteria. Exit 0 when every fault moves exactly what it declares, else 1."""
    if reshape is not None and (replay or record):
        raise ConfigurationError("matrix.reshaped_live")
    found = replayed(replay, chosen) if replay else live(chosen, jobs, record, sample, reshape=reshape)
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        _print(found, lang)
    wrong = found.summary.missed or found.summary.false_alarms or found.sound_fails
    return Exit.FAIL if wrong else Exit.PASS


def _print(found: Matrix, lang: str | None) -> None:
    language = chosen_language(lang)
    moved: dict[str, list[str]] = {}
    for cell in found.cells:
        moved.setdefault(cell.fault, [])
        if cell.seen != cell.sound:
            moved[cell.fault].append(f"{cell.criterion}: {cell.sound} -> {cell.seen}")
    wrong = {cell.fault for cell in (*found.missed, *found.false_alarms)}
    for fault, effects in moved.items():
        click.echo(f"{'!! ' if fault in wrong else 'ok '} {fault:<28} {'; '.join(effects) or '-'}")
    for cell in (*found.missed, *found.false_alarms):
        click.echo(f"!!  {cell.fault} x {cell.criterion}: {cell.expected} != {cell.seen}")
    numbers = {name: str(value) for name, value in msgspec.to_builtins(found.summary).items()}
    click.echo(text("matrix.summary", **numbers).in_(language))
