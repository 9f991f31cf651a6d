"""``Drive``: a parameter that was given a hostile value; ``Marker``: a marker that stands as markup in an answer."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.html.tokens import Start, Text, tokens
from criteria.facts.http.exchange import KIND, Exchange, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation
from criteria.yaml_data import load_yaml

SUMMARY_KIND = "hostile.parameters_summary"
PURPOSES = ("parameters", "interface")
MOST_READ = 512 * 1024
_NAME = re.compile(r"pbt-[0-9a-f]{8}")
_VARYING = re.compile(r"\d+|~~[^~\s]{1,80}~~")
Place = Literal["element", "attribute", "script"]


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pair of conditions, each with the places ``{n}`` and ``{m}`` for two different digits."""

    id: str
    holds: str
    fails: str


class Vector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value that calls a function wherever it is run: ``{name}`` and the places of its calls are filled in."""

    id: str
    text: str


class Payloads(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``criteria/reference/injection.yaml``."""

    version: str
    rounds: tuple[tuple[int, int], ...]
    conditions: tuple[Condition, ...]
    vectors: tuple[Vector, ...]
    marker: str


class Drive(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One exchange for one ``parameter``. ``role`` is ``marker``, ``baseline``, ``true``, ``false`` (with their
    ``condition`` and ``round``) or ``generated``; ``print`` says what was answered, the value itself left out."""

    parameter: str
    role: str
    url: str
    method: str = "GET"
    status: int = 0
    error: str = ""
    condition: str = ""
    round: str = ""
    marker: str = ""
    print: str = ""


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """A marker ``name`` that stands in the page at ``url`` as an element, an attribute, or in a script."""

    name: str
    place: Place
    url: str


class DriveSummary(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of a look: every parameter that was found."""

    purpose: str
    parameters: tuple[str, ...] = ()


@cache
def payloads() -> Payloads:
    """The reference data."""
    raw = load_yaml(files("criteria").joinpath("reference/injection.yaml").read_bytes())
    return msgspec.convert(raw, Payloads)


@extractor(Drive, kind=KIND, version=1)
def drives(seen: Observation, blob: Blob) -> Iterator[Drive]:
    """One for each exchange that drove a parameter."""
    one = read_exchange(seen)
    tags = one.tags
    if one.purpose not in PURPOSES or "parameter" not in tags or "role" not in tags:
        return
    body = blob(one.body)[:MOST_READ] if one.body else b""
    yield Drive(
        parameter=tags["parameter"],
        role=tags["role"],
        url=one.url,
        method=one.method,
        status=one.status,
        error=one.error,
        condition=tags.get("condition", ""),
        round=tags.get("round", ""),
        marker=tags.get("marker", ""),
        print=_print(one, body, (tags.get("value", ""), tags.get("base", ""))),
    )


@extractor(Marker, kind=KIND, version=1)
def markers(seen: Observation, blob: Blob) -> Iterator[Marker]:
    """Every marker that stands as markup in an HTML answer, each once."""
    one = read_exchange(seen)
    if one.purpose not in PURPOSES or not one.body or not one.is_html:
        return
    body = blob(one.body)[:MOST_READ]
    if b"pbt-" not in body:
        return
    found = dict.fromkeys(_standing(decode(body, one.value("content-type"))))
    for name, place in found:
        yield Marker(name=name, place=place, url=one.url)


@extractor(DriveSummary, kind=SUMMARY_KIND, version=1)
def drive_summaries(seen: Observation, blob: Blob) -> Iterator[DriveSummary]:
    """The summary that ends the look."""
    yield msgspec.convert(seen.data, DriveSummary)


def _standing(page: str) -> Iterator[tuple[str, Place]]:
    for token in tokens(page):
        if isinstance(token, Start):
            if _NAME.fullmatch(token.name):
                yield token.name, "element"
            for attribute in token.attributes:
                if (found := _NAME.search(attribute)) is not None:
                    yield found[0], "attribute"
        elif isinstance(token, Text) and token.inside == "script" and "pbt-" in token.text:
            yield from ((name, "script") for name in _leaving_a_string(token.text))


def _leaving_a_string(script: str) -> Iterator[str]:
    """Markers whose quote stands in a script as it was sent: JSON and JavaScript would have escaped it."""
    for found in _NAME.finditer(script):
        before = script[max(0, found.start() - 5) : found.start()]
        if before.endswith("\"'><") and not before.endswith("\\\"'><"):
            yield found[0]


def _print(one: Exchange, body: bytes, values: tuple[str, ...]) -> str:
    """A digest of status and content without what changes from one answer to the next: numbers, the value itself.

    The plain value is left out of all answers, since it may stand in what a search finds.
    """
    text = _shown(decode(body, one.value("content-type"))) if one.is_html else body.decode("utf-8", "replace")
    for form in sorted({form for value in values for form in _forms(value)}, key=len, reverse=True):
        text = text.replace(form, "")
    stable = f"{one.status} {_VARYING.sub('', text)}"
    return hashlib.sha256(stable.encode()).hexdigest()[:16]


def _shown(page: str) -> str:
    """The elements and texts of a page, without the values of attributes."""
    return " ".join(token.text if isinstance(token, Text) else token.name for token in tokens(page))


def _forms(value: str) -> set[str]:
    """How an answer may write a value."""
    if not value:
        return set()
    plain = {value, value.strip(), html.escape(value)}
    return {*plain, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
