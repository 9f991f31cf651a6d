"""Giving one parameter hostile values, and recording what is answered."""

from __future__ import annotations

import secrets

import msgspec

from criteria.facts.injections import Condition, payloads
from harness.net import Answer, follow
from harness.probes.hostile.readable import ReadParameter
from harness.probes.http.record import record
from harness.probes.person import Sitting
from harness.probing import ProbeRoom


def marker_name() -> str:
    """A name that stands nowhere else."""
    return f"pbt-{secrets.token_hex(4)}"


def marker_value(name: str) -> str:
    """The marker to put behind a value."""
    return payloads().marker.replace("{name}", name)


class Driver:
    """Drives parameters of requests that only read, as one person."""

    def __init__(self, room: ProbeRoom, sitting: Sitting, purpose: str) -> None:
        self._room = room
        self._sitting = sitting
        self._purpose = purpose

    def mark(self, one: ReadParameter) -> None:
        """The marker behind the parameter's own value."""
        name = marker_name()
        self._ask(one, one.base + marker_value(name), role="marker", marker=name)

    def compare(self, one: ReadParameter) -> None:
        """The plain value twice; then each pair of conditions, three times where the first time shows a difference."""
        first, second = (self._ask(one, one.base, role="baseline") for _ in range(2))
        if not first.status or first.status != second.status or first.status >= 400:
            return
        for condition in payloads().conditions:
            answers = self._round(one, condition, 1)
            if not _alike(*answers):
                for number in range(2, len(payloads().rounds) + 1):
                    self._round(one, condition, number)

    def _round(self, one: ReadParameter, condition: Condition, number: int) -> tuple[Answer, Answer]:
        n, m = payloads().rounds[number - 1]
        tags = {"condition": condition.id, "round": str(number)}
        true, false = (
            self._ask(one, one.base + text.replace("{n}", str(n)).replace("{m}", str(m)), role=role, **tags)
            for role, text in (("true", condition.holds), ("false", condition.fails))
        )
        return true, false

    def _ask(self, one: ReadParameter, value: str, **tags: str) -> Answer:
        """One request; where it leads counts as its answer, under the same tags."""
        labels = self._sitting.labels({"parameter": one.id, "value": value[:500], "base": one.base[:300], **tags})
        ready = msgspec.structs.replace(
            one.ask(value), verify=self._room.verify, labels=msgspec.structs.replace(labels, purpose=self._purpose)
        )
        trail = follow(self._room.http, ready)
        for answer in trail.answers[:-1]:
            record(self._room, answer, {"role": "hop"})
        record(self._room, trail.last)
        self._sitting.heard.append(trail.last)
        return trail.last


def _alike(true: Answer, false: Answer) -> bool:
    """Whether there is nothing to look at twice: same status, and as long as it can be but for the value itself."""
    return true.status == false.status and len(true.body) == len(false.body)
