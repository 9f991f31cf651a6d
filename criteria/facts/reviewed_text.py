"""The text of a page as an expert reviews it, and its digest.

The digest is the SHA-256, in hex, of the content blocks of the page in UTF-8, one on each line, white space squeezed.
Where the page marks its text (``itemprop="articleBody"`` of schema.org), only blocks inside count: who signs, when, and
which sources are cited is judged by other criteria. Elsewhere blocks that carry a ``<time>`` are left out: a new date
of review is no change of what was reviewed.
"""

from __future__ import annotations

import hashlib

from criteria.facts.editorial import ContentPage

BODY = "articlebody"


def reviewed_text(page: ContentPage) -> str:
    """The text that the digest is made of."""
    marked = [block for block in page.main if BODY in block.hints]
    kept = marked or [block for block in page.main if not block.moment]
    lines = (" ".join(block.text.split()) for block in kept)
    return "\n".join(line for line in lines if line)


def text_digest(page: ContentPage) -> str:
    """The digest of that text."""
    return hashlib.sha256(reviewed_text(page).encode()).hexdigest()
