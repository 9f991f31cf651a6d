"""The lab's scenarios in the words of a report."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from conformance.lab.scenarios import Words, scenarios
from criteria.text import Text
from reports.scenes import Told


@cache
def told() -> Mapping[str, Told]:
    """What each scenario is, by its id."""
    return {
        one.id: Told(
            title=_text(one.title),
            space=_text(one.space),
            right_client=_text(one.right_client),
            shown_by=_text(one.shown_by),
            source=Text(en=one.source, fr=one.source.replace(" and ", " et ")),
        )
        for one in scenarios().values()
    }


def _text(words: Words) -> Text:
    """Both languages, set as a report sets French: with typographic apostrophes."""
    return Text(en=words["en"], fr=words["fr"].replace("'", "’"))
