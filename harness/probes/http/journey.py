"""Walks a declared journey: the requests of a person, with the values that the pages on the way gave."""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from criteria.facts.http.urls import resolve
from criteria.http_exchange import Headers
from harness.manifest.model import Step
from harness.net import Answer, Ask, Labels, Verify, follow
from harness.probes.exchange.placeholders import Unfilled, Value, filled
from harness.probes.exchange.step_request import StepRequest, in_answer, path_of, step_request
from harness.probes.http.record import inputs, record
from harness.probing import ProbeRoom

Outcome = Literal["accepted", "refused", "form_missing", "no_answer"]


class Walked(msgspec.Struct, frozen=True):
    """How a journey ended: at which step (from 1), how, and the last answer, if there was one.

    ``form_missing``: the page before did not have the field named in ``detail``.
    """

    step: int
    outcome: Outcome
    last: Answer | None = None
    detail: str = ""
    answers: tuple[Answer, ...] = ()


class Knows(Protocol):
    """Whoever walks: what the placeholders of a step may name of them, and what they keep for later."""

    def known(self, name: str) -> Value | None:
        """The value of a placeholder, by its whole name; ``None``: it is not theirs to give."""

    def keep(self, name: str, value: Value) -> None:
        """Remember a value that a page gave."""


class Walker:
    """Walks the steps in one context (``account:a``), recording every exchange with its journey and step as tags."""

    def __init__(
        self, room: ProbeRoom, journey: str, labels: Labels, person: Knows | None, verify: Verify
    ) -> None:
        self._room = room
        self._journey = journey
        self._labels = labels
        self._person = person
        self._verify: Verify = verify
        self._last: Answer | None = None
        self._answers: list[Answer] = []

    def walk(self, steps: tuple[Step, ...]) -> Walked:
        """Every step in turn, up to the first that is not accepted. Its outcome is a tag of its last exchange."""
        for number, step in enumerate(steps, 1):
            try:
                sent = step_request(step, resolve(self._room.base_url + "/", path_of(step, self._value)), self._value)
                outcome = self._take(number, step, sent)
                detail = self._last.exchange.error if self._last else ""
            except Unfilled as error:
                outcome, detail = "form_missing", error.name.removeprefix("form.")
            if outcome != "accepted":
                return Walked(number, outcome, self._last, detail, tuple(self._answers))
        return Walked(len(steps), "accepted", self._last, "", tuple(self._answers))

    def _keep(self, step: Step) -> None:
        for name, template in step.keep.items() if self._person else ():
            assert self._person is not None
            self._person.keep(name, filled(template, self._value))

    def _take(self, number: int, step: Step, sent: StepRequest) -> Outcome:
        """What a page gives to keep may be a secret: it is known before the page is recorded."""
        tags = {**self._labels.tags, "journey": self._journey, "step": str(number)}
        labels = msgspec.structs.replace(self._labels, parent=self._last.url if self._last else "", tags=tags)
        trail = follow(self._room.http, self._ask(sent, labels))
        outcome = _outcome(step, trail.answers)
        self._last = trail.last
        try:
            if outcome == "accepted":
                self._keep(step)
        finally:
            for answer in trail.answers[:-1]:
                record(self._room, answer)
            record(self._room, trail.last, {"outcome": outcome})
            self._answers.extend(trail.answers)
        return outcome

    def _ask(self, sent: StepRequest, labels: Labels) -> Ask:
        headers = (*sent.headers, *self._headers()) if sent.method != "GET" else sent.headers
        return Ask(
            method=sent.method, url=sent.url, headers=headers, body=sent.body, verify=self._verify, labels=labels
        )

    def _headers(self) -> Headers:
        """What a browser adds when it submits a form: a site may refuse a form without them."""
        fields = [("Origin", self._room.base_url)]
        return (*fields, ("Referer", self._last.url)) if self._last else tuple(fields)

    def _value(self, name: str) -> Value | None:
        kind, _, part = name.partition(".")
        if kind == "json":
            return in_answer(self._last, part)
        if kind != "form":
            return self._person.known(name) if self._person else None
        found = inputs(self._last) if self._last else iter(())
        return next((value for _, given, value in found if given == part), None)


def _outcome(step: Step, answers: tuple[Answer, ...]) -> Outcome:
    """Accepted by the declared status (of the first or the last answer) and text; without one, by any below 400."""
    last = answers[-1]
    if last.exchange.response is None:
        return "no_answer"
    statuses = {answers[0].status, last.status}
    if not (step.expect_status in statuses if step.expect_status else last.status < 400):
        return "refused"
    return "accepted" if step.expect_text in last.body.decode("utf-8", "replace") else "refused"
