"""The report as one HTML file: no script, no network, both languages, readable on a screen, on paper and aloud."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from criteria.audit import Audit
from criteria.text import Language
from reports import words
from reports.order import STATES, fails, families, gifts, reviews, undecided
from reports.plain import plain
from reports.room import LONGEST, MOST_VALUES
from reports.scenes import NOTHING_TOLD, Told, lookings

MOST_ITEMS = 40
"""Longest list in the report; the rest is counted, and stands in ``audit.json``."""


def render_html(audit: Audit, language: Language = "fr", told: Mapping[str, Told] = NOTHING_TOLD) -> bytes:
    """The report of ``audit``, UTF-8. ``language`` is the one shown first; the reader may switch.

    ``told`` says what each scenario of the lab is, by its id; one that is not there is called by its id alone.
    """
    style = _style()
    played = lookings(audit, told)
    shown = [one for one in audit.verdicts if not undecided(one)]
    page = (
        _environment()
        .get_template("report.html")
        .render(
            audit=audit,
            language=language,
            style=Markup(style),
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            families=families(audit),
            shown={one.criterion for one in shown},
            undecided=[one for one in audit.verdicts if undecided(one)],
            fails=fails(audit),
            gifts=gifts(audit),
            reviews=reviews(audit),
            seen={one.id: one for one in audit.observations},
            lookings=played,
            steps={name for looking in played for scene in looking.scenes for name in scene.marks},
            banners=_banners(audit),
        )
    )
    return page.encode()


def _banners(audit: Audit) -> list[str]:
    """Message names of what lessens this audit, the heaviest first."""
    said = [f"banner_{audit.origin}"] if audit.origin in ("self_test", "platform") else []
    said += ["banner_lab"] if audit.profile == "lab" else []
    said += [] if audit.sealed else ["banner_open"]
    return [*said, "banner_partial"] if audit.partial else said


@cache
def _style() -> str:
    return files("reports").joinpath("templates/report.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        both=words.both,
        said=words.said,
        word=words.word,
        value=words.value,
        moment=words.moment,
        path=words.path,
        secret_short=words.secret_short,
        plain=plain,
        STATES=STATES,
        MOST_ITEMS=MOST_ITEMS,
        MOST_VALUES=MOST_VALUES,
        LONGEST_VALUE=LONGEST,
    )
    return environment
