"""The lab console over real HTTP: who may talk to it, what it refuses, and that an exchange arrives as it happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import msgspec
import pytest
import requests

from conformance.lab.console.app import Console
from conformance.lab.console.desk import KEPT, MOST_LISTENERS
from conformance.lab.console.rows import MOST_ROWS, asked
from conformance.lab.console.rules import RULES
from conformance.lab.console.views import card
from conformance.lab.console.words import LANGUAGES, words
from conformance.lab.journal import Answer, Exchange
from conformance.lab.scenarios import scenarios
from conformance.space.server import listen, port_of, serve
from tests.conformance.playing import Playing, run_lab
from tests.conformance.tls import TlsFiles

SECONDS = 20


class Opened(NamedTuple):
    """A console that answers, with what it plays with."""

    playing: Playing
    console: Console
    url: str
    http: requests.Session

    @property
    def person_url(self) -> str:
        return f"{self.url}/people/{self.playing.person.login}"

    def post(self, action: str, origin: str | None = "", token: str | None = None, **form: str) -> requests.Response:
        page = self.http.get(f"{self.person_url}?scenario=right", timeout=SECONDS).text
        found = re.search(r'name="token" value="([^"]+)"', page)
        assert found
        headers = {"Origin": origin or self.url} if origin is not None else {}
        sent = form | {"token": found[1] if token is None else token}
        return self.http.post(f"{self.person_url}/{action}", sent, headers=headers, timeout=SECONDS)


@contextmanager
def opened(tls: TlsFiles) -> Iterator[Opened]:
    listener = listen("127.0.0.1")
    url = f"https://127.0.0.1:{port_of(listener)}"
    http = requests.Session()
    http.trust_env, http.verify = False, str(tls.ca)
    with run_lab(tls) as playing:
        console = Console(playing.lab, [playing.person], url)
        with serve(console.app, "127.0.0.1", 0, tls.cert, tls.key, listener=listener):
            yield Opened(playing, console, url, http)
            console.close()


@pytest.fixture(scope="module")
def desk(tls: TlsFiles) -> Iterator[Opened]:
    with opened(tls) as found:
        yield found


@pytest.fixture(autouse=True)
def disarmed(desk: Opened) -> Iterator[None]:
    yield
    desk.console.close()


def test_every_rule_has_a_scenario_and_every_sentence_two_languages() -> None:
    assert set(RULES) <= set(scenarios())
    assert all(set(one) == set(LANGUAGES) and all(one.values()) for one in words().values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_scenario_is_told(desk: Opened, lang: str) -> None:
    page = desk.http.get(desk.person_url, headers={"Accept-Language": lang}, timeout=SECONDS)
    assert page.headers["content-language"] == lang
    assert page.headers["cache-control"] == "no-store"
    assert "unsafe" not in page.headers["content-security-policy"]
    playable = {one.id for one in scenarios().values() if not one.audit_only}
    assert {one for one in scenarios() if f"scenario={one}" in page.text} == playable
    for one in scenarios().values():
        told = desk.http.get(f"{desk.person_url}?scenario={one.id}", headers={"Accept-Language": lang}, timeout=SECONDS)
        assert told.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:443"])
def test_another_host_is_refused(desk: Opened, host: str) -> None:
    answer = desk.http.get(desk.person_url, headers={"Host": host}, timeout=SECONDS)
    assert answer.status_code == 421
    assert desk.playing.person.password not in answer.text


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example"])
def test_another_origin_changes_nothing(desk: Opened, origin: str | None) -> None:
    assert desk.post("play", origin, scenario="state_wrong").status_code == 403
    assert desk.console.desk.playing(desk.playing.person.login) is None


def test_a_form_made_elsewhere_changes_nothing(desk: Opened) -> None:
    assert desk.post("play", token="guessed", scenario="state_wrong").status_code == 403
    assert desk.post("play", scenario="state_wrong", much="x" * 5000).status_code == 413
    assert desk.console.desk.playing(desk.playing.person.login) is None


def test_what_is_unknown_is_said(desk: Opened) -> None:
    answer = desk.post("play", scenario="<script>")
    assert answer.status_code == 404 and "Ce scénario n’existe pas" in answer.text and "<script>" not in answer.text
    assert desk.http.get(f"{desk.person_url}?scenario=none", timeout=SECONDS).status_code == 404
    assert desk.http.get(f"{desk.url}/people/nobody", timeout=SECONDS).status_code == 404


def test_one_play_at_a_time(desk: Opened) -> None:
    assert desk.post("play", scenario="state_wrong").status_code == 200
    assert desk.post("play", scenario="right").status_code == 409
    assert desk.post("play", scenario="right", replace="yes").status_code == 200
    playing = desk.console.desk.playing(desk.playing.person.login)
    assert playing is not None and playing.scenario.id == "right"
    assert desk.post("stop").status_code == 200
    assert desk.console.desk.playing(desk.playing.person.login) is None


def test_an_exchange_arrives_as_it_happens_and_is_judged(desk: Opened) -> None:
    desk.post("play", scenario="state_wrong")
    with desk.http.get(f"{desk.person_url}/events?lang=en", stream=True, timeout=SECONDS) as events:
        lines = events.iter_lines(decode_unicode=True)
        assert next(lines) == "event: state"
        asked_for, told, _ = desk.playing.authorize()
        seen = _until(lines, "Altered answer")
        assert asked_for["state"] in _until(lines, asked_for["state"]) and told["code"] not in seen
        desk.playing.client.exchange(told["code"], "v" * 43)
        assert "a right app stops here" in _until(lines, "stops here")


def test_listeners_and_history_are_bounded(tls: TlsFiles) -> None:
    with opened(tls) as fresh:
        login, desk = fresh.playing.person.login, fresh.console.desk
        for number in range(MOST_LISTENERS):
            desk.listen(login, lambda seen, kept=number: None)  # type: ignore[misc]
        assert fresh.http.get(f"{fresh.person_url}/events", timeout=SECONDS).status_code == 503
        for _ in range(KEPT + 5):
            desk.hear(hostile(person=login))
        assert len(desk.since(login)) == KEPT


def test_what_a_candidate_sends_is_escaped_and_bounded(desk: Opened) -> None:
    login = desk.playing.person.login
    bodies = (
        b'{"a":"<script>"}',
        b"[" * 100_000,
        b"\xff<script>",
        b'{"a":' * 5000,
        msgspec.json.encode(["x" * 9] * 9999),
    )
    for body in bodies:
        desk.console.desk.hear(hostile(person=login, request_body=body))
        seen = desk.console.desk.since(login)[-1]
        html = card(seen, "fr")
        assert "<script" not in html and len(html) < 60_000
        assert len(asked(seen.exchange)) <= MOST_ROWS + 1


def hostile(**changes: object) -> Exchange:
    one = Exchange(
        operation="write",
        method="POST<script>",
        url="https://127.0.0.1/fhir?<script>=<script>&code=a-code-that-is-long-enough",
        request_headers=(("content-type", "application/json"), ("authorization", "Bearer <script>alert(1)</script>")),
        request_body=b"",
        answer=Answer(status=200, headers=(("location", "javascript:<script>"),), body=b"<script>"),
        at="2026-01-01T00:00:00.000Z",
        mono_ns=0,
    )
    return msgspec.structs.replace(one, **changes)


def _until(lines: Iterator[str], wanted: str) -> str:
    told = ""
    for line in lines:
        told += line
        if wanted in line:
            return told
    raise AssertionError(told)
