"""A person's browser: cookies, forms, and no following of a redirection that leads out of the space."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urljoin

import msgspec

from conformance.suite.answer import Answer, query_of
from conformance.suite.forms import Form, forms_of
from conformance.suite.http import Http, origin_of
from conformance.suite.manifest import Fields, Pages, TestPerson
from conformance.suite.outcome import Unseen

Action = Literal["write", "read"]
BOTH: tuple[Action, ...] = ("write", "read")
_MOST_STEPS = 12


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """How an authorization request ended. ``params`` are what the client got, empty when nothing was sent to it.

    ``consent`` is the consent form, if one was shown.
    """

    answer: Answer
    params: dict[str, str]
    consent: Form | None = None

    @property
    def to_client(self) -> bool:
        """Whether the browser was sent back to the client."""
        return bool(self.params)


class Browser:
    """The browser of one person. It signs in when a page asks for it."""

    def __init__(self, http: Http, pages: Pages, person: TestPerson) -> None:
        self._http, self._pages, self._person = http, pages, person

    def open(self, url: str) -> Answer:
        """Open a page, signing in on the way; the last answer is a page, or a redirection out of the space."""
        answer = self._follow(self._http.send("GET", url))
        form = self._sign_in_form(answer)
        return answer if form is None else self._follow(self.send(form, self._sign_in_fields()))

    def authorize(
        self, url: str, redirect_uri: str, allow: tuple[Action, ...] = BOTH, *, refuse: bool = False
    ) -> Returned:
        """Walk through an authorization request; on the consent page, allow these things or refuse."""
        answer = self.open(url)
        form = self._consent_form(answer)
        if form is not None:
            fields = self.decision(allow, refuse=refuse)
            there = {name: value for name, value in fields.items() if name in form.names()}
            answer = self._follow(self.send(form, there))
        params = query_of(answer.location) if goes_to(answer.location, redirect_uri) else {}
        return Returned(answer=answer, params=params, consent=form)

    def decision(self, allow: tuple[Action, ...], *, refuse: bool = False) -> Fields:
        """The fields that say what the person decides."""
        page = self._pages.consent
        ticked = [page.write if one == "write" else page.read for one in allow]
        found = dict(page.refuse if refuse else page.accept)
        for fields in [] if refuse else ticked:
            found |= fields
        return found

    def press(self, url: str, fields: Fields) -> Answer:
        """Open a page and send its form that has these fields. Raises ``Unseen`` when there is none."""
        page = self.open(url)
        form = next((one for one in forms_of(page.text, page.url) if set(fields) <= one.names()), None)
        if form is None:
            raise Unseen("no_form", page, call=page.name, fields=", ".join(fields))
        return self.send(form, fields)

    def send(self, form: Form, fields: Fields, *, hidden: bool = True) -> Answer:
        """Send a form; without ``hidden``, as a page of somebody else would."""
        told = (form.hidden if hidden else {}) | fields
        return self._http.send("POST", form.action, data=told)

    def sign_in(self, url: str, password: str) -> Answer:
        """Open a page that asks to sign in, and give this password. Raises ``Unseen`` when it does not ask."""
        page = self._follow(self._http.send("GET", url))
        form = self._sign_in_form(page)
        if form is None:
            raise Unseen("no_form", page, call=page.name, fields=self._pages.sign_in.password)
        return self.send(form, self._sign_in_fields() | {self._pages.sign_in.password: password})

    def asked_to_sign_in(self, url: str) -> tuple[bool, Answer]:
        """Whether a page asks this browser to sign in, and what it showed."""
        page = self._follow(self._http.send("GET", url))
        return self._sign_in_form(page) is not None, page

    def _follow(self, answer: Answer) -> Answer:
        steps = 0
        while answer.location and steps < _MOST_STEPS:
            target = urljoin(answer.url, answer.location)
            if origin_of(target) != origin_of(answer.url):
                break
            answer, steps = self._http.send("GET", target), steps + 1
        return answer

    def _sign_in_form(self, answer: Answer) -> Form | None:
        wanted = {self._pages.sign_in.login, self._pages.sign_in.password}
        return next((one for one in forms_of(answer.text, answer.url) if wanted <= one.names()), None)

    def _sign_in_fields(self) -> Fields:
        return {self._pages.sign_in.login: self._person.login, self._pages.sign_in.password: self._person.password}

    def _consent_form(self, answer: Answer) -> Form | None:
        wanted = set(self._pages.consent.accept)
        found = forms_of(answer.text, answer.url) if answer.status == 200 else []
        return next((one for one in found if wanted <= one.names()), None)


def goes_to(location: str, redirect_uri: str) -> bool:
    """Whether a redirection leads to exactly this address, whatever its parameters."""
    return location.split("#")[0].split("?")[0] == redirect_uri.split("?")[0] and bool(location)
