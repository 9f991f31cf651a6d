"""Live progress on standard error: a bar on a terminal, one line a look elsewhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

from criteria.messages import message, text
from criteria.observation import Close
from criteria.text import Language
from harness.audit.events import Event, Listener, LookClosed, LookOpened, Planned
from harness.cli.output import chosen_language
from harness.manifest import Manifest


@contextmanager
def progress(*, quiet: bool, lang: str | None, guided: Manifest | None = None) -> Iterator[Listener]:
    """A listener for the audit's events. ``guided``: the manifest of an audit that asks a person at the terminal, which
    a bar would disturb."""
    language = chosen_language(lang)
    if quiet:
        yield lambda _event: None
    elif guided is not None:
        manifest = guided
        yield lambda event: _line_and_acts(event, language, manifest)
    elif sys.stderr.isatty():
        with _bar(language) as listener:
            yield listener
    else:
        yield lambda event: _line(event, language)


@contextmanager
def _bar(language: Language) -> Iterator[Listener]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    lock = threading.Lock()
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def listen(event: Event) -> None:
            with lock:
                if isinstance(event, Planned):
                    bar.update(task, total=len(event.plan.looks))
                elif isinstance(event, LookOpened):
                    bar.update(task, description=event.look.id)
                elif isinstance(event, LookClosed):
                    bar.advance(task)
                    if event.close.outcome == "failed":
                        bar.console.print(_failed(event.close, language), markup=False, style="yellow")

        yield listen


def _line(event: Event, language: Language) -> None:
    if isinstance(event, LookClosed):
        failed = event.close.outcome == "failed"
        told = _failed(event.close, language) if failed else text("command.looking", look=event.look.id).in_(language)
        click.echo(told, err=True)


def _line_and_acts(event: Event, language: Language, manifest: Manifest) -> None:
    """As ``_line``, and at the beginning how many acts the person will be asked for."""
    if isinstance(event, Planned):
        from harness.probes.exchange.acts import total

        acts = total((look.kind for look in event.plan.looks if look.subject == "candidate"), manifest)
        click.echo(text("guided.total", acts=acts).in_(language), err=True)
    _line(event, language)


def _failed(close: Close, language: Language) -> str:
    why = message(close.reason).seen.filled({"look": close.look, **close.params})
    return text("command.look_failed", look=close.look, why=why.in_(language)).in_(language)
