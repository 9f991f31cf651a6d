"""Libraries that scripts and style sheets of a site name themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec

from criteria.facts.http.exchange import KIND, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation
from criteria.yaml_data import load_yaml

_READ = ("javascript", "ecmascript", "css")


class Library(msgspec.Struct, frozen=True, omit_defaults=True):
    """A library in a file of the site. ``version`` is whole, or empty where only its presence is seen."""

    name: str
    url: str
    version: str = ""


@cache
def _known() -> tuple[tuple[str, re.Pattern[bytes], re.Pattern[bytes]], ...]:
    found = load_yaml(files("criteria").joinpath("reference/library_fingerprints.yaml").read_bytes())
    return tuple((one["name"], *(re.compile(one[kind].encode()) for kind in ("exact", "partial"))) for one in found)


@extractor(Library, kind=KIND, version=1)
def libraries(seen: Observation, blob: Blob) -> Iterator[Library]:
    """Each library of a script or style sheet that answered 200, once for each version."""
    exchange = read_exchange(seen)
    if exchange.status != 200 or not exchange.body or not exchange.media_type.endswith(_READ):
        return
    body = blob(exchange.body)
    for name, exact, partial in _known():
        versions = dict.fromkeys(found[1].decode("ascii", "replace") for found in exact.finditer(body))
        for version in versions:
            yield Library(name, exchange.url, version)
        if not versions and partial.search(body):
            yield Library(name, exchange.url)
