"""``ContentPage``: one page as an editor sees it, whether it has structured data or not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

import msgspec

from criteria.facts.editorial.blocks import Block, main_blocks, read_blocks
from criteria.facts.editorial.json_ld import json_ld
from criteria.facts.editorial.microdata import microdata
from criteria.facts.editorial.structured import Structured, merged
from criteria.facts.html import Page, page_of
from criteria.facts.html.decoding import decode
from criteria.facts.html.extract import looks_like_html
from criteria.facts.html.tokens import Start, Text, Token, tokens
from criteria.facts.http.exchange import KIND, read_exchange
from criteria.facts.http.urls import resolve
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

PURPOSES = ("crawl", "content", "machine")
MOST_SCRIPTS = 20


class ContentPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One HTML answer of 200. ``start`` is the address first asked, ``article`` says whether there is such an element.

    ``thin``: only a browser could show the page. ``words`` counts those of the content itself. ``asks``: a person can
    write a text into it.
    """

    url: str
    start: str = ""
    purpose: str = ""
    title: str = ""
    language: str = ""
    words: int = 0
    thin: bool = False
    article: bool = False
    asks: bool = False
    blocks: tuple[Block, ...] = ()
    structured: Structured = Structured()

    @property
    def main(self) -> tuple[Block, ...]:
        """The blocks of the content itself."""
        return tuple(main_blocks(self.blocks))


@extractor(ContentPage, kind=KIND, version=1)
def content_pages(seen: Observation, blob: Blob) -> Iterator[ContentPage]:
    """One for each page that the crawl, the sample or a visit of a declared machine recorded."""
    exchange = read_exchange(seen)
    if exchange.purpose not in PURPOSES or exchange.status != 200 or not exchange.body:
        return
    body = blob(exchange.body)
    if looks_like_html(exchange, body):
        yield content_page(body, exchange.value("content-type"), page_of(exchange, body))


def content_page(body: bytes, content_type: str, page: Page) -> ContentPage:
    """Read the page a second time, for its blocks. Never fails."""
    found = list(tokens(decode(body, content_type)))
    blocks = read_blocks(found, lambda href: resolve(page.url, href))
    return ContentPage(
        url=page.url,
        start=page.start,
        purpose=page.purpose,
        title=page.title,
        language=page.language,
        words=sum(len(one.text.split()) for one in main_blocks(blocks)),
        thin=page.script_rendered,
        article=any(isinstance(one, Start) and one.name == "article" for one in found),
        asks=any(isinstance(one, Start) and _takes_text(one) for one in found),
        blocks=blocks,
        structured=merged((*map(json_ld, _json_scripts(found)), microdata(found))),
    )


def _takes_text(tag: Start) -> bool:
    kind = tag.attributes.get("type", "text").strip().lower()
    return tag.name == "textarea" or (tag.name == "input" and kind in ("", "text", "search"))


def _json_scripts(found: list[Token]) -> Iterator[str]:
    scripts = ((one, text) for one, text in pairwise(found) if isinstance(text, Text) and text.inside == "script")
    data = (text.text for one, text in scripts if isinstance(one, Start) and _is_data(one))
    yield from islice(data, MOST_SCRIPTS)


def _is_data(script: Start) -> bool:
    return script.attributes.get("type", "").strip().lower() == "application/ld+json"
