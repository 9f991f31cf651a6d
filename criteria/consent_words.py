"""What the words of a control say that it does to consent: read from ``reference/consent_words.yaml``."""

from __future__ import annotations

import re
from typing import NamedTuple

from criteria.facts.dossier_words import plain
from criteria.page_kinds import patterns

WORDS = "consent_words"
LONGEST = 120
"""Characters of a control that are read: longer texts are paragraphs, not names."""
SHORT_WORDS = 8


class Said(NamedTuple):
    """What a control says: its ``kind`` and how far its words can be trusted, 0 to 1."""

    kind: str
    sure: float


def said_by(text: str) -> Said:
    """``accept``, ``refuse``, ``manage``, ``save``, ``close`` or ``other``; long names are trusted less."""
    bare = plain(text)[:LONGEST].strip()
    for entry in patterns(WORDS)["kinds"]:
        if re.search(entry["words"], bare):
            return Said(entry["kind"], entry["sure"] if len(bare.split()) <= SHORT_WORDS else entry["sure"] / 2)
    return Said("other", 0.0)


def topic() -> str:
    """The expression that a part of a page must match to be about consent."""
    return str(patterns(WORDS)["topic"])


def about_trackers(text: str) -> bool:
    """Whether a text surely speaks of cookies or other trackers."""
    return re.search(patterns(WORDS)["surely"], plain(text)) is not None


def reopens(text: str) -> bool:
    """Whether a control's name promises a way back to the choice."""
    return re.search(patterns(WORDS)["reopen"], plain(text)[:LONGEST].strip()) is not None
