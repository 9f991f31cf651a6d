"""One person in one look: journeys tried and recorded as acts, pages visited as far as two clicks."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from criteria.crawled import CLICKS
from criteria.facts.html import Page, read_page
from criteria.facts.http.urls import canonical, resolve
from criteria.page_kinds import labelled, patterns
from criteria.rights_acts import ACT_KIND, Act
from harness.manifest.model import authority_of
from harness.manifest.steps import Step
from harness.net import Answer, Ask
from harness.probes.http.journey import Walked
from harness.probes.http.journeys import canaries_of
from harness.probes.http.record import is_html
from harness.probes.person import Person, Sitting, fresh
from harness.probing import ProbeRoom

SIGN_UP, SIGN_IN, ENTER = "sign_up", "sign_in", "enter_measure"
MOST_PAGES = 25
"""Pages of one walk through the settings."""


class Trying:
    """A person with their session. ``stage`` is put on everything that is recorded from then on."""

    def __init__(self, room: ProbeRoom, sitting: Sitting) -> None:
        self.room = room
        self.sitting = sitting
        self.person: Person = sitting.person
        self.age = 0

    def stage(self, name: str) -> None:
        """Begin a stage of the look."""
        self.sitting.tags = {"stage": name}

    def act(self, journey: str, steps: tuple[Step, ...] | None = None, field: str = "") -> Walked | None:
        """Walk a journey and record how it ended; ``None`` when the manifest does not declare it."""
        declared = self.room.journeys.get(journey, ()) if steps is None else steps
        if not declared:
            self.note(Act(act=journey, stage=self.sitting.tags["stage"], outcome="not_declared"))
            return None
        walked = self.sitting.walk(journey, steps)
        last = walked.last
        self.note(
            Act(
                act=journey,
                stage=self.sitting.tags["stage"],
                person=self.sitting.context,
                outcome=walked.outcome,
                step=walked.step,
                steps=len(declared),
                status=last.status if last else 0,
                url=last.url if last else "",
                detail=walked.detail,
                canaries=dict(self.person.canaries),
                borne=canaries_of(declared),
                age=self.age,
                field=field,
            )
        )
        return walked

    def note(self, act: Act) -> None:
        """Record an act."""
        self.room.observe(kind=ACT_KIND, data=act, target=act.act)

    def enter(self) -> bool:
        """Enter a measure, signing in anew where the session does not hold; whether it was accepted."""
        walked = self.act(ENTER)
        if walked is not None and walked.outcome != "accepted" and walked.step < len(self.room.journeys[ENTER]):
            signed = self.act(SIGN_IN)
            walked = self.act(ENTER) if signed is not None and signed.outcome == "accepted" else walked
        return walked is not None and walked.outcome == "accepted"

    def new_canaries(self) -> None:
        """The person now knows other canaries than before."""
        mark = secrets.token_hex(4)
        self.person.canaries = {name: f"canari-{name.replace('_', '-')}-{mark}" for name in self.person.canaries}

    def look_around(self) -> list[Answer]:
        """The declared signed-in pages, and the settings with every page within two clicks of them."""
        seen = self.sitting.visit()
        self.settings(seen)
        return seen

    def settings(self, shown: list[Answer]) -> None:
        """Visit the settings (declared, or linked from ``shown``) and what they link to; tag ``clicks``: how far."""
        declared = self.room.manifest.pages.get("settings")
        start = [resolve(self.room.base_url + "/", declared)] if declared else list(_settings_links(shown))
        known: set[str] = set()
        for clicks in range(CLICKS + 1):
            fresh_ones = [url for url in dict.fromkeys(start) if url not in known and self._mine(url)]
            start = []
            for url in fresh_ones[: MOST_PAGES - len(known)]:
                known.add(url)
                answer = self.sitting.follow(Ask(method="GET", url=url), clicks=str(clicks))
                start += [canonical(link.url) or link.url for page in pages_of([answer]) for link in page.links]

    def _mine(self, url: str) -> bool:
        """Whether a link stays in the app and is a page to see rather than an act."""
        avoided = patterns("rights_patterns")["never_follow"]
        return authority_of(url) in self.room.manifest.hosts and not any(word in url.lower() for word in avoided)


def newcomer(room: ProbeRoom, purpose: str, stage: str, age: int = 0) -> Trying:
    """Somebody new, before they sign up."""
    trying = Trying(room, Sitting(room, fresh(room), purpose))
    trying.age = age
    trying.stage(stage)
    return trying


def pages_of(answers: list[Answer]) -> Iterator[Page]:
    """The HTML among these answers, read."""
    for one in answers:
        if is_html(one):
            yield read_page(one.body, one.url, one.values("content-type")[0], status=one.status)


def _settings_links(shown: list[Answer]) -> Iterator[str]:
    known = patterns("rights_patterns")["settings"]
    for page in pages_of(shown):
        for link in page.links:
            if labelled(link, known["label"], known["path"]):
                yield canonical(link.url) or link.url
