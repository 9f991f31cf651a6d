"""Tensio against the reference space: a whole pairing, and the callbacks that it must refuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests

from conformance.space.app import create_space
from conformance.space.server import listen, port_of, serve
from conformance.space.settings import ClientRegistration, SpaceSettings
from tests.conformance.client import Browser
from tests.sample_apps.conftest import Lab, Running, run_tensio
from tests.sample_apps.visitor import Visitor, notice


class Meeting(NamedTuple):
    """The app, the person's browser at the app, and at the space."""

    app: Running
    visitor: Visitor
    browser: Browser

    def ask(self) -> dict[str, str]:
        """Starts a pairing; the parameters of the authorization request, and its address as ``url``."""
        sent = self.visitor.submit("/espace-sante", "/espace-sante/associer", follow=False).headers["Location"]
        return dict(parse_qsl(urlsplit(sent).query)) | {"url": sent}

    def answer(self, decision: str = "accept") -> dict[str, str]:
        """Starts a pairing and lets the person decide; the parameters of the callback."""
        return dict(parse_qsl(urlsplit(self.browser.consent(self.ask()["url"], decision)).query))

    def come_back(self, callback: dict[str, str]) -> requests.Response:
        return self.visitor.get(f"/espace-sante/retour?{urlencode(callback)}", follow=False)


@pytest.fixture
def meeting(lab: Lab, tmp_path: Path) -> Iterator[Meeting]:
    yield from meet(lab, tmp_path)


def meet(lab: Lab, data: Path, *faults: str) -> Iterator[Meeting]:
    listener = listen("127.0.0.1")
    base = f"https://127.0.0.1:{port_of(listener)}"
    space = create_space(SpaceSettings(base_url=base, require_pkce=False))
    options = ["--space-issuer", f"{base}/oauth", "--space-ca", lab.ca, "--client-id", "tensio"]
    options += [part for name in faults for part in ("--fault", name)]
    with (
        serve(space.app, "127.0.0.1", 0, lab.folder / "app.pem", lab.folder / "app.key", listener=listener),
        run_tensio(lab, data, *options) as app,
    ):
        visitor = app.visitor()
        visitor.sign_in()
        jwks = visitor.get("/.well-known/jwks.json").json()
        redirects = (f"{app.url}/espace-sante/retour",)
        registration = ClientRegistration(
            client_id="tensio", jwks=jwks, redirect_uris=redirects, oid="2.25.100", name="Tensio"
        )
        space.register(registration)
        browser = Browser(base, lab.ca)
        browser.sign_in(space.people.add())
        yield Meeting(app, visitor, browser)
    space.close()


def test_pair_share_read_back_and_part(meeting: Meeting) -> None:
    asked = meeting.ask()
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == meeting.app.ready["redirect_uri"]
    assert meeting.come_back(meeting.answer()).status_code == 302
    visitor = meeting.visitor
    assert "est arrivée" in notice(visitor.submit("/espace-sante", "/espace-sante/partager"))
    assert visitor.submit("/espace-sante", "/espace-sante/lire").text.count("127 / 79") == 2
    assert "est coupé" in notice(visitor.submit("/espace-sante", "/espace-sante/dissocier"))


def test_hostile_callbacks_are_refused(meeting: Meeting) -> None:
    good = meeting.answer()
    hostile = [good | {"state": "x"}, {name: value for name, value in good.items() if name != "state"}]
    for callback in hostile:
        assert meeting.come_back(callback).status_code == 400
    stranger = meeting.app.visitor()
    stranger.sign_in("B")
    assert stranger.get(f"/espace-sante/retour?{urlencode(good)}", follow=False).status_code == 400
    assert meeting.come_back(good | {"iss": "https://evil.example"}).status_code == 400
    assert meeting.come_back(good).status_code == 400  # the state was used up by the last one
    without_iss = {name: value for name, value in meeting.answer().items() if name != "iss"}
    assert meeting.come_back(without_iss).status_code == 400


def test_replayed_callback_changes_nothing(meeting: Meeting) -> None:
    good = meeting.answer()
    assert meeting.come_back(good).status_code == 302
    assert meeting.come_back(good).status_code == 400
    assert "est arrivée" in notice(meeting.visitor.submit("/espace-sante", "/espace-sante/partager"))


def test_refusal_of_the_person_is_told_politely(meeting: Meeting) -> None:
    refused = meeting.come_back(meeting.answer("refuse"))
    assert refused.status_code == 200
    assert "Vous avez refusé" in notice(refused)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "change", "status"),
    [
        ("accepts_any_state", {"state": "x"}, 302),
        ("accepts_missing_state", {"state": None}, 302),
        ("accepts_wrong_iss", {"iss": "https://evil.example"}, 302),
        ("accepts_missing_iss", {"iss": None}, 302),
        ("verifier_128", {}, 302),
        ("extra_scope_order", {}, 302),
        ("callback_303", {}, 303),
        ("pkce_plain", {}, 302),
        ("pkce_missing", {}, 302),
    ],
)
def test_fault_pairs_where_it_should(
    lab: Lab, tmp_path: Path, fault: str, change: dict[str, str | None], status: int
) -> None:
    for meeting in meet(lab, tmp_path, fault):
        callback = {name: value for name, value in (meeting.answer() | change).items() if value is not None}
        assert meeting.come_back(callback).status_code == status


@pytest.mark.slow
def test_error_crash_answers_500_with_a_clean_page(lab: Lab, tmp_path: Path) -> None:
    for meeting in meet(lab, tmp_path, "error_crash"):
        crashed = meeting.come_back(meeting.answer("refuse"))
        assert crashed.status_code == 500
        assert "RuntimeError" not in crashed.text
