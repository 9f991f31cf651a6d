"""From a recorded exchange to its ``Page``."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.facts.html.page import Page
from criteria.facts.html.reader import read_page
from criteria.facts.http.exchange import KIND, Exchange, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation


@extractor(Page, kind=KIND, version=1)
def pages(seen: Observation, blob: Blob) -> Iterator[Page]:
    """One ``Page`` for each HTML response, whatever its status; nothing for other types."""
    exchange = read_exchange(seen)
    if not exchange.body:
        return
    body = blob(exchange.body)
    if looks_like_html(exchange, body):
        yield page_of(exchange, body)


def looks_like_html(exchange: Exchange, body: bytes) -> bool:
    """By its declared type, or by its start when none is declared (as browsers sniff, unless ``nosniff``)."""
    if exchange.media_type or exchange.value("x-content-type-options"):
        return exchange.is_html
    start = body[:512].lstrip().lower()
    return exchange.status != 0 and start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<!--"))


def page_of(exchange: Exchange, body: bytes) -> Page:
    """The page in the body of this exchange."""
    return read_page(
        body,
        exchange.url,
        exchange.value("content-type"),
        status=exchange.status,
        context=exchange.context,
        purpose=exchange.purpose,
        depth=exchange.depth,
        parent=exchange.parent,
        start=exchange.start,
        cut=exchange.cut,
    )
