"""The HTML report in a real browser: nothing runs, nothing leaves, and everybody can read it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, sync_playwright

from criteria.audit import Covered, Finding, Statement
from criteria.messages import text
from criteria.text import Text
from reports.html import render_html
from tests.reports.hostile import PAYLOADS, hostile
from tests.reports.samples import sample

pytestmark = pytest.mark.slow

ADDRESS = "https://report.test/"
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


class Watched:
    """A page that holds back and notes every request, dialog and broken policy."""

    def __init__(self, browser: Browser, html: bytes, *, width: int = 1200, script: bool = True) -> None:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        self.page: Page = context.new_page()
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self._html = html
        context.route("**/*", self._answer)
        self.page.on("dialog", self._dismiss)
        self.page.goto(ADDRESS, wait_until="load")

    def _answer(self, route: Route) -> None:
        self.requests.append(route.request.url)
        if len(self.requests) == 1:
            route.fulfill(body=self._html, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def close(self) -> None:
        self.page.context.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    seen = Watched(browser, render_html(sample()))
    yield seen
    seen.close()


def test_the_watch_sees_what_a_careless_report_would_do(browser: Browser) -> None:
    seen = Watched(browser, "".join(PAYLOADS[:5]).encode())
    assert seen.page.evaluate("window.ran")
    assert any("evil.example" in url for url in seen.requests)
    seen.close()


@pytest.mark.parametrize("width", [1200, 400])
def test_a_hostile_audit_runs_nothing_and_calls_nobody(browser: Browser, width: int) -> None:
    seen = Watched(browser, render_html(hostile(sample())), width=width)
    seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for link in seen.page.locator("main a:visible").all()[:10]:
        link.click()
    assert seen.page.evaluate("window.ran ?? null") is None
    assert seen.requests == [ADDRESS]
    assert seen.dialogs == []
    assert seen.page.url.startswith(ADDRESS)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    seen.close()


@pytest.mark.parametrize("script", [True, False])
def test_the_switch_shows_one_language_at_a_time(browser: Browser, script: bool) -> None:
    seen = Watched(browser, render_html(sample()), script=script)
    decided = seen.page.locator(".decided")
    assert decided.inner_text().split()[-1] == text("report.decision_refused").fr
    seen.page.locator("label[for=lang-en]").click()
    assert decided.inner_text().split()[-1] == text("report.decision_refused").en
    assert seen.page.locator(".fr:visible").count() == 0
    seen.page.locator("label[for=lang-fr]").click()
    assert seen.page.locator(".en:visible").count() == 0
    seen.close()


def test_the_keyboard_reaches_everything(watched: Watched) -> None:
    page = watched.page
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("one => one.matches(':focus') && one.getBoundingClientRect().top >= 0")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.locator(".decided .en").is_visible()
    outline = page.locator("label[for=lang-en]").evaluate("one => getComputedStyle(one).outlineStyle")
    assert outline == "solid"
    page.locator("details:has(#SEC-02) > summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#SEC-02").is_visible()


def test_a_link_opens_its_criterion(watched: Watched) -> None:
    watched.page.locator("#mend ~ ul a[href='#SEC-09']").click()
    assert watched.page.locator("#SEC-09").is_visible()


def test_names_are_read_aloud_in_one_language(watched: Watched) -> None:
    page = watched.page
    assert page.get_by_role("radio", name="English").count() == 1
    assert page.get_by_role("group", name=text("report.language").fr, exact=True).count() == 1
    assert page.get_by_role("navigation", name=text("report.contents").fr, exact=True).count() == 1
    assert page.get_by_role("heading", level=2, name=text("report.overview").fr, exact=True).count() == 1
    assert page.get_by_role("table", name=text("report.overview_caption").fr, exact=True).count() == 1
    assert page.get_by_role("rowheader", name=text("report.topic_security_transport").fr, exact=True).count() == 1
    assert page.get_by_role("heading", level=4).count() >= 9


def test_paper_shows_what_the_screen_folds(watched: Watched) -> None:
    folded = watched.page.locator("details:not([open]) .body").first
    assert not folded.is_visible()
    watched.page.emulate_media(media="print")
    assert folded.is_visible()
    assert not watched.page.locator(".switch").is_visible()
    assert watched.page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("width", [1200, 400, 320])
def test_nothing_overflows(browser: Browser, width: int) -> None:
    seen = Watched(browser, render_html(sample()), width=width)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    seen.close()


def test_a_step_is_reached_from_its_criterion_and_leads_back(browser: Browser) -> None:
    """The scene unfolds under the link, without a script."""
    first = sample().verdicts[0]
    said = Statement(clause="c", outcome="fail", seen=Text("Seen", "Vu"), observations=("o-0022",))
    looked = msgspec.structs.replace(
        first, finding=Finding(statements=(said,), rests_on=("o-0022",)), coverage=Covered(looks=("exchange.callback",))
    )
    seen = Watched(browser, render_html(sample(verdicts=(looked, *sample().verdicts[1:]))), width=400, script=False)
    step = seen.page.locator("#scene-2 .marked", has_text="o-0022")
    assert not step.is_visible()
    seen.page.locator(f"#{first.criterion} a[href='#scene-2']").click()
    assert step.is_visible() and not seen.page.locator("#scene-1").is_visible()
    seen.page.emulate_media(media="print")
    assert step.is_visible() and not seen.page.locator("#scene-1").is_visible()
    seen.page.emulate_media(media="screen")
    step.locator(".mark").click()
    assert seen.page.url.endswith(f"#{first.criterion}")
    assert seen.page.get_by_role("heading", level=5).count() >= 2
    seen.close()
