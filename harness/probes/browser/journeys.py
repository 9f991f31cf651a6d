"""The look ``browser.journeys``: what an account does and sees, by the candidate's recorded journeys."""

from __future__ import annotations

import re

import msgspec
from playwright.sync_api import Error as BrowserError

from criteria.browser_record import JourneyRecord, Placed
from criteria.observation import Look
from harness.errors import ConfigurationError, LookFailed
from harness.journeys.recording import Recording, recordings_of
from harness.journeys.replay import StepBroken
from harness.probes.browser.account import Account
from harness.probes.browser.axe import examine
from harness.probes.browser.chromium import chromium_of
from harness.probes.browser.corpus import keep_corpus
from harness.probes.browser.deadline import Deadline
from harness.probes.browser.sitting import Opened, Sitting, Stop, stops_of
from harness.probes.browser.visits import found_from
from harness.probing import ProbeRoom

SECONDS = 300.0
FIRST, LAST = "sign_in", "sign_out"
ELSEWHERE = frozenset(
    (
        "sign_up",
        "delete_account",
        "connect_space",
        "share_measure",
        "read_measures",
        "read_documents",
        "disconnect_space",
    )
)
"""Journeys that end the account or need the health space: other looks replay those."""
MOST_PAGES = 12
MORE_PAGES = 4
"""Signed-in pages that links lead to, beside the declared ones."""
_FILES = re.compile(r"export|download|telecharg|/api/", re.IGNORECASE)
_CANARY = re.compile(r"\$\{canary\.([a-z_]{1,40})\}")


def run(look: Look, room: ProbeRoom) -> None:
    """Sign in as each account; as ``a`` replay the other journeys too; see the signed-in pages; sign out, see again.

    Raises ``LookFailed`` when there is no browser or no recording of ``sign_in``, and, once everything else was
    replayed, for the first step that could not be taken.
    """
    recordings = given(room)
    chromium = chromium_of(room)
    broken: list[LookFailed] = []
    with Deadline(chromium.browser, SECONDS) as deadline:
        try:
            for name in room.manifest.accounts:
                with chromium.context("strict") as context:
                    place = Placed(state="account", moment=FIRST, context=f"account:{name}")
                    sitting = Sitting(room, context, deadline, place, chromium.verified or chromium.control)
                    broken += Journeys(sitting, name, recordings).all()
                    keep_corpus(room, name, sitting.seen)
        except BrowserError as error:
            if deadline.over:
                raise LookFailed("browser.held_up", seconds=round(SECONDS)) from error
            raise LookFailed("browser.ended", detail=error.message.partition("\n")[0]) from error
    if broken:
        raise broken[0]


def given(room: ProbeRoom) -> dict[str, Recording]:
    """The candidate's recordings, ``sign_in`` among them; raises ``LookFailed`` otherwise."""
    if not room.manifest.recordings:
        raise LookFailed("gap.missing_input", input="recordings")
    try:
        found = recordings_of(room.manifest, room.folder)
    except ConfigurationError as error:
        raise LookFailed("browser.bad_recording", detail=error) from error
    if FIRST not in found:
        raise LookFailed("recording.not_given", journey=FIRST)
    return found


class Journeys:
    """The journeys of one account in one context. Only account ``a`` does more than look."""

    def __init__(self, sitting: Sitting, name: str, recordings: dict[str, Recording]) -> None:
        self._sitting = sitting
        self._recordings = recordings
        self.account = Account(sitting, name)
        self._name = name
        self.broken: list[LookFailed] = []

    def all(self) -> list[LookFailed]:
        """Replay; returns what broke."""
        if not self.replayed(FIRST):
            self._sitting.flush()
            return self.broken
        if self._name == "a":
            for journey in self._recordings:
                if journey not in (FIRST, LAST) and journey not in ELSEWHERE:
                    self.replayed(journey)
        self.see("account", "visit")
        if self._name == "a" and LAST in self._recordings and self.replayed(LAST):
            self.see("signed_out", "visit")
        return self.broken

    def replayed(self, journey: str) -> bool:
        """Replay one; whether it went to its end."""
        recording = self._recordings[journey]
        self._sitting.move(moment=journey, journey=journey)
        step = 0
        try:
            self.account.replay(recording)
        except StepBroken as broken:
            step = broken.number
            self.broken.append(self.account.tell(journey, broken))
        place = msgspec.structs.replace(self._sitting.place, step=step, page=self.account.page.url)
        typed = {name for one in recording.steps for name in _CANARY.findall(one.value)}
        record = JourneyRecord(
            **{name: getattr(place, name) for name in place.__struct_fields__},
            outcome="broken" if step else "done",
            steps=len(recording.steps),
            canaries=tuple(sorted(typed)),
        )
        self._sitting.flush()
        self._sitting.room.observe(kind="browser.journey", data=record, target=record.page)
        self._sitting.move(journey="", step=0)
        return not step

    def attempt(self, journey: str) -> bool:
        """Replay one that may well not be offered now, and hold nothing against it; whether it went to its end."""
        recording = self._recordings.get(journey)
        if recording is None:
            return False
        self._sitting.move(moment=journey, journey=journey)
        try:
            self.account.replay(msgspec.structs.replace(recording, timeout=0))
        except StepBroken:
            return False
        finally:
            self._sitting.flush()
            self._sitting.move(journey="", step=0)
        return True

    def see(self, state: str, moment: str) -> None:
        """The declared signed-in pages as they are now, and what is stored."""
        self._sitting.move(state=state, moment=moment)
        base = self._sitting.room.base_url
        pages = self._sitting.room.manifest.signed_in_pages[:MOST_PAGES]
        opened = self._sitting.visit([Stop(base + path) for path in pages])
        if state == "account" and self._name == "a":
            opened += self._sitting.visit(self._beyond(opened))
            self._examined(opened)
        self._sitting.leave()
        for one in opened:
            one.page.close()

    def _beyond(self, opened: list[Opened]) -> list[Stop]:
        """Pages that links of the signed-in pages lead to; none that seems to end the session or to fetch a file."""
        known = [one.stop for one in opened] + list(stops_of(self._sitting.room))
        found: list[Stop] = []
        for one in opened:
            found += found_from(one, [*known, *found], set()) if one.response else []
        return [stop for stop in found if not _FILES.search(stop.url)][:MORE_PAGES]

    def _examined(self, opened: list[Opened]) -> None:
        """What axe-core says of the signed-in pages; without it the look ``browser.axe`` says why."""
        try:
            examine(self._sitting, opened)
        except LookFailed:
            return
