"""A person with an account, in a browser: replays recordings, and tells what a broken step may have meant."""

from __future__ import annotations

import msgspec
from playwright.sync_api import Page

from criteria.browser_record import BrokenStepRecord
from criteria.facts.http.urls import BadUrl, target
from harness.errors import LookFailed
from harness.journeys.nearest import Element, nearest
from harness.journeys.recording import Recording
from harness.journeys.replay import Replay, StepBroken
from harness.probes.browser.pictures import picture
from harness.probes.browser.sitting import Sitting
from harness.probes.exchange.placeholders import Value
from harness.probes.exchange.step_request import MAIL
from harness.probes.person.people import seeded

MOST_ELEMENTS = 300


class Account:
    """Account ``name`` in the context of ``sitting``. ``page`` is the one in which journeys are replayed; ``at_space``
    what the same person is at the health space (``space.login``, ``space.password``)."""

    def __init__(self, sitting: Sitting, name: str) -> None:
        self._sitting = sitting
        self._room = sitting.room
        self._person = seeded(sitting.room, name)
        self.at_space: dict[str, str] = {}
        self.page: Page = sitting.recorder.new_page()

    def replay(self, recording: Recording) -> None:
        """Take every step; raises ``StepBroken``."""
        if any(MAIL in step.value for step in recording.steps):
            self._person.forget_mail()
        settle = lambda: self._sitting.quiet(self.page)  # noqa: E731
        replay = Replay(self.page, self._room.base_url, self._known, self._in_scope, settle)
        replay.take(recording, lambda number: self._sitting.move(step=number))

    def tell(self, journey: str, broken: StepBroken) -> LookFailed:
        """Record where a recording broke, with what is most like what it sought; returns the sentence for it."""
        tried = tuple(" ".join(chain) for chain in broken.step.chains)
        elements = msgspec.convert(self._sitting.world(self.page).run("elements", MOST_ELEMENTS) or [], list[Element])
        near = tuple(f"{one.name} ({', '.join(one.selectors)})" for one in nearest(tried, elements))
        place = msgspec.structs.replace(self._sitting.place, step=broken.number, page=self.page.url)
        record = BrokenStepRecord(
            **{name: getattr(place, name) for name in place.__struct_fields__},
            type=broken.step.type,
            tried=tried,
            nearest=near,
            why=broken.why,
        )
        png = picture(self.page)
        self._room.observe(
            kind="browser.broken_step", data=record, blobs={"png": png} if png else {}, target=record.page
        )
        return LookFailed(
            "recording.broken_step",
            journey=journey,
            step=broken.number,
            type=broken.step.type,
            tried="; ".join(tried) or broken.why,
            nearest="; ".join(near) or "-",
        )

    def _known(self, name: str) -> Value | None:
        return self.at_space[name] if name in self.at_space else self._person.known(name)

    def _in_scope(self, url: str) -> bool:
        try:
            where = target(url)
        except BadUrl:
            return False
        return self._room.http.policy.in_scope(where.host, where.port)
