"""What a person was shown before and after the scripted entry of critical values, and what its scripts may say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.http.exchange import KIND, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.facts.visible import json_texts, visible_lines
from criteria.observation import Observation

ENTRIES_KIND = "content.critical_summary"
PURPOSE = "critical"
BEFORE, AFTER, AROUND, FIRST = "before", "after", "around", "first"
MOST_LITERALS = 5_000
_LITERAL = re.compile(r"\"([^\"\\\n]{4,200})\"|'([^'\\\n]{4,200})'|`([^`\\]{4,200})`")


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One set of critical values: how its entry ended (as a journey does) and with which last status."""

    set: str
    values: dict[str, int]
    outcome: str
    status: int = 0
    detail: str = ""


class CriticalEntries(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Every entry; ``quantities`` are those that the journey declares. None: nothing could be entered."""

    quantities: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()


class Screen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer that a person would see. ``stage``: ``first`` (before anything was entered), ``before`` (the entry
    screen), ``after``, ``around`` (their other pages afterwards)."""

    set: str
    stage: str
    url: str
    status: int
    lines: tuple[str, ...] = ()
    scripts: bool = False
    json: bool = False


class ScriptTexts(msgspec.Struct, frozen=True, kw_only=True):
    """The texts written in one script of the candidate."""

    url: str
    texts: tuple[str, ...]


@extractor(CriticalEntries, kind=ENTRIES_KIND, version=1)
def entries(seen: Observation, blob: Blob) -> Iterable[CriticalEntries]:
    """The summary that ends the look."""
    yield msgspec.convert(seen.data, CriticalEntries)


@extractor(Screen, kind=KIND, version=1)
def screens(seen: Observation, blob: Blob) -> Iterator[Screen]:
    """One screen for each answer of the look that is no redirect."""
    exchange = read_exchange(seen)
    if exchange.purpose != PURPOSE or exchange.status == 0 or 300 <= exchange.status < 400:
        return
    body = blob(exchange.body) if exchange.body else b""
    is_json = "json" in exchange.media_type
    lines = json_texts(body) if is_json else visible_lines(decode(body, exchange.value("content-type")))
    yield Screen(
        set=exchange.start,
        stage=_stage(exchange.tags),
        url=exchange.url,
        status=exchange.status,
        lines=tuple(lines),
        scripts=not is_json and b"<script" in body.lower(),
        json=is_json,
    )


def _stage(tags: dict[str, str]) -> str:
    if "stage" in tags:
        return tags["stage"]
    return AFTER if tags.get("step") == tags.get("bearing") else BEFORE


@extractor(ScriptTexts, kind=KIND, version=1)
def script_texts(seen: Observation, blob: Blob) -> Iterator[ScriptTexts]:
    """The string literals of each script that the crawl read."""
    exchange = read_exchange(seen)
    if exchange.purpose != "asset" or exchange.status != 200 or "script" not in exchange.media_type:
        return
    found = _LITERAL.finditer(decode(blob(exchange.body) if exchange.body else b"", exchange.value("content-type")))
    texts = (next(filter(None, one.groups())) for one, _ in zip(found, range(MOST_LITERALS), strict=False))
    yield ScriptTexts(url=exchange.url, texts=tuple(text for text in texts if " " in text))
