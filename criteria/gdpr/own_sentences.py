"""Whether a page says something in a sentence of its own: what no list of words knows is still something said."""

from __future__ import annotations

import re
from collections.abc import Iterable

from criteria.facts.html import Page
from criteria.page_kinds import plain_text

TAIL = 5
"""Words before the end of a sentence by which it is known again on another page."""
SENTENCE = re.compile(r"[^.!?]+[.!](?=\s|$)")
SHOWN = 160


def own_sentence(page: Page, elsewhere: Iterable[str]) -> str:
    """The first sentence that ends on this page and on no other; empty when each stands elsewhere too.

    Menus and labels have no full stop, and a question ("Need help?") is no warning. A page's text runs a heading into
    the sentence after it, so that fewer than ``TAIL`` words in all warn of nothing.
    """
    others = [plain_text(text) for text in elsewhere]
    for found in SENTENCE.finditer(page.text):
        tail = plain_text(" ".join(found[0].split()[-TAIL:]))
        if len(tail.split()) == TAIL and not any(tail in other for other in others):
            return found[0].strip()[-SHOWN:]
    return ""
