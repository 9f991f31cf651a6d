"""The lab console in a real browser: choose a person, play a scenario, let an app pair, read what is said of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.conformance.test_lab_console import opened
from tests.conformance.tls import TlsFiles

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH")]


def test_a_vendor_plays_a_scenario(tls: TlsFiles, tmp_path: Path) -> None:
    as_root = os.geteuid() == 0
    with opened(tls) as desk, sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if as_root else [])
        page = browser.new_context(ignore_https_errors=True, locale="fr-FR").new_page()
        said: list[str] = []
        page.on("console", lambda one: said.append(one.text))
        page.goto(desk.url)
        page.screenshot(path=tmp_path / "people.png", full_page=True)
        page.get_by_role("link", name="Choisir").click()
        page.get_by_role("link", name="Un autre state").click()
        page.get_by_role("button", name="Jouer ce scénario").click()
        page.get_by_text("est prêt").wait_for()
        page.locator("#live", has_text="En direct").wait_for()
        asked, told, _ = desk.playing.authorize()
        page.locator(".card.altered").wait_for()
        shown = page.locator(".card.altered .compared").inner_text()
        assert asked["state"] in shown and told["state"] in shown
        desk.playing.client.exchange(told["code"], "v" * 43)
        page.locator("#state .verdict", has_text="s’arrête ici").wait_for()
        assert "S'arrête. La réponse ne correspond à aucune de ses demandes." in page.locator("#state").inner_text()
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=tmp_path / f"played-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("link", name="English").click()
        page.locator("#state .verdict", has_text="stops here").wait_for()
        assert page.get_by_role("heading", name="Another state").count() == 1
        page.get_by_role("button", name="Stop").click()
        page.locator("#stop").wait_for(state="detached")
        assert not [one for one in said if "Content Security Policy" in one or "Error" in one]
        browser.close()
