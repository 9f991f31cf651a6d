"""``probant demo``: the main job, from nothing: the space, a sample app, its audit, the report."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from criteria.messages import text
from harness.audit.evaluate import evaluate
from harness.audit.run import run_audit
from harness.cli.audit_command import show
from harness.cli.output import chosen_language, json_option, language_option, say
from harness.cli.progress import progress
from harness.errors import ConfigurationError
from harness.exit_codes import Exit, of_audit
from harness.results import BUNDLE, write_results
from harness.samples import running_tensio
from reports.signing import Signer

MARK = ".probant-demo"
"""The file that marks a folder as one that an earlier demonstration made, and that may be replaced."""


@click.command("demo")
@click.option("--out", type=click.Path(path_type=Path), default=Path("out/demo"), show_default=True)
@json_option
@language_option
def command(out: Path, as_json: bool, lang: str | None) -> int:
    """Start the reference space and Tensio, audit it, print the verdicts, say where the report lies.

    Ends with 0 when the demonstration worked, whatever is still inconclusive.
    """
    _fresh(out)
    say(text("demo.begin"), lang)
    signer = Signer.generate()
    with running_tensio(out / "candidate") as sample, progress(quiet=as_json, lang=lang) as listener:
        run = run_audit(
            sample.manifest,
            sample.folder,
            out / BUNDLE,
            signer=signer,
            environment=sample.environment,
            listener=listener,
        )
    audit = evaluate(run.bundle)
    write_results(audit, out, signer, chosen_language(lang))
    show(audit, out, as_json, lang)
    say(text("demo.end"), lang)
    code = of_audit(audit, probe_errors=len(run.errors))
    return Exit.PASS if code in (Exit.PASS, Exit.INCOMPLETE) else code


def _fresh(out: Path) -> None:
    """An empty folder; raises ``ConfigurationError`` rather than clear one that is not a demonstration's."""
    if out.exists():
        if any(out.iterdir()) and not (out / MARK).exists():
            raise ConfigurationError("demo.not_ours", path=out)
        shutil.rmtree(out)
        out.with_name(f"{out.name}.key").unlink(missing_ok=True)
    out.mkdir(parents=True)
    (out / MARK).touch()
