"""Staging and production: whether both serve the same files and say the same release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from criteria.check import Note, Seen, note
from criteria.facts.http import Exchange
from criteria.facts.releases import ReleaseMark

PURPOSE = "release"


def digests(exchanges: Sequence[Seen[Exchange]], environment: str) -> dict[str, Seen[Exchange]]:
    """Scripts and style sheets of one environment, by path and digest of what was served."""
    served = (
        seen
        for seen in exchanges
        if seen.fact.status == 200
        and seen.fact.body
        and seen.fact.media_type.endswith(("javascript", "ecmascript", "css"))
        and seen.fact.tags.get("environment", "production") == environment
    )
    return {f"{urlsplit(seen.fact.url).path} {seen.fact.body}": seen for seen in served}


def staging_notes(
    base: str, marks: Sequence[Seen[ReleaseMark]], exchanges: Sequence[Seen[Exchange]]
) -> Iterator[Note]:
    """Compare what the look at releases saw of both; nothing when they are alike."""
    asked = [seen for seen in exchanges if seen.fact.purpose == PURPOSE]
    there = [seen for seen in asked if seen.fact.tags.get("environment") == "staging"]
    if not any(seen.fact.status == 200 for seen in there):
        yield note("staging_unseen", *there, url=base)
        return
    here, beyond = digests(asked, "production"), digests(asked, "staging")
    told = [seen for seen in marks if seen.fact.how != "shown"]
    if not (here or beyond or told):
        yield note("staging_unseen", *there, url=base)
        return
    differing: list[Seen[Any]] = [*_apart(here, beyond), *_told_apart(told)]
    if differing:
        host = urlsplit(base).netloc
        active = [seen for seen in exchanges if urlsplit(seen.fact.url).netloc == host and seen not in there]
        what = ", ".join(sorted({urlsplit(seen.fact.url).path for seen in differing})[:5])
        yield note("staging_differs" if active else "staging_other", *differing, *active[:1], url=base, files=what)


def _apart(here: dict[str, Seen[Exchange]], there: dict[str, Seen[Exchange]]) -> Iterator[Seen[Exchange]]:
    yield from (seen for key, seen in here.items() if key not in there)
    yield from (seen for key, seen in there.items() if key not in here)


def _told_apart(marks: Sequence[Seen[ReleaseMark]]) -> Iterator[Seen[ReleaseMark]]:
    """Marks of either side that the other lacks."""
    pairs = {(seen.fact.environment, seen.fact.version) for seen in marks}
    for seen in marks:
        other = "staging" if seen.fact.environment == "production" else "production"
        if (other, seen.fact.version) not in pairs:
            yield seen
