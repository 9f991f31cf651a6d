"""A person in a real browser, followed from activation to "who looked", at a space served as a vendor starts it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance import samples
from tests.conformance.client import REDIRECT, AppClient, callback
from tests.conformance.foreign.served import Foreign, served

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
VERIFIER = "a-verifier-of-the-browser-test-that-is-long-enough-1234567890"
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH")]


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Foreign, AppClient]]:
    """A served space with one app registered; the app itself is played by the test."""
    app = AppClient("", "", client_id="app-1")
    with served(tmp_path_factory.mktemp("space"), [app.registration]) as found:
        app.base, app.http.verify = found.base, found.ca
        yield found, app


@pytest.fixture
def page(space: tuple[Foreign, AppClient]) -> Iterator[sync_api.Page]:
    """A fresh profile in French. The app's callback leads nowhere: only its address matters."""
    as_root = os.geteuid() == 0
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if as_root else [])
        context = browser.new_context(ignore_https_errors=True, locale="fr-FR")
        context.route(f"{REDIRECT}**", lambda route: route.fulfill(body="retour"))
        yield context.new_page()
        browser.close()


def test_from_activation_to_who_looked(space: tuple[Foreign, AppClient], page: sync_api.Page, tmp_path: Path) -> None:
    found, app = space
    newcomer = found.newcomer
    assert newcomer is not None
    page.goto(f"{found.base}/personne")
    page.fill("input[name=login]", newcomer.login)
    page.fill("input[name=password]", newcomer.password)
    page.click("main button[type=submit]")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Activer").click()
    assert page.locator("h1").count() == 1

    page.goto(app.ask(VERIFIER))
    boxes = page.get_by_role("checkbox")
    assert boxes.count() >= 2
    assert not any(box.is_checked() for box in boxes.all()), "nothing is ticked beforehand"
    for box in boxes.all():
        box.check()
    page.click("button[value=accept]")
    page.wait_for_url(f"{REDIRECT}**")

    answer = app.exchange(callback(page.url)["code"], VERIFIER)
    tokens = answer.json()
    claims = app.claims(tokens["id_token"])
    sent = samples.observation("body_weight", idpe=claims["sub"], authority=f"urn:oid:{claims['assign_auth']}")
    assert app.write(tokens, samples.bundle(sent)).status_code == 200

    page.goto(f"{found.base}/personne/mesures")
    assert page.locator("main table tbody tr").count() == 1
    page.goto(f"{found.base}/personne/acces")
    assert app.registration.name in page.inner_text("main")
    page.goto(f"{found.base}/personne/services")
    page.get_by_role("link", name=app.registration.name).click()
    page.click("button[name=withdraw] >> nth=0")
    assert app.write(tokens, samples.bundle(sent)).status_code == 403, "a withdrawal counts at the very next call"
    page.goto(f"{found.base}/personne/acces")
    shot = tmp_path / "acces.png"
    page.screenshot(path=shot, full_page=True)
    assert shot.stat().st_size > 0
