"""The other looks: cleartext, exposed addresses, session, ablation, forms."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from criteria.facts.http import FormResult
from criteria.facts.http.exposed import confirms
from harness.errors import LookFailed
from harness.manifest.model import Step
from tests.harness.probes.http_room import CANARY, PASSWORD, Bench, journey
from tests.support.hostile_server import HostileServer, reply

TOKEN = "jeton0123456789abcdef"
SESSION = "session0123456789abcdef"
FORM = reply(f"<form method=post action=/connexion><input type=hidden name=jeton value={TOKEN}></form>".encode())
STEPS = (
    Step(path="/connexion"),
    Step(
        path="/connexion",
        method="POST",
        form={"jeton": "${form.jeton}", "email": "${account.login}", "mdp": "${account.password}"},
    ),
)


class App(HostileServer):
    """A tiny app: a form, and a journal for whoever has the session cookie."""

    def __init__(self, posted: bytes | None = None) -> None:
        super().__init__({"/connexion": FORM})
        self.posted = posted or reply(
            b"", f"Set-Cookie: sid={SESSION}; Path=/", "Set-Cookie: lang=fr; Path=/", "Location: /journal",
            status="303 See Other",
        )  # fmt: skip

    def _pieces(self, path: str) -> list[bytes]:
        request = self.requests[-1]
        if request.startswith(b"POST"):
            return [self.posted]
        if path == "/journal":
            known = f"sid={SESSION}".encode() in request
            return (
                [reply(f"<p>{CANARY}</p>".encode())]
                if known
                else [reply(b"", "Location: /connexion", status="302 Found")]
            )
        return list(super()._pieces(path))


def test_the_signed_in_pages_are_recorded_and_no_secret_is_kept(tmp_path: Path) -> None:
    with App() as server:
        bench = Bench(tmp_path, server, journeys=journey(*STEPS), signed_in_pages=("/journal", "/autre"))
        bench.run("http.signed_in")
        body = server.requests[1].partition(b"\r\n\r\n")[2]
    assert body == f"jeton={TOKEN}&email=alice&mdp={PASSWORD}".encode()
    assert f"Origin: {server.url('')}".encode() in server.requests[1]
    assert [(one.url.rsplit("/", 1)[1], one.tags["canary"]) for one in bench.exchanges("signed_in")] == [
        ("journal", "health"),
        ("autre", ""),
    ]
    assert {one.context for one in bench.exchanges()} == {"account:a"}
    for secret in (PASSWORD, SESSION, TOKEN):
        assert secret.encode() not in bench.stored()
    assert CANARY.encode() in bench.stored()


def test_ablation_finds_the_cookie_that_carries_the_session(tmp_path: Path) -> None:
    with App() as server:
        bench = Bench(tmp_path, server, journeys=journey(*STEPS), signed_in_pages=("/vide", "/journal"))
        bench.run("http.ablation")
    seen = [(one.tags["removed"], one.tags["canary"]) for one in bench.exchanges("ablation")]
    assert seen == [("", ""), ("", "health"), ("sid", ""), ("lang", "health"), ("*", ""), ("", "health")]


def test_without_canary_there_is_no_ablation(tmp_path: Path) -> None:
    with App() as server:
        bench = Bench(tmp_path, server, journeys=journey(*STEPS), signed_in_pages=("/vide",))
        bench.run("http.ablation")
    assert [one.tags["removed"] for one in bench.exchanges("ablation")] == [""]


@pytest.mark.parametrize(
    ("steps", "posted", "reason"),
    [
        (STEPS, reply(b"no", status="403 Forbidden"), "http.sign_in_refused"),
        ((STEPS[0], Step(path="/x", method="POST", form={"a": "${form.absent}"})), None, "http.sign_in_form_missing"),
        ((*STEPS, Step(path="/journal", expect_text="Bienvenue")), None, "http.sign_in_refused"),
        (STEPS, b"garbage", "gap.unreachable"),
        ((), None, "gap.missing_input"),
    ],
)
def test_a_sign_in_that_fails_says_why(
    tmp_path: Path, steps: tuple[Step, ...], posted: bytes | None, reason: str
) -> None:
    with App(posted) as server:
        bench = Bench(tmp_path, server, journeys=journey(*steps), signed_in_pages=("/journal",))
        with pytest.raises(LookFailed) as failed:
            bench.run("http.signed_in")
    assert failed.value.reason == reason


def form(bench: Bench) -> FormResult:
    (seen,) = (seen for seen in bench.observations if seen.kind == "http.form_result")
    return msgspec.convert(seen.data, FormResult)


@pytest.mark.parametrize(
    ("posted", "field", "outcome"),
    [
        (reply(b"Merci"), "jeton", "accepted"),
        (reply(b"no", status="422 Unprocessable Content"), "jeton", "refused"),
        (reply(b"Merci"), "absent", "form_missing"),
    ],
)
def test_a_form_is_submitted_and_its_outcome_told(tmp_path: Path, posted: bytes, field: str, outcome: str) -> None:
    steps = (Step(path="/connexion"), Step(path="/connexion", method="POST", form={"jeton": f"${{form.{field}}}"}))
    with App(posted) as server:
        bench = Bench(tmp_path, server, journeys={"contact_support": steps})
        bench.run("http.form")
    assert (form(bench).outcome, form(bench).step, form(bench).steps) == (outcome, 2, 2)
    assert {one.context for one in bench.exchanges("form")} == {"form:contact_support"}


def test_an_undeclared_form_is_a_missing_input(tmp_path: Path) -> None:
    with App() as server, pytest.raises(LookFailed) as failed:
        Bench(tmp_path, server).run("http.form")
    assert failed.value.params == {"input": "journeys.contact_support"}


def test_the_cleartext_port_is_asked_without_credentials(tmp_path: Path) -> None:
    with App() as server:
        bench = Bench(tmp_path, server, signed_in_pages=("/journal",))
        bench.client.jar("anonymous").store(server.url(), ["a=1; Path=/"])
        bench.run("http.cleartext")
    assert [(one.tags["path"], one.status) for one in bench.exchanges("cleartext")] == [("/", 404), ("/journal", 302)]
    assert not any(b"Cookie" in request for request in server.requests)
    assert server.asked == ["/", "/journal"]


def test_a_refused_cleartext_port_is_an_observation(tmp_path: Path) -> None:
    with HostileServer() as gone:
        bench = Bench(tmp_path, gone)
    bench.run("http.cleartext")
    assert {one.error for one in bench.exchanges("cleartext")} == {"refused"}


@pytest.mark.parametrize(
    ("path_id", "body", "found"),
    [
        ("git_head", b"ref: refs/heads/main\n", True),
        ("git_head", b"<!doctype html><p>ref: refs/heads/main", False),
        ("env", b"APP_ENV=production\nDB_PASSWORD=x\n", True),
        ("env", b"<html>\nAPP_ENV=x", False),
        ("env", b"# comment\nexport API_KEY=x", True),
        ("listing_static", b"<html><title>Index of /static/</title>", True),
        ("actuator_env", b'{"propertySources": []}', True),
        ("actuator_env", b"<p>page not found</p>", False),
        ("unknown", b"anything", False),
    ],
)
def test_signatures_confirm_the_real_thing_only(path_id: str, body: bytes, found: bool) -> None:
    assert confirms(path_id, body) is found
