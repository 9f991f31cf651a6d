"""Walks a declared journey: the requests of a person, with the values that the pages on the way gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from criteria.facts.http.urls import resolve
from criteria.http_exchange import Headers
from harness.manifest.model import Step
from harness.net import Answer, Ask, Labels, Verify, follow
from harness.probes.exchange.placeholders import Unfilled, Value
from harness.probes.exchange.step_request import MAIL, StepRequest, in_answer, step_request
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


class Walker:
    """Walks the steps in one context (``account:a``), recording every exchange with its journey and step as tags."""

    def __init__(
        self, room: ProbeRoom, journey: str, labels: Labels, values: Mapping[str, str], verify: Verify,
        mail: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._room = room
        self._journey = journey
        self._labels = labels
        self._values = values
        self._verify: Verify = verify
        self._mail = mail
        self._last: Answer | None = None

    def walk(self, steps: tuple[Step, ...]) -> Walked:
        """Every step in turn, up to the first that is not accepted. Its outcome is a tag of its last exchange."""
        for number, step in enumerate(steps, 1):
            try:
                sent = step_request(step, resolve(self._room.base_url + "/", step.path), self._value)
            except Unfilled as error:
                return Walked(number, "form_missing", self._last, error.name.removeprefix("form."))
            outcome = self._take(number, step, sent)
            if outcome != "accepted":
                return Walked(number, outcome, self._last, self._last.exchange.error if self._last else "")
        return Walked(len(steps), "accepted", self._last)

    def tags(self, number: int) -> dict[str, str]:
        """What the exchanges of this step are tagged with."""
        return {"journey": self._journey, "step": str(number)}

    def _take(self, number: int, step: Step, sent: StepRequest) -> Outcome:
        parent = self._last.url if self._last else ""
        labels = msgspec.structs.replace(self._labels, parent=parent, tags=self.tags(number))
        trail = follow(self._room.http, self._ask(sent, labels))
        outcome = _outcome(step, trail.answers)
        for answer in trail.answers[:-1]:
            record(self._room, answer)
        record(self._room, trail.last, {"outcome": outcome})
        self._last = trail.last
        return outcome

    def _ask(self, sent: StepRequest, labels: Labels) -> Ask:
        headers = (*sent.headers, *self._headers()) if sent.method == "POST" else sent.headers
        return Ask(
            method=sent.method, url=sent.url, headers=headers, body=sent.body, verify=self._verify, labels=labels
        )

    def _headers(self) -> Headers:
        """What a browser adds when it submits a form: a site may refuse a form without them."""
        fields = [("Origin", self._room.base_url)]
        return (*fields, ("Referer", self._last.url)) if self._last else tuple(fields)

    def _value(self, name: str) -> Value | None:
        kind, _, part = name.partition(".")
        if name == MAIL:
            return self._mail()
        if kind == "json":
            return in_answer(self._last, part)
        if kind != "form":
            return self._values.get(name, "")
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
