"""The templates of the pages: those of the app, under the ones that a fault lays over them."""

from __future__ import annotations

from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from sample_apps.tensio.build import Build
from sample_apps.tensio.clock import now
from sample_apps.tensio.publisher import PUBLISHER
from sample_apps.tensio.words import date_fr, moment_fr, week_before

HERE = Path(__file__).parent


def templates(build: Build, stylesheet_address: str) -> Environment:
    """The environment of one build; ``stylesheet_address`` is what pages link to."""
    sound = FileSystemLoader(HERE / "templates")
    overlays = [FileSystemLoader(HERE / "faults" / "pages" / name) for name in build.overlays]
    environment = Environment(
        loader=ChoiceLoader([*overlays, sound, PrefixLoader({"sound": sound})]),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )
    environment.globals.update(
        publisher=PUBLISHER, version=build.release, release_marks=build.release_marks, stylesheet=stylesheet_address,
        year=now().year,
        space_offered=bool(build.settings.space_issuer),
    )
    environment.filters.update(date_fr=date_fr, moment_fr=moment_fr, week_before=week_before)
    return environment
