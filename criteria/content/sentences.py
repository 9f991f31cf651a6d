"""Whether words like « validé par » or « publié le » are said of the page, or of what its prose speaks of."""

from __future__ import annotations

import re

from criteria.facts.dossier_words import plain
from criteria.page_kinds import patterns

BYLINES = "byline_patterns"


def in_prose(lead: str, rest: str) -> bool:
    """Whether a bare preposition stands before neither a name nor a team."""
    known = patterns(BYLINES)
    announces = re.match(known["name"], rest) or re.match(known["collective"], plain(rest))
    return re.match(known["bare"], lead) is not None and not announces


def of_others(before: str) -> bool:
    """Whether plain text ends in a sentence on something else than the page, such as a study or a drug."""
    sentence = re.split(r"[.!?;|·•]\s", before)[-1]
    known = patterns(BYLINES)
    return re.search(known["others"], sentence) is not None and re.search(known["own"], sentence) is None
