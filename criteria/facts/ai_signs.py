"""Signs of a model behind a page or a script: what is loaded, framed, embedded or called, never what prose mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.html.extract import looks_like_html
from criteria.facts.html.tokens import Start, Text, tokens
from criteria.facts.http.exchange import KIND, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation
from criteria.yaml_data import load_yaml

VISITS_KIND = "content.machine_summary"
PURPOSE = "machine"
LOADING = {"script": "src", "iframe": "src", "frame": "src", "embed": "src", "object": "data", "link": "href"}
MOST_TEXT = 1_000_000


class AiSign(msgspec.Struct, frozen=True, kw_only=True):
    """One signature at one address. ``sure``: nothing but a model is served there; ``shown`` is what matched."""

    id: str
    name: str
    sure: bool
    where: str
    url: str
    shown: str


class AiVisits(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The paths that the dossier declares and that were opened."""

    paths: tuple[str, ...] = ()


@extractor(AiVisits, kind=VISITS_KIND, version=1)
def visits(seen: Observation, blob: Blob) -> Iterable[AiVisits]:
    """The summary that ends the look."""
    yield msgspec.convert(seen.data, AiVisits)


@extractor(AiSign, kind=KIND, version=1)
def ai_signs(seen: Observation, blob: Blob) -> Iterator[AiSign]:
    """Each signature once for each answer of 200, whether page or script."""
    exchange = read_exchange(seen)
    if exchange.status != 200 or not exchange.body:
        return
    body = blob(exchange.body)
    text = decode(body, exchange.value("content-type"))[:MOST_TEXT]
    if looks_like_html(exchange, body):
        parts = list(_of_page(text))
    elif "script" in exchange.media_type:
        parts = [("script", text)]
    else:
        return
    for known in _signatures():
        for where, part in parts:
            if found := known.search(where, part):
                yield AiSign(
                    id=known.id, name=known.name, sure=known.sure, where=where, url=exchange.url, shown=found[:120]
                )
                break


def _of_page(text: str) -> Iterator[tuple[str, str]]:
    """What a page loads (``load``), embeds (``element``) and runs (``script``)."""
    for token in tokens(text):
        if isinstance(token, Text):
            if token.inside == "script":
                yield "script", token.text
            continue
        if not isinstance(token, Start):
            continue
        if "-" in token.name:
            yield "element", token.name
        source = token.attributes.get(LOADING.get(token.name, ""), "")
        if source:
            yield "load", source


class _Signature:
    def __init__(self, raw: dict[str, Any]) -> None:
        self.id, self.name, self.sure = str(raw["id"]), str(raw["name"]), bool(raw["sure"])
        self._host = raw.get("host", "")
        self._element = raw.get("element", "")
        self._text = re.compile(raw["text"]) if "text" in raw else None
        self._load = re.compile(rf"^(?:https?:)?//(?:{self._host})(?=[/:?#]|$)", re.IGNORECASE) if self._host else None
        called = rf"[\"'`](?:(?:https?|wss?):)?//(?:{self._host})(?=[/:?#\"'`]|$)"
        self._called = re.compile(called, re.IGNORECASE) if self._host else None

    def search(self, where: str, part: str) -> str:
        """What matched in this part, ``""`` for nothing."""
        if where == "element":
            return part if part == self._element else ""
        pattern = self._load if where == "load" else self._called
        found = pattern.search(part) if pattern else None
        if found is None and where == "script" and self._text is not None:
            found = self._text.search(part)
        return found[0] if found else ""


@cache
def _signatures() -> tuple[_Signature, ...]:
    raw = load_yaml(files("criteria").joinpath("reference/ai_signatures.yaml").read_bytes())
    return tuple(_Signature(one) for one in raw["signatures"])
