"""Which personal fields the recorded forms and bodies ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from criteria.check import Facts, Seen
from criteria.facts.dossier_words import core, plain
from criteria.facts.html import Field, Form, Page
from criteria.facts.rights import Told
from criteria.page_kinds import patterns

NAME = "collected_fields"
UNFILLED = frozenset(("hidden", "submit", "button", "image", "reset", "password", "search"))
PERSONAL = frozenset(("email", "tel", "date", "datetime-local", "textarea", "month"))
"""Types that are personal even in a form that is sent with GET (pages that run scripts often leave the method out)."""
MOST_KEYS = 200
DEEPEST = 6


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """One field by its name. ``label`` is what the form calls it, ``required`` whether some form enforces it."""

    name: str
    label: str
    required: bool
    url: str
    seen: tuple[Seen[Any], ...]


def collected(facts: Facts) -> list[Collected]:
    """Every personal field once, those of forms first."""
    found: dict[str, Collected] = {}
    pages = [seen for seen in facts.all(Page) if seen.fact.status < 400]
    for seen in pages:
        for form in seen.fact.forms:
            for field in _filled_in(form):
                _add(found, _of(field, seen))
    known = {core(field.name) for seen in pages for form in seen.fact.forms for field in form.fields}
    for told in facts.all(Told):
        for name in _keys(told.fact):
            if core(name) not in known and not is_technical(name):
                _add(found, Collected(name=name, label="", required=False, url=told.fact.url, seen=(told,)))
    return list(found.values())


def _of(field: Field, seen: Seen[Page]) -> Collected:
    return Collected(name=field.name, label=field.label, required=field.required, url=seen.fact.url, seen=(seen,))


def _add(found: dict[str, Collected], one: Collected) -> None:
    earlier = found.get(core(one.name))
    if earlier is None:
        found[core(one.name)] = one
    elif one.required and not earlier.required:
        found[core(one.name)] = msgspec.structs.replace(one, seen=(*earlier.seen, *one.seen))


def _filled_in(form: Form) -> Iterator[Field]:
    """What a person fills in and sends: no secret, no code, no box by which one agrees."""
    for field in form.fields:
        sent = form.method == "POST" or field.type in PERSONAL
        if field.name and sent and field.type not in UNFILLED and not _serves_the_app(field) and not _agrees(field):
            yield field


def _serves_the_app(field: Field) -> bool:
    """A technical name hides no NIR: what the person reads beside the field decides."""
    return is_technical(field.name) and not matches("nir", field.label)


def _agrees(field: Field) -> bool:
    known = patterns(NAME)["agreement"]
    return field.type == "checkbox" and any(re.search(known, plain(part)) for part in (field.label, field.name))


def is_technical(name: str) -> bool:
    """Whether a name is that of a secret, a code, or something that only the app needs."""
    known, bare = patterns(NAME), plain(name[:200])
    return bool(re.search(known["technical"], bare) or re.search(known["secret"], bare)) or not core(name)


def _keys(told: Told) -> Iterable[str]:
    """Names in a body whose value a person may have given: texts and numbers, no yes or no."""
    if told.method == "GET" or not told.sent:
        return ()
    if told.sent[:1] in ("{", "["):
        try:
            return list(dict.fromkeys(_plain_keys(json.loads(told.sent), "", 0)))[:MOST_KEYS]
        except (ValueError, RecursionError):
            return ()
    if told.sent[:1] in ("-", "<") or "=" not in told.sent:
        return ()
    return [name for name, _ in parse_qsl(told.sent[:100_000], max_num_fields=None)[:MOST_KEYS]]


def _plain_keys(place: Any, name: str, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(place, dict):
        for key, value in list(place.items())[:MOST_KEYS]:
            yield from _plain_keys(value, str(key)[:200], depth + 1)
    elif isinstance(place, list):
        for value in place[:MOST_KEYS]:
            yield from _plain_keys(value, name, depth + 1)
    elif name and isinstance(place, str | int | float) and not isinstance(place, bool):
        yield name


def names_health(category: str) -> bool:
    """Whether a category of the inventory is of health data; the link with the health space is none by itself."""
    return matches("health", re.sub(patterns(NAME)["health_space"], " ", plain(category)))


def matches(pattern: str, *parts: str) -> bool:
    """Whether one of these names or labels matches a pattern of ``collected_fields``."""
    return any(re.search(patterns(NAME)[pattern], plain(part[:300])) for part in parts if part)
