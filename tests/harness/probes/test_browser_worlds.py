"""The world of our programs in a page: found once for each document, and never the page's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, sync_playwright

from harness.probes.browser.find import QUIET, executable
from harness.probes.browser.worlds import World
from tests.harness.probes.browser_room import need_browser
from tests.support.browser_sites import Served, Site, site

PAGES = {
    "/": Served("<title>first</title><script>globalThis.mine = 1</script>"),
    "/next": Served("<title>second</title><script>globalThis.mine = 2</script>"),
}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site(PAGES) as found:
        yield found


@pytest.fixture
def page(served: Site) -> Iterator[Page]:
    need_browser()
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=executable(), args=[*QUIET, "--no-sandbox"], chromium_sandbox=False
        )
        found = browser.new_page()
        found.goto(served.url)
        yield found
        browser.close()


def _counted(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []
    send = world._cdp.send

    def counted(method: str, params: dict[str, Any] | None = None) -> Any:
        asked.append(method)
        return send(method, params)

    monkeypatch.setattr(world._cdp, "send", counted)
    return asked


def test_a_known_world_is_asked_at_once(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(page)
    assert world.run("page")["title"] == "first"
    asked = _counted(world, monkeypatch)
    assert world.run("page")["title"] == "first"
    assert asked == ["Runtime.evaluate"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_after_a_navigation_the_world_is_that_of_the_new_document(page: Page, served: Site, host: str) -> None:
    world = World(page)
    world.run("scroll")
    page.goto(f"http://{host}:{served.port}/next")
    assert world.run("page")["title"] == "second"
    assert world.evaluate("typeof globalThis.instrumentScroll") == "undefined"


def test_no_program_runs_where_a_number_names_the_page_itself(page: Page) -> None:
    world = World(page)
    world.run("page")
    world._context = next(number for number in range(1, 30) if _is_of_the_page(world, number))
    assert world.run("scroll") is True
    assert page.evaluate("typeof globalThis.instrumentScroll") == "undefined"
    assert world.evaluate("typeof globalThis.instrumentScroll") == "object"


def _is_of_the_page(world: World, number: int) -> bool:
    try:
        return world._asked("globalThis.mine === 1", number) is True
    except BrowserError:
        return False


def test_a_page_that_leaves_while_a_program_waits_gives_nothing(page: Page) -> None:
    world = World(page)
    world.run("page")
    page.evaluate("setTimeout(() => { location = '/next'; }, 1500)")
    assert world.run("quiet", 3000, 4000) is None
    assert world.run("quiet", 50, 1000) is True
    assert world.run("page")["title"] == "second"
