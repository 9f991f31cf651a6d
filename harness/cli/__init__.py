"""The command line ``probant``: results on standard output, everything else on standard error."""

from __future__ import annotations

import sys

import click

from criteria.audit import EngineError
from criteria.runner import attempt
from harness.cli.group import probant
from harness.cli.output import say_error, say_usage
from harness.errors import ProbantError
from harness.exit_codes import Exit

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code (see ``harness.exit_codes``)."""
    result = attempt("probant", lambda: _run(arguments))
    if isinstance(result, EngineError):
        click.echo(f"{result.error}\n  " + "\n  ".join(result.traceback), err=True)
        result = int(Exit.BUG)
    sys.exit(result)


def _run(arguments: list[str] | None) -> int:
    try:
        return int(probant.main(arguments, prog_name="probant", standalone_mode=False) or 0)
    except ProbantError as error:
        say_error(error)
        return error.code
    except click.ClickException as error:
        say_usage(error)
        return Exit.CONFIGURATION
    except (click.Abort, KeyboardInterrupt):
        click.echo("", err=True)
        return Exit.INCOMPLETE
