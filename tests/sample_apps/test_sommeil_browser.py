"""Sommeil in a real browser: a person signs in with a mailed code, connects, shares, reads and disconnects."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.sample_apps.sommeil_bench import Bench, sommeil

pytestmark = pytest.mark.slow
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium, chromium-browser or google-chrome on PATH")
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if as_root else [])
        yield found
        found.close()


def sign_in(page: Page, bench: Bench) -> None:
    bench.box.forget(bench.login)
    page.goto(f"{bench.app}/connexion")
    page.fill("[name=email]", bench.login)
    page.fill("[name=password]", bench.running.environment["PROBANT_SOMMEIL_A_PASSWORD"])
    page.click("#sign-in button")
    expect(page.locator("#code")).to_be_visible()
    page.fill("[name=code]", bench.box.code(bench.login) or "")
    page.click("#code button")
    page.wait_for_url("**/journal")


def agree(page: Page, bench: Bench) -> None:
    """Sign in at the space and consent to everything."""
    page.click("#connect button")
    page.fill("[name=login]", bench.person.login)
    page.fill("[name=password]", bench.person.password)
    page.click("main form button")
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    page.click("button[value=accept]")
    page.wait_for_url("**/espace-sante")


def test_a_person_uses_the_whole_app(browser: Browser, tmp_path: Path) -> None:
    with sommeil(tmp_path, paired=False) as bench:
        context = browser.new_context(ignore_https_errors=True, locale="en-GB", timezone_id="Europe/Paris")
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        sign_in(page, bench)
        expect(page.locator("#nights")).to_contain_text(bench.running.manifest.accounts["a"].canaries["health"])
        page.fill("#rate [name=value]", "59")
        page.fill("#rate [name=takenAt]", "2026-11-21T07:10")
        page.click("#rate button")
        expect(page.locator("#rates tr").first).to_contain_text("59")
        page.goto(f"{bench.app}/espace-sante")
        agree(page, bench)
        expect(page.locator("[data-status]")).to_have_text("Your health space is connected.")
        page.locator("#to-share tr", has_text="59").get_by_role("button").click()
        expect(page.locator("[data-status]")).to_contain_text("recorded in your health space")
        page.click("[data-act='/api/space/read']")
        expect(page.locator("#space-rates")).to_contain_text("59")
        page.click("[data-act='/api/space/disconnect']")
        expect(page.locator("#unpaired")).to_be_visible()
        assert wrong == []
        context.close()


def test_legal_texts_read_without_scripts(browser: Browser, tmp_path: Path) -> None:
    with sommeil(tmp_path, paired=False) as bench:
        context = browser.new_context(ignore_https_errors=True, java_script_enabled=False, locale="fr-FR")
        page = context.new_page()
        page.goto(f"{bench.app}/")
        page.get_by_role("link", name="Mentions légales").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Mentions légales")
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Legal notice")
        page.get_by_role("link", name="Privacy policy").click()
        expect(page.locator("main")).to_contain_text("Data protection officer")
        page.get_by_role("link", name="Exercise my rights").last.click()
        page.fill("[name=email]", "essai@exemple.example")
        page.fill("[name=message]", "Synthetic request")
        page.click("main form button")
        expect(page.get_by_role("heading", level=1)).to_have_text("Message received")
        context.close()
