"""Whether markup that stood in a free text at the space became markup of the candidate's own page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.html.tokens import Start, Text, tokens
from criteria.facts.registry import Blob, extractor
from criteria.http_exchange import HttpExchange
from criteria.observation import Observation

SCENARIO = "hostile_text"
MARKER = re.compile(r"probant-[0-9a-f]{16}")
ALERT = "alert(1)"


class HostileMarkup(msgspec.Struct, frozen=True, kw_only=True):
    """One page shown while notes held markup. ``elements`` are those of the notes that stand in it as elements.

    ``marker`` says whether a note's marker stands in the page at all, as text or otherwise: without it the page says
    nothing about how notes are shown.
    """

    url: str
    run: str
    marker: bool
    elements: tuple[Literal["script", "img"], ...] = ()


@extractor(HostileMarkup, kind="http.exchange", version=1)
def hostile_markup(seen: Observation, blob: Blob) -> Iterable[HostileMarkup]:
    """Read one HTML page of the scenario; a JSON answer is no markup, whatever it holds."""
    exchange = msgspec.convert(seen.data, HttpExchange)
    tags, response = exchange.tags, exchange.response
    if tags.get("scenario") != SCENARIO or tags.get("phase") != "fault" or response is None:
        return
    kind = next((value for name, value in response.headers if name.lower() == "content-type"), "").lower()
    if "html" not in kind and kind:
        return
    body = blob(seen.blobs["response_body"]) if "response_body" in seen.blobs else b""
    page = decode(body, kind)
    yield HostileMarkup(
        url=exchange.request.url,
        run=tags.get("run", ""),
        marker=MARKER.search(page) is not None,
        elements=tuple(dict.fromkeys(_elements(page))),
    )


def _elements(page: str) -> Iterator[Literal["script", "img"]]:
    for token in tokens(page):
        if isinstance(token, Text) and token.inside == "script" and token.text.startswith("alert("):
            if MARKER.search(token.text[:100]):
                yield "script"
        elif isinstance(token, Start) and token.name == "img" and token.attributes.get("onerror") == ALERT:
            yield "img"
