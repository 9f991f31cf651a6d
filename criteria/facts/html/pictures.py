"""Pictures of a page: the texts that stand for them, and their addresses."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.html.extract import looks_like_html
from criteria.facts.html.squeeze import squeeze
from criteria.facts.html.tokens import Start, tokens
from criteria.facts.http.exchange import KIND, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

MOST = 200


class Picture(msgspec.Struct, frozen=True, omit_defaults=True):
    """One ``img`` of the page at ``page``: its ``alt`` (or ``aria-label`` or ``title``) and its address as written."""

    page: str
    text: str = ""
    source: str = ""


@extractor(Picture, kind=KIND, version=1)
def pictures(seen: Observation, blob: Blob) -> Iterator[Picture]:
    """At most 200 pictures of an HTML response that answered 200."""
    exchange = read_exchange(seen)
    body = blob(exchange.body) if exchange.status == 200 and exchange.body else b""
    if not body or not looks_like_html(exchange, body):
        return
    met = 0
    for token in tokens(decode(body, exchange.value("content-type"))):
        if isinstance(token, Start) and token.name == "img" and met < MOST:
            met += 1
            known = token.attributes
            text = known.get("alt") or known.get("aria-label") or known.get("title") or ""
            yield Picture(exchange.url, squeeze(text, 300), known.get("src", "")[:500])
