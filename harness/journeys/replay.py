"""Replays a recording in a page, step by step, as a person would: real clicks and keys, waits on events only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Frame, Locator, Page
from playwright.sync_api import TimeoutError as BrowserTimeout

from harness.journeys.recording import RecordedStep, Recording
from harness.journeys.selectors import located
from harness.probes.exchange.placeholders import Known, Unfilled, filled

MOST_MS, LEAST_MS = 15_000, 2_000
NAVIGATION_MS = 20_000
BUTTONS = {"primary": "left", "auxiliary": "middle", "secondary": "right"}


class StepBroken(Exception):
    """A step could not be taken; ``number`` counts from 1, ``why`` is in a few English words."""

    def __init__(self, number: int, step: RecordedStep, why: str) -> None:
        super().__init__(why)
        self.number = number
        self.step = step
        self.why = why


class Replay:
    """One recording in one page. ``known`` gives what only the account knows; ``settle`` waits until all is quiet.

    The addresses of a recording are those of where it was made: the origin of its first one stands for ``base_url``.
    """

    def __init__(
        self, page: Page, base_url: str, known: Known, in_scope: Callable[[str], bool], settle: Callable[[], object]
    ) -> None:
        self._page = page
        self._base = base_url
        self._known = known
        self._in_scope = in_scope
        self._settle = settle
        self.number = 0

    def take(self, recording: Recording, begin: Callable[[int], None] = lambda _number: None) -> None:
        """Every step in turn; ``begin`` hears its number. Raises ``StepBroken``."""
        home = next((_origin(step.url) for step in recording.steps if step.type == "navigate"), "")
        wait = min(MOST_MS, max(LEAST_MS, recording.timeout))
        for number, step in enumerate(recording.steps, 1):
            begin(number)
            try:
                self._one(step, home, step.timeout or wait)
            except Unfilled as error:
                raise StepBroken(number, step, f"nothing stands for {error.name}") from error
            except BrowserTimeout as error:
                raise StepBroken(number, step, "timeout") from error
            except BrowserError as error:
                raise StepBroken(number, step, error.message.partition("\n")[0][:200]) from error
            except ValueError as error:
                raise StepBroken(number, step, str(error)) from error

    def _one(self, step: RecordedStep, home: str, wait: float) -> None:
        kind = step.type
        if kind == "navigate":
            self._navigate(step, home)
        elif kind == "setViewport":
            self._page.set_viewport_size({"width": step.width, "height": step.height})
        elif kind in ("keyDown", "keyUp"):
            (self._page.keyboard.down if kind == "keyDown" else self._page.keyboard.up)(step.key)
        elif kind == "waitForElement":
            self._await(step, wait)
        elif kind == "scroll":
            self._scroll(step, wait)
        elif kind == "change":
            self._change(self._found(step, wait), filled(step.value, self._known), wait)
        elif kind == "hover":
            self._found(step, wait).hover(timeout=wait)
        elif kind in ("click", "doubleClick"):
            self._click(step, wait)

    def _navigate(self, step: RecordedStep, home: str) -> None:
        address = filled(step.url, self._known)
        if home and _origin(address) == home:
            address = address[len(home) :] or "/"
        url = urljoin(self._base + "/", address)
        if not self._in_scope(url):
            raise ValueError("address out of scope")
        self._page.goto(url, wait_until="load", timeout=NAVIGATION_MS)
        self._settle()

    def _click(self, step: RecordedStep, wait: float) -> None:
        target = self._found(step, wait)
        button = BUTTONS.get(step.button, "left")
        count = 2 if step.type == "doubleClick" else 1
        if step.navigates:
            with self._page.expect_navigation(wait_until="load", timeout=max(wait, NAVIGATION_MS)):
                target.click(timeout=wait, button=button, click_count=count)  # type: ignore[arg-type]
        else:
            target.click(timeout=wait, button=button, click_count=count)  # type: ignore[arg-type]
        self._settle()

    def _change(self, target: Locator, value: str, wait: float) -> None:
        if target.evaluate("(one) => one.localName", timeout=wait) == "select":
            target.select_option(value, timeout=wait)
        else:
            target.fill(value, timeout=wait)

    def _await(self, step: RecordedStep, wait: float) -> None:
        """As many elements as declared; what is to be gone is waited for likewise."""
        gone = step.count == 0 or (step.visible is False and step.count == 1)
        for target in self._all(step):
            if gone:
                target.first.wait_for(state="hidden", timeout=wait)
                return
        self._found(step, wait)
        seen = max(target.count() for target in self._all(step))
        right = {"==": seen == step.count, ">=": seen >= step.count, "<=": seen <= step.count}[step.operator]
        if not right:
            raise ValueError(f"{seen} elements")

    def _scroll(self, step: RecordedStep, wait: float) -> None:
        if step.selectors and step.chains != (("main",),):
            self._found(step, wait).scroll_into_view_if_needed(timeout=wait)
        else:
            self._page.mouse.wheel(step.x, step.y)
        self._settle()

    def _found(self, step: RecordedStep, wait: float) -> Locator:
        """The first of its selectors that shows an element, once any of them does."""
        ways = list(self._all(step))
        any_of = ways[0]
        for way in ways[1:]:
            any_of = any_of.or_(way)
        any_of.first.wait_for(state="visible", timeout=wait)
        for way in ways:
            for place in range(min(5, way.count())):
                if way.nth(place).is_visible():
                    return way.nth(place)
        return any_of.first

    def _all(self, step: RecordedStep) -> Iterator[Locator]:
        frame = self._frame(step)
        for chain in step.chains:
            yield from located(frame, chain)

    def _frame(self, step: RecordedStep) -> Frame:
        frame = self._page.main_frame
        for place in step.frame:
            if place >= len(frame.child_frames):
                raise ValueError("no such frame")
            frame = frame.child_frames[place]
        return frame


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
