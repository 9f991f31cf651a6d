"""Text in both languages as markup: every sentence stands twice, each side in an element with its own ``lang``."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from criteria.criterion import Remediation
from criteria.messages import keys, text
from criteria.text import Language, Text
from reports.plain import plain

LONGEST_VALUE = 500
LONGEST_NAME = 80
"""Characters of a foreign value, and of a name that has no word of ours."""

_REFERENCE = re.compile(r"~~secret-([a-z_]{1,40})-([0-9a-f]{8})[0-9a-f]{8}~~")


def both(sentence: Text | Remediation) -> Markup:
    """The sentence in both languages, escaped; the style sheet shows the chosen one."""
    return _side("en", sentence.en) + _side("fr", sentence.fr)


def said(key: str, **params: object) -> Markup:
    """A message of ``report.yaml`` in both languages."""
    return both(text(f"report.{key}", **params))


def named(kind: str, name: str) -> Text:
    """How ``name`` of this ``kind`` is called (``state``, ``fail``); the bare name when there is no word for it."""
    key = f"report.{kind}_{name.replace('/', '_').replace('.', '_')}"
    return text(key) if key in keys() else Text(plain(name, LONGEST_NAME), plain(name, LONGEST_NAME))


def word(kind: str, name: str) -> Markup:
    """``named`` as markup."""
    return both(named(kind, name))


def value(given: object) -> Markup:
    """A foreign string, harmless and isolated from the direction of the text around it."""
    return Markup("<bdi>{}</bdi>").format(plain(given, LONGEST_VALUE))


def secret_short(given: object) -> str:
    """Text with each reference of a secret shortened: ``~~secret-state-361e82b3dfd985b5~~`` to ``‹state 361e82b3›``."""
    return _REFERENCE.sub(r"‹\1 \2›", str(given))


def path(url: str) -> str:
    """An address without its scheme and host."""
    _, _, rest = url.partition("://")
    return "/" + rest.partition("/")[2] if rest else url


def moment(stamp: str) -> Markup:
    """A recorded time (RFC 3339, UTC) as ``2026-03-02 09:15:04 UTC``; other text as it is."""
    day, _, clock = stamp.partition("T")
    if len(day) == 10 and clock.endswith("Z") and len(clock) <= 16:
        return Markup('<time datetime="{}">{} {} UTC</time>').format(plain(stamp), plain(day), plain(clock[:8]))
    return value(stamp)


def _side(language: Language, sentence: str) -> Markup:
    return Markup('<span class="{0}" lang="{0}">{1}</span>').format(language, escape(plain(sentence)))
