"""Trials: one request of the owner, asked again by the owner and by others; the owner's state read before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from criteria.facts.replays import SUMMARY_KIND, ReplaySummary
from harness.net import Answer, Ask
from harness.probes.http.record import record
from harness.probes.objects.corpus import Corpus, canaries_in
from harness.probes.objects.naming import shape_of
from harness.probes.person import Sitting, as_ask
from harness.probes.person.session import SIGN_IN
from harness.probing import ProbeRoom

MOST_READS = 30
MOST_OF_A_SHAPE = 2
MOST_WRITES = 12
MOST_WATCHED = 6
READS = ("GET", "HEAD")


class Trials:
    """Records requests with the tags ``trial``, ``role``, ``canary`` (the owner's, seen in the answer) and ``mark``."""

    def __init__(self, room: ProbeRoom, owner: Corpus, purpose: str) -> None:
        self._room = room
        self._owner = owner
        self._purpose = purpose
        self._number = 0
        self._canaries = owner.canaries

    def next(self) -> None:
        """The next trial begins."""
        self._number += 1

    def ask(
        self, sitting: Sitting, ask: Ask, role: str, mark: str = "", canaries: Mapping[str, str] | None = None
    ) -> Answer:
        """One request in this role, as this sitting; its redirect is not followed."""
        labels = sitting.labels({"trial": str(self._number), "role": role})
        ready = msgspec.structs.replace(
            ask, verify=self._room.verify, labels=msgspec.structs.replace(labels, purpose=self._purpose)
        )
        answer = self._room.http.send(ready)
        seen = canaries_in(dict(self._canaries if canaries is None else canaries), answer)
        record(self._room, answer, {"canary": seen, "mark": "1" if mark and mark.encode() in answer.body else ""})
        return answer

    def watch(self, sitting: Sitting, watched: Sequence[Answer], role: str, mark: str) -> None:
        """What the owner's pages show now."""
        for page in watched:
            self.ask(sitting, as_ask(page), role, mark)


def readable(owner: Corpus, heard: Sequence[Answer]) -> list[Answer]:
    """Read requests whose answer holds a canary of the owner, a few of each shape."""
    found: dict[str, list[Answer]] = {}
    for answer in heard:
        if answer.exchange.request.method in READS and owner.canaries_in(answer):
            same = found.setdefault(shape_of(answer.url), [])
            if len(same) < MOST_OF_A_SHAPE and all(one.url != answer.url for one in same):
                same.append(answer)
    return [answer for same in found.values() for answer in same][:MOST_READS]


def writing(heard: Sequence[Answer]) -> list[Answer]:
    """Requests that may change something, the last of each shape."""
    found = {shape_of(one.url): one for one in heard if one.exchange.request.method not in READS}
    return list(found.values())[:MOST_WRITES]


def watched_for(owner: Corpus, names: frozenset[str]) -> list[Answer]:
    """Pages of the owner that show a canary: those that name one of these objects first."""
    pages = readable(owner, owner.heard)
    every = {one.url: one for one in owner.heard if one.exchange.request.method in READS and owner.canaries_in(one)}
    near = [one for url, one in every.items() if any(name in url for name in names)]
    return list({one.url: one for one in (*near, *pages)}.values())[:MOST_WATCHED]


def nothing_to_replay(room: ProbeRoom, purpose: str) -> bool:
    """Whether the manifest knows neither account nor sign-in; that is then what is recorded."""
    if room.manifest.accounts or SIGN_IN in room.journeys:
        return False
    summarise(room, purpose, None, 0, 0)
    return True


def summarise(room: ProbeRoom, purpose: str, owner: Corpus | None, reads: int, writes: int) -> None:
    """End the look with what was there to be asked again."""
    room.observe(
        kind=SUMMARY_KIND,
        data=ReplaySummary(
            purpose=purpose,
            accounts=len(room.manifest.accounts),
            requests=len(owner.heard) if owner else 0,
            shown=sum(1 for one in owner.heard if owner.canaries_in(one)) if owner else 0,
            reads=reads,
            writes=writes,
            journeys=owner.walked if owner else (),
            refused=owner.refused if owner else (),
        ),
        target=room.look.target,
    )


def canary_texts(canaries: Mapping[str, str], mark: str) -> dict[str, str]:
    """Every canary, replaced by the marker."""
    return {value: mark for value in canaries.values() if value}
