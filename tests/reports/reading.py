"""Reading a report as a parser does."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from criteria.audit import Audit
from criteria.text import Language
from reports.html import render_html


def page(audit: Audit, language: Language = "fr") -> LexborHTMLParser:
    return LexborHTMLParser(render_html(audit, language).decode())


def nodes(tree: LexborHTMLParser) -> list[LexborNode]:
    return tree.css("*")


def said(tree: LexborHTMLParser, selector: str, language: Language) -> str:
    """The text of the first match in one language, spaces folded."""
    found = tree.css_first(selector)
    assert found is not None
    other = "en" if language == "fr" else "fr"
    for hidden in found.css(f".{other}"):
        hidden.decompose()
    return " ".join(found.text().split())
