"""``probant audit``: the whole way from a manifest (or an address) to verdicts, a report and a signed bundle."""

from __future__ import annotations

import re
from contextlib import nullcontext
from pathlib import Path
from typing import cast

import click

from criteria.audit import Audit, encode
from criteria.messages import text
from harness.audit.evaluate import evaluate
from harness.audit.run import run_audit
from harness.bundle import open_bundle
from harness.cli.asked import asked_criteria
from harness.cli.guided_prompt import MINUTES, asker_for
from harness.cli.output import chosen_language, json_option, language_option, say
from harness.cli.progress import progress
from harness.cli.table import print_audit
from harness.errors import ConfigurationError
from harness.exit_codes import of_audit
from harness.manifest import Manifest, load_manifest, manifest_for_url
from harness.plan import Origin
from harness.results import BUNDLE, REPORT, write_results
from reports.signing import Signer


@click.command("audit")
@click.argument("candidate")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the results (default: out/NAME)")
@click.option("--only", multiple=True, metavar="ID", help="Only these criteria (repeatable, or comma-separated)")
@click.option("--resume", is_flag=True, help="Go on with an interrupted audit in --out")
@click.option("--hold", is_flag=True, help="Leave the evidence open while the breach exercise awaits its answer")
@click.option("--guided/--no-guided", default=None, help="Ask a person for guided journeys (default: at a terminal)")
@click.option("--guided-wait", type=click.FloatRange(0, 600, min_open=True), default=MINUTES, show_default=True,
              metavar="MINUTES", help="How long one guided act may take")
@click.option("--origin", type=click.Choice(["self_test", "reviewer", "platform"]), default="self_test")
@click.option("--profile", type=click.Choice(["standard", "lab"]), default="standard", help="For an address only")
@click.option("--ca", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Lab authority (address only)")
@click.option("--sign-key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Ed25519 key, PEM")
@click.option(
    "--reference",
    "references",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="A reference pack of yours (YAML, repeatable): lists of trackers, tables of address ranges",
)
@click.option("--gate", type=click.Choice(["verdicts", "decision"]), default="verdicts")
@json_option
@language_option
def command(
    candidate: str,
    out: Path | None,
    only: tuple[str, ...],
    resume: bool,
    hold: bool,
    guided: bool | None,
    guided_wait: float,
    origin: str,
    profile: str,
    ca: Path | None,
    sign_key: Path | None,
    references: tuple[Path, ...],
    gate: str,
    as_json: bool,
    lang: str | None,
) -> int:
    """Audit CANDIDATE: a candidate.yaml, or an https address as a first contact (passive looks only)."""
    asked = asked_criteria(only)
    signer = signer_for(sign_key, origin)
    manifest, folder = _subject(candidate, profile, ca)
    results = out or Path("out") / (re.sub(r"[^A-Za-z0-9._-]+", "-", manifest.name).strip("-.") or "audit")
    asker = asker_for(guided, guided_wait, chosen_language(lang)) if manifest.guided else None
    with (
        progress(quiet=as_json, lang=lang, guided=manifest if asker else None) as listener,
        asker.interruptible() if asker else nullcontext(),
    ):
        run = run_audit(
            manifest,
            folder,
            results / BUNDLE,
            signer=signer,
            origin=cast(Origin, origin),
            only=asked,
            resume=resume,
            hold=hold,
            listener=listener,
            references=references,
            asker=asker,
        )
    if run.awaited:
        say(text("command.held", looks=", ".join(run.awaited), out=results), lang)
    audit = evaluate(run.bundle)
    write_results(audit, results, signer, chosen_language(lang))
    show(audit, results, as_json, lang)
    return of_audit(audit, gate, len(run.errors))


def show(audit: Audit, results: Path, as_json: bool, lang: str | None) -> None:
    """Print the audit: JSON alone, or the table and where the report lies."""
    if as_json:
        click.echo(encode(audit), nl=False)
        return
    print_audit(audit, chosen_language(lang))
    say(text("command.results", report=results / REPORT), lang)
    found = open_bundle(results / BUNDLE)
    key = "command.evidence" if found.sealed else "command.evidence_open"
    say(text(key, bundle=results / BUNDLE, entries=found.entries), lang)


def signer_for(sign_key: Path | None, origin: str) -> Signer:
    """The signer of an audit: a given key, or one made for this audit alone where nobody needs to trust it."""
    if sign_key is not None:
        try:
            return Signer.load(sign_key.read_bytes())
        except ValueError as error:
            raise ConfigurationError("command.bad_key", path=sign_key.name) from error
    if origin != "self_test":
        raise ConfigurationError("command.key_needed", origin=origin)
    return Signer.generate()


def _subject(candidate: str, profile: str, ca: Path | None) -> tuple[Manifest, Path]:
    if "://" in candidate:
        return manifest_for_url(candidate, profile, ca.name if ca else ""), ca.parent if ca else Path()
    path = Path(candidate)
    return load_manifest(path), path.parent
