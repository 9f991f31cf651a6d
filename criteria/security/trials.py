"""The trials of sign-ins by experiment, and whether there is a sign-in to try."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, note
from criteria.facts.http import Crawl
from criteria.facts.identity import Trial
from criteria.page_kinds import labelled, patterns
from criteria.security.shown_pages import Shown, shown_pages
from criteria.security.sign_in import login_exists

DONE = ("accepted", "refused")
"""Outcomes that say what the app decided; the others say that it was not asked."""


class Trials:
    """The trials of one subject."""

    def __init__(self, facts: Facts) -> None:
        self.all = facts.all(Trial)

    def of(self, experiment: str) -> list[Seen[Trial]]:
        """Those of one experiment, in recorded order."""
        return [seen for seen in self.all if seen.fact.experiment == experiment]

    def one(self, experiment: str) -> Seen[Trial] | None:
        """The last of one experiment."""
        return next(reversed(self.of(experiment)), None)


def none_notes(facts: Facts) -> Iterator[Note]:
    """What no trial at all means: no sign-in, or nothing tried."""
    crawls = facts.all(Crawl)
    unsure = not crawls or any(seen.fact.truncated for seen in crawls)
    yield note("not_tried") if login_exists(facts.candidate, shown_pages(facts)) or unsure else note("no_login")


def resets_shown(shown: Sequence[Shown]) -> list[Shown]:
    """The pages that link to a reset of the password."""
    known = patterns("sign_in_patterns")
    label, path = known["reset_label"], known["reset_path"]
    return [one for one in shown if any(labelled(link, label, path) for link in one.page.links)]
