"""What the command says, and where: results on standard output, everything else on standard error."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from criteria.text import LANGUAGES, Language, Text
from harness.errors import ProbantError

CommandT = TypeVar("CommandT", bound=Callable[..., Any])


def chosen_language(asked: str | None) -> Language:
    """``--lang``, else ``PROBANT_LANG``, else the locale's language, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    for wish in (asked, os.environ.get("PROBANT_LANG"), locale[:2]):
        for language in LANGUAGES:
            if wish == language:
                return language
    return "en"


def language_option(command: CommandT) -> CommandT:
    """``--lang fr|en``."""
    return click.option("--lang", type=click.Choice(list(LANGUAGES)), help="fr or en")(command)


def json_option(command: CommandT) -> CommandT:
    """``--json``: the machine form alone on standard output."""
    return click.option("--json", "as_json", is_flag=True, help="JSON alone on standard output")(command)


def say(sentence: Text, lang: str | None = None) -> None:
    """A sentence for a person, on standard error."""
    click.echo(sentence.in_(chosen_language(lang)), err=True)


def say_error(error: ProbantError) -> None:
    """What is wrong and what to do, on standard error."""
    language = chosen_language(None)
    click.echo(f"probant: {error.problem.in_(language)}", err=True)
    if error.remedy is not None:
        click.echo(f"  -> {error.remedy.in_(language)}", err=True)


def say_usage(error: click.ClickException) -> None:
    """A wrong call, on standard error."""
    click.echo(f"probant: {error.format_message()}", err=True)
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(f"  -> {context.command_path} --help", err=True)
