"""``probant pytest``: the audit as pytest items, for a vendor's CI that already reads JUnit or Allure."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest

from criteria.audit import Audit
from harness.cli.asked import asked_criteria
from harness.cli.output import chosen_language, language_option
from harness.cli.progress import progress
from harness.cli.report_command import read_audit
from harness.exit_codes import Exit, of_audit, strongest
from harness.manifest import load_manifest
from harness.pytest_items import test_criteria
from harness.pytest_items.plugin import AuditPlugin

OF_PYTEST = {
    pytest.ExitCode.OK: Exit.PASS,
    pytest.ExitCode.TESTS_FAILED: Exit.PASS,
    pytest.ExitCode.INTERRUPTED: Exit.INCOMPLETE,
    pytest.ExitCode.INTERNAL_ERROR: Exit.BUG,
    pytest.ExitCode.USAGE_ERROR: Exit.CONFIGURATION,
    pytest.ExitCode.NO_TESTS_COLLECTED: Exit.INCOMPLETE,
}
"""pytest's own codes; failed items say nothing that the verdicts do not say better."""


@click.command("pytest", context_settings={"ignore_unknown_options": True})
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("out/pytest"), show_default=True)
@click.option("--only", multiple=True, metavar="ID")
@click.option("--gate", type=click.Choice(["verdicts", "decision"]), default="verdicts")
@language_option
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def command(
    source: Path, out: Path, only: tuple[str, ...], gate: str, lang: str | None, pytest_arguments: tuple[str, ...]
) -> int:
    """Audit SOURCE (a candidate.yaml; or an audit.json or bundle, which is only read) as pytest items.

    Further arguments go to pytest: --junitxml FILE, --alluredir DIR, -k SEC, -v ...
    """
    audit, errors = _audited(source, out, asked_criteria(only), lang)
    arguments = [test_criteria.__file__, "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", "."]
    plugin = AuditPlugin(audit, chosen_language(lang))
    ended = pytest.main([*arguments, *pytest_arguments], plugins=[plugin])
    return strongest([of_audit(audit, gate, errors), OF_PYTEST[pytest.ExitCode(ended)]])


def _audited(source: Path, out: Path, only: tuple[str, ...], lang: str | None) -> tuple[Audit, int]:
    """The audit and the number of probe errors; a manifest is audited, anything else is read."""
    if source.suffix not in (".yaml", ".yml"):
        return read_audit(source), 0
    from harness.audit.evaluate import evaluate
    from harness.audit.run import run_audit
    from harness.results import BUNDLE, write_results
    from reports.signing import Signer

    signer = Signer.generate()
    with progress(quiet=False, lang=lang) as listener:
        run = run_audit(load_manifest(source), source.parent, out / BUNDLE, signer=signer, only=only, listener=listener)
    audit = evaluate(run.bundle)
    write_results(audit, out, signer, chosen_language(lang))
    return audit, len(run.errors)
