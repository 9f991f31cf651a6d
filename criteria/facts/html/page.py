"""``Page``: what a person and a browser find in one HTML response."""

from __future__ import annotations

import msgspec

from criteria.facts.html.language import Language


class Link(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An ``a`` or ``area``. ``url`` is absolute, of any scheme (``mailto:``), ``""`` when it cannot be read."""

    url: str
    text: str = ""
    rel: str = ""


class Field(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A control of a form, without its value. ``label`` is its label's text, ``aria-label`` or placeholder."""

    name: str = ""
    type: str = "text"
    required: bool = False
    checked: bool = False
    label: str = ""
    autocomplete: str = ""


class Form(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A form. ``method`` is upper-case; ``action`` absolute."""

    action: str
    method: str = "GET"
    fields: tuple[Field, ...] = ()


class Script(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A script element: with ``url``, or inline with ``inline`` characters. ``nonce`` says whether it has one."""

    url: str = ""
    integrity: str = ""
    nonce: bool = False
    inline: int = 0
    type: str = ""
    crossorigin: str = ""


class Subresource(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a browser fetches with the page, besides its scripts: ``tag`` and absolute address."""

    tag: str
    url: str
    rel: str = ""
    integrity: str = ""

    @property
    def scheme(self) -> str:
        """The scheme of the address, lower-case."""
        return self.url.split(":", 1)[0].lower()


class Page(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One HTML response as read. The first fields are those of its exchange (see ``Exchange``).

    ``lang`` is the declared language; ``language`` the one that the text is in (``""``: too short to tell), with
    ``confidence`` from 0 to 1. ``text`` is what shows, white space squeezed (``noscript`` left out), at most 200,000
    characters. ``links_more`` counts the links beyond the first 500. ``script_rendered``: so little text beside
    scripts that only a browser can show the page. ``cut``: the body was not whole.
    """

    url: str
    status: int = 0
    context: str = "anonymous"
    purpose: str = ""
    depth: int = 0
    parent: str = ""
    start: str = ""
    cut: str = ""
    lang: str = ""
    language: Language = ""
    confidence: float = 0.0
    title: str = ""
    text: str = ""
    links: tuple[Link, ...] = ()
    links_more: int = 0
    forms: tuple[Form, ...] = ()
    scripts: tuple[Script, ...] = ()
    subresources: tuple[Subresource, ...] = ()
    meta_csp: tuple[str, ...] = ()
    meta_referrer: str = ""
    refresh: str = ""
    frames: tuple[str, ...] = ()
    generator: str = ""

    @property
    def has_script(self) -> bool:
        """Whether the page runs any script."""
        return bool(self.scripts)

    @property
    def script_rendered(self) -> bool:
        """Whether the page needs a browser to show anything."""
        return self.has_script and len(self.text) < 200
