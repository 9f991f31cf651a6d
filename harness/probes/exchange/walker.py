"""A person's walk through the candidate: HTTP steps with forms filled in, redirects taken one by one, all recorded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlencode, urljoin

from harness.errors import LookFailed
from harness.manifest.model import Step
from harness.net import Answer, Ask, Labels, location
from harness.probes.exchange.forms import first_form
from harness.probes.http.record import record
from harness.probing import ProbeRoom

MOST_HOPS = 20
PLACEHOLDER = re.compile(r"\$\{(account\.login|account\.password|canary\.[a-z_]{1,40}|form\.[^}]{1,100})\}")
FORM_TYPE = (("Content-Type", "application/x-www-form-urlencoded"),)
Stop = Callable[[str], bool]


def nowhere(_url: str) -> bool:
    """Stop at no address: take every redirect."""
    return False


class Walker:
    """One person with a browser context of their own, signed in to nothing at first.

    ``tags`` go into the record of every exchange and may be changed between steps. ``foreign`` says which addresses
    belong to somebody else (the health space), whose exchanges are recorded where they arrive.
    """

    def __init__(self, room: ProbeRoom, account: str, context: str, purpose: str, foreign: Stop = nowhere) -> None:
        self._room = room
        self._account = account
        self._context = context
        self._purpose = purpose
        self._foreign = foreign
        self.tags: dict[str, str] = {}
        self.page: Answer | None = None

    def walk(self, journey: str, stop: Stop = nowhere) -> str:
        """Take every step of the declared journey; returns the address at which ``stop`` held the person, if it did.

        Raises ``LookFailed`` when the journey is not declared or a step did not do what it declares.
        """
        steps = self._room.journeys.get(journey)
        if steps is None:
            raise LookFailed("gap.missing_input", input=f"journeys.{journey}")
        for number, step in enumerate(steps, 1):
            held = self.go(step.method, urljoin(f"{self._room.base_url}/", step.path), self._filled(step.form), stop)
            if held:
                return held
            self._expect(journey, number, step)
        return ""

    def go(self, method: str, url: str, form: Mapping[str, str], stop: Stop = nowhere) -> str:
        """One request and its redirects; returns the address at which ``stop`` held the person, if it did."""
        answer = self._send(method, url, form)
        for _ in range(MOST_HOPS):
            onward = location(answer)
            if not onward:
                break
            if stop(onward):
                self.page = answer
                return onward
            kept = answer.status in (307, 308)
            answer = self._send(method if kept else "GET", onward, form if kept else {})
        self.page = answer
        return ""

    def submit(self, values: Mapping[str, str], stop: Stop = nowhere) -> str:
        """Send the first form of the page with its own values and these; returns as ``go`` does."""
        form = first_form(self.page)
        if form is None:
            raise LookFailed("exchange.no_form", page=self.page.url if self.page else "?")
        return self.go(form.method, form.action, {**form.values, **values}, stop)

    def _send(self, method: str, url: str, form: Mapping[str, str]) -> Answer:
        body = urlencode(form).encode() if method == "POST" else b""
        if form and method == "GET":
            url = f"{url}{'&' if '?' in url else '?'}{urlencode(form)}"
        labels = Labels(context=self._context, purpose=self._purpose, tags=dict(self.tags))
        headers = FORM_TYPE if method == "POST" else ()
        answer = self._room.http.send(
            Ask(method=method, url=url, body=body, headers=headers, labels=labels, verify=self._room.verify)
        )
        if not self._foreign(answer.url):
            record(self._room, answer)
        return answer

    def _filled(self, form: Mapping[str, str]) -> dict[str, str]:
        return {name: PLACEHOLDER.sub(lambda found: self._value(found.group(1)), value) for name, value in form.items()}

    def _value(self, name: str) -> str:
        kind, _, part = name.partition(".")
        if name == "account.login":
            return self._room.account(self._account).login
        if name == "account.password":
            return self._room.password(self._account)
        if kind == "canary":
            return self._room.account(self._account).canaries.get(part, "")
        form = first_form(self.page, holding=part)
        if form is None:
            raise LookFailed("exchange.no_field", field=part, page=self.page.url if self.page else "?")
        return form.values[part]

    def _expect(self, journey: str, number: int, step: Step) -> None:
        assert self.page is not None
        wrong_status = step.expect_status and self.page.status != step.expect_status
        wrong_text = step.expect_text and step.expect_text.encode() not in self.page.body
        if not self.page.status or self.page.status >= 500 or wrong_status or wrong_text:
            status = self.page.status or self.page.exchange.error
            raise LookFailed("exchange.step_failed", journey=journey, number=number, path=step.path, status=status)
