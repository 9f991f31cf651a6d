"""Reads a page's tokens into a ``Page``."""

from __future__ import annotations

from typing import Any

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.html.forms import FormReader
from criteria.facts.html.language import detect
from criteria.facts.html.links import LinkReader
from criteria.facts.html.loads import LoadReader
from criteria.facts.html.page import Page
from criteria.facts.html.squeeze import squeeze
from criteria.facts.html.tokens import End, Start, Text, tokens
from criteria.facts.http.urls import resolve
from criteria.facts.once import once

MAX_TEXT = 200_000

_UNSEEN = ("template", "noscript")
_INLINE = frozenset(("a", "b", "i", "em", "strong", "span", "abbr", "u", "small", "sub", "sup", "code", "mark", "font"))


def read_page(body: bytes, url: str, content_type: str = "", **exchange: Any) -> Page:
    """The page in these bytes. ``exchange`` gives the fields that belong to its exchange (``status``, ...)."""
    return msgspec.structs.replace(_read(body, url, content_type), **exchange)


@once
def _read(body: bytes, url: str, content_type: str) -> Page:
    reader = _Reader(url)
    for token in tokens(decode(body, content_type)):
        reader.feed(token)
    return reader.page(url)


class _Reader:
    def __init__(self, url: str) -> None:
        self._base = url
        self._based = False
        self._hidden: dict[str, int] = dict.fromkeys(_UNSEEN, 0)
        self._unseen = 0
        self._title: str | None = None
        self._lang: str | None = None
        self._texts: list[str] = []
        self._length = 0
        self._forms = FormReader(self._address)
        self._links = LinkReader(self._address)
        self._loads = LoadReader(self._address)

    def feed(self, token: Start | End | Text) -> None:
        if isinstance(token, Start):
            self._start(token.name, token.attributes)
        elif isinstance(token, End):
            self._end(token.name)
        elif token.inside == "title":
            self._title = squeeze(token.text, 500) if self._title is None else self._title
        elif token.inside == "script":
            self._loads.script_text(token.text)
        elif not token.inside:
            self._shown(token.text)

    def page(self, url: str) -> Page:
        self._links.close()
        text = squeeze("".join(self._texts), MAX_TEXT)
        vote = detect(text)
        return Page(
            url=url,
            lang=self._lang or "",
            language=vote.language,
            confidence=vote.confidence,
            title=self._title or "",
            text=text,
            links=tuple(self._links.links),
            links_more=self._links.more,
            forms=self._forms.forms(),
            scripts=tuple(self._loads.scripts),
            subresources=tuple(self._loads.fetched),
            meta_csp=tuple(self._loads.policies),
            meta_referrer=self._loads.referrer,
            refresh=self._loads.refresh,
            frames=tuple(self._loads.frames),
            generator=self._loads.generator,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _UNSEEN:
            self._hidden[name] += 1
            self._unseen += 1
        if self._unseen:
            return
        self._gap(name)
        if name == "html" and self._lang is None:
            self._lang = attributes.get("lang", "").strip().lower()[:35]
        elif name == "base" and "href" in attributes and not self._based:
            self._base, self._based = self._address(attributes["href"]) or self._base, True
        elif name in ("a", "area"):
            self._links.start(name, attributes)
        elif name == "img":
            self._links.text(attributes.get("alt", ""))
        self._forms.start(name, attributes)
        self._loads.start(name, attributes)

    def _end(self, name: str) -> None:
        if name in _UNSEEN and self._hidden[name]:
            self._hidden[name] -= 1
            self._unseen -= 1
        if name == "a":
            self._links.close()
        self._forms.end(name)
        self._gap(name)

    def _gap(self, name: str) -> None:
        """Words of different blocks do not run together."""
        if name not in _INLINE:
            self._shown(" ")

    def _shown(self, text: str) -> None:
        if self._unseen:
            return
        if self._length < MAX_TEXT * 4:
            self._texts.append(text)
            self._length += len(text)
        self._links.text(text)
        self._forms.text(text)

    def _address(self, value: str) -> str:
        return resolve(self._base, value)
