"""A person's walk through the candidate: HTTP steps with forms filled in, redirects taken one by one, all recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode, urljoin

from criteria.http_exchange import Headers
from harness.errors import LookFailed
from harness.manifest.model import Step
from harness.net import Answer, Ask, Labels, location
from harness.probes.exchange.forms import first_form
from harness.probes.exchange.placeholders import Unfilled, Value, fresh
from harness.probes.exchange.step_request import FORM_TYPE, MAIL, in_answer, needs_mail, path_of, step_request
from harness.probes.http.record import record
from harness.probes.person.people import seeded
from harness.probes.person.session import sign_in
from harness.probing import ProbeRoom

MOST_HOPS = 20
Stop = Callable[[str], bool]


def nowhere(_url: str) -> bool:
    """Stop at no address: take every redirect."""
    return False


class Walker:
    """One of the seeded people with a browser context, signed in to nothing at first.

    ``tags`` go into the record of every exchange and may be changed between steps. ``foreign`` says which addresses
    belong to somebody else (the health space), whose exchanges are recorded where they arrive. ``pinned`` are values of
    quantities to enter; ``entered`` are those that the last journey entered.
    """

    def __init__(self, room: ProbeRoom, account: str, context: str, purpose: str, foreign: Stop = nowhere) -> None:
        self._room = room
        self._person = seeded(room, account)
        self._context = context
        self._purpose = purpose
        self._foreign = foreign
        self.tags: dict[str, str] = {}
        self.page: Answer | None = None
        self.pinned: Mapping[str, Value] = {}
        self.entered: dict[str, Value] = {}

    def sign_in(self) -> None:
        """Take the session of the account that the looks of an audit share."""
        self._room.http.share(self._context, sign_in(self._room, self._person.name))

    def forget_mail(self) -> None:
        """From now on only newer mail counts."""
        self._person.forget_mail()

    def walk(self, journey: str, stop: Stop = nowhere) -> str:
        """Take every step of the declared journey; returns the address at which ``stop`` held the person, if it did.

        Raises ``LookFailed`` when the journey is not declared or a step did not do what it declares.
        """
        steps = self._room.journeys.get(journey)
        if steps is None:
            raise self._room.undriven(journey)
        self.entered = {}
        if needs_mail(steps):
            self._person.forget_mail()
        for number, step in enumerate(steps, 1):
            held = self._take(step, stop)
            if held:
                return held
            self._expect(journey, number, step)
        return ""

    def go(self, method: str, url: str, form: Mapping[str, str], stop: Stop = nowhere) -> str:
        """One request and its redirects; returns the address at which ``stop`` held the person, if it did."""
        body: bytes = b""
        headers: Headers = ()
        if method == "POST":
            body, headers = urlencode(form).encode(), (("Content-Type", FORM_TYPE),)
        elif form:
            url = f"{url}{'&' if '?' in url else '?'}{urlencode(form)}"
        return self._go(method, url, headers, body, stop)

    def _take(self, step: Step, stop: Stop) -> str:
        try:
            sent = step_request(step, urljoin(f"{self._room.base_url}/", path_of(step, self.value)), self.value)
        except Unfilled as error:
            if error.name == MAIL:
                raise LookFailed("exchange.no_mail", account=self._person.name) from error
            page = self.page.url if self.page else "?"
            raise LookFailed("exchange.no_field", field=error.name, page=page) from error
        return self._go(sent.method, sent.url, sent.headers, sent.body, stop)

    def _go(self, method: str, url: str, headers: Headers, body: bytes, stop: Stop) -> str:
        answer = self._send(method, url, headers, body)
        for _ in range(MOST_HOPS):
            onward = location(answer)
            if not onward:
                break
            if stop(onward):
                self.page = answer
                return onward
            kept = answer.status in (307, 308)
            answer = self._send(method, onward, headers, body) if kept else self._send("GET", onward, (), b"")
        self.page = answer
        return ""

    def submit(self, values: Mapping[str, str], stop: Stop = nowhere) -> str:
        """Send the first form of the page with its own values and these; returns as ``go`` does."""
        form = first_form(self.page)
        if form is None:
            raise LookFailed("exchange.no_form", page=self.page.url if self.page else "?")
        return self.go(form.method, form.action, {**form.values, **values}, stop)

    def _send(self, method: str, url: str, headers: Headers, body: bytes) -> Answer:
        labels = Labels(context=self._context, purpose=self._purpose, tags=dict(self.tags))
        answer = self._room.http.send(
            Ask(method=method, url=url, body=body, headers=headers, labels=labels, verify=self._room.verify)
        )
        if not self._foreign(answer.url):
            record(self._room, answer)
        return answer

    def value(self, name: str) -> Value | None:
        """The value of a placeholder for this person here and now; ``None``: it is not there."""
        kind, _, part = name.partition(".")
        if kind == "json":
            return in_answer(self.page, part)
        if kind == "measure":
            return self._measured(*part.partition(":")[::2])
        if kind != "form":
            return self._person.known(name)
        form = first_form(self.page, holding=part)
        return form.values[part] if form else None

    def _measured(self, quantity: str, bounds: str) -> Value | None:
        """What is pinned, else what is drawn within the bounds; the same all through a journey."""
        value = self.pinned.get(quantity, self.entered.get(quantity))
        if value is None and bounds:
            value = fresh(bounds)
        if value is not None:
            self.entered[quantity] = value
        return value

    def _expect(self, journey: str, number: int, step: Step) -> None:
        assert self.page is not None
        wrong_status = step.expect_status and self.page.status != step.expect_status
        wrong_text = step.expect_text and step.expect_text.encode() not in self.page.body
        if not self.page.status or self.page.status >= 500 or wrong_status or wrong_text:
            status = self.page.status or self.page.exchange.error
            raise LookFailed("exchange.step_failed", journey=journey, number=number, path=step.path, status=status)
