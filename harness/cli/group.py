"""The commands of ``probant``, each loaded only when it is called: start-up time is part of the product."""

from __future__ import annotations

from importlib import import_module

import click

from criteria.messages import text
from harness.cli.output import chosen_language

COMMANDS = (
    "audit",
    "check",
    "criteria",
    "demo",
    "evaluate",
    "export",
    "init",
    "matrix",
    "pack",
    "pytest",
    "report",
    "space",
    "verify",
)


class LazyGroup(click.Group):
    """Finds ``harness.cli.<name>_command:command`` on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"harness.cli.{cmd_name}_command").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        language = chosen_language(None)
        with formatter.section("Commands" if language == "en" else "Commandes"):
            formatter.write_dl([(name, text(f"command.{name}").in_(language)) for name in COMMANDS])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="probant")
def probant() -> None:
    """Decide whether an app may enter the health space, and show why.

    Exit codes: 0 every applicable criterion passes; 1 a criterion fails; 2 incomplete; 3 wrong configuration;
    4 a bug in Probant; 5 evidence was tampered with.
    """
