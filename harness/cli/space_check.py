"""``probant space check``: hold a space, anybody's, to the clauses of the contract."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from conformance.suite.checked import Checked, checked
from conformance.suite.clauses import clauses
from conformance.suite.manifest import SpaceManifest
from conformance.suite.manifest_file import ManifestWrong, load_manifest
from conformance.suite.run import Tried, run
from criteria.audit import Audit, encode
from criteria.messages import text
from criteria.text import Language
from criteria.verdict import Verdict
from harness.cli.output import chosen_language, json_option, language_option, say
from harness.errors import ConfigurationError
from harness.version import ENGINE
from reports.har import har_of
from reports.html import render_html


@click.command("check")
@click.argument("url", required=False, default="")
@click.option("--manifest", type=click.Path(path_type=Path, dir_okay=False), default=Path("space.yaml"))
@click.option("--read-only", is_flag=True, help="Pair and read, write no measure: for a space in production")
@click.option("--area", "areas", multiple=True, help="Only the clauses of this area (token, consent, search…)")
@click.option("--generated", type=click.IntRange(0, 500), default=8, show_default=True, help="Requests per operation")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the audit and the exchanges")
@json_option
@language_option
def command(
    url: str,
    manifest: Path,
    read_only: bool,
    areas: tuple[str, ...],
    generated: int,
    out: Path | None,
    as_json: bool,
    lang: str | None,
) -> int:
    """Check the space at URL (or at the manifest's base_url) clause by clause.

    Exit codes: 0 no clause fails (failures that the manifest expects aside); 1 a clause fails; 2 a clause could not be
    seen; 3 wrong manifest; 4 a bug in the suite.
    """
    language = chosen_language(lang)
    told = _manifest(manifest, url, areas)

    def heard(one: Tried) -> None:
        if one.result in ("broken", "unseen"):
            click.echo(f"{one.clause.id}: {one.said.in_(language)}", err=True)

    ran = run(told, read_only=read_only, areas=areas, generated=generated, told=heard)
    result = checked(ran, engine=ENGINE, now=datetime.now(UTC))
    if out is not None:
        _write(out, result, language)
        say(text("space_check.written", folder=out), lang)
    click.echo(encode(result.audit) if as_json else _told(result, language))
    return result.code


def _manifest(path: Path, url: str, areas: tuple[str, ...]) -> SpaceManifest:
    try:
        told = load_manifest(path, os.environ, url)
    except ManifestWrong as wrong:
        raise ConfigurationError(wrong.key, **wrong.params) from wrong
    known = {one.id for one in clauses()}
    for expected in told.expected_failures:
        if expected.clause not in known:
            raise ConfigurationError("space_check.unknown_clause", clause=expected.clause)
    for area in areas:
        if area not in {one.area for one in clauses()}:
            raise ConfigurationError("space_check.no_such_area", area=area)
    return told


def _write(folder: Path, result: Checked, language: Language) -> None:
    har = har_of(((seen, result.blobs.__getitem__) for seen in result.observations), creator=ENGINE)
    parts = {
        "audit.json": encode(result.audit),
        "report.html": render_html(result.audit, language),
        "exchanges.har": msgspec.json.encode(har),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, raw in parts.items():
            (folder / name).write_bytes(raw)
    except OSError as error:
        raise ConfigurationError("space_check.unwritable", path=folder, why=error) from error


def _told(result: Checked, language: Language) -> str:
    """The result for a person: every clause that does not plainly hold, area by area, and the counts."""
    lines = [line for area in _areas(result.audit) for line in _of_area(result.audit, area, language)]
    found = Counter(one.verdict for one in result.audit.verdicts)
    lines += ["", *(left.in_(language) for left in result.run.left)]
    lines += [f"{error.criterion}: {error.error}" for error in result.audit.errors]
    summary = text(
        "space_check.summary",
        held=found[Verdict.PASS],
        broken=found[Verdict.FAIL],
        review=found[Verdict.REVIEW],
        unseen=found[Verdict.INCONCLUSIVE],
        apart=found[Verdict.NOT_APPLICABLE],
        exchanges=len(result.observations),
    )
    return "\n".join([*lines, summary.in_(language)])


def _areas(audit: Audit) -> list[str]:
    return list(dict.fromkeys(one.topic for one in audit.verdicts))


def _of_area(audit: Audit, area: str, language: Language) -> list[str]:
    mine = [one for one in audit.verdicts if one.topic == area]
    held = sum(one.verdict is Verdict.PASS for one in mine)
    lines = [f"{area.partition('/')[2]:<14} {held}/{len(mine)}"]
    for one in mine:
        if one.verdict is not Verdict.PASS:
            seen = one.finding.statements[0]
            lines.append(f"  {one.verdict.value:<14} {one.criterion}: {one.title.in_(language)}")
            lines.append(f"  {'':<14} {seen.seen.in_(language)} {' '.join(seen.observations)}")
    return lines
