"""The text of a page as an expert reviews it, and its digest.

The digest is the SHA-256, in hex, of the content blocks of the page in UTF-8, one on each line, white space squeezed.
What other criteria judge is left out: who signs the page (CON-06), its dates (CON-07), its sources (CON-08), and the
statement that it replaces no professional (CON-10). A new date of review is no change of what was reviewed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from criteria.facts.dossier_words import dates_at, months_at, plain
from criteria.facts.editorial import Block, ContentPage
from criteria.page_kinds import patterns

LONGEST_LINE = 400
"""Characters beyond which a block is prose, whatever it says of its author or its date."""


def reviewed_text(page: ContentPage) -> str:
    """The text that the digest is made of."""
    return "\n".join(line for block in _prose(page) if (line := " ".join(block.text.split())))


def text_digest(page: ContentPage) -> str:
    """The digest of that text."""
    return hashlib.sha256(reviewed_text(page).encode()).hexdigest()


def _prose(page: ContentPage) -> Iterator[Block]:
    sources = False
    for block in page.main:
        bare = plain(block.text)
        if block.heading:
            sources = re.search(patterns("source_patterns")["headings"], bare) is not None
        if not (sources or block.moment or _about_the_page(block, bare)):
            yield block


def _about_the_page(block: Block, bare: str) -> bool:
    """Whether the block says who wrote the page, when, on which sources, or what it is not."""
    if len(block.text) > LONGEST_LINE:
        return False
    signed = any(re.search(lead, block.text, re.IGNORECASE) for lead in patterns("byline_patterns")["lead"])
    cites = re.search(patterns("source_patterns")["inline"], bare) is not None
    states = re.search(patterns("care_words")["statement"]["sure"], bare) is not None
    return signed or cites or states or _dated(bare)


def _dated(bare: str) -> bool:
    labels = patterns("date_patterns")["labels"].values()
    labelled = any(re.search(label, bare) for label in labels)
    return labelled and bool([*dates_at(bare), *months_at(bare)])
