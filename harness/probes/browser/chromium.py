"""The browser of one subject: started at its first look, shared by all of them, ended with the lane."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, TypedDict

import msgspec
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from harness.errors import LookFailed, ManifestError
from harness.manifest.load import inside
from harness.probes.browser.find import QUIET, environment, executable, sandboxed
from harness.probes.browser.proxy import Proxy
from harness.probes.browser.scripts import script
from harness.probes.browser.trust import Trust, pin_of, trust_of
from harness.probing import ProbeRoom

KEPT = "browser.chromium"
LAUNCH_MS = 30_000
MOST_PAGES = 20
"""Pages open at one time in one context; further pop-ups are closed."""
VIEWPORT = (1280, 800)
MOST_PEM = 256 * 1024


class _Opened(TypedDict, total=False):
    storage_state: Any


class Chromium(msgspec.Struct, frozen=True):
    """A running browser with its way out. ``verified`` is false where a host's certificate was not to be trusted."""

    browser: Browser
    proxy: Proxy
    trust: Trust
    control: bool

    @property
    def verified(self) -> bool:
        """Whether every host in scope has a certificate that we accept."""
        return not self.trust.broken

    @contextmanager
    def context(self, verify: Literal["strict", "record"], state: Any = None) -> Iterator[BrowserContext]:
        """A fresh context. ``record`` looks behind a wrong certificate, as ``SafeClient`` does, but never signed in.

        The control app's certificate is wrong on purpose and always looked behind.
        """
        options: _Opened = {"storage_state": state} if state else {}
        context = self.browser.new_context(
            accept_downloads=False,
            ignore_https_errors=self.control or (verify == "record" and not self.verified),
            locale="fr-FR",
            timezone_id="Europe/Paris",
            viewport={"width": VIEWPORT[0], "height": VIEWPORT[1]},
            **options,
        )
        context.add_init_script(script("watch"))
        context.on("dialog", _dismiss)
        context.on("page", lambda page: _bounded(context, page))
        try:
            yield context
        finally:
            quietly(context.close)


def chromium_of(room: ProbeRoom) -> Chromium:
    """The subject's browser. Raises ``LookFailed`` that says what to install or to change."""
    kept = room.around.kept.get(KEPT)
    if isinstance(kept, Chromium) and kept.browser.is_connected():
        return kept
    path, sandbox = executable(), sandboxed(room.manifest.profile)
    world = room.manifest.world
    policy, resolver = room.http.policy, room.http.resolver
    trust = trust_of(room.manifest.hosts, world, policy, resolver)
    proxy = Proxy(policy, resolver, world)
    room.closing.callback(proxy.close)
    taken = (*trust.pins, *_space_pin(room))
    pins = (f"--ignore-certificate-errors-spki-list={','.join(taken)}",) if taken else ()
    play = sync_playwright().start()
    room.closing.callback(quietly, play.stop)
    try:
        browser = play.chromium.launch(
            executable_path=path,
            chromium_sandbox=sandbox,
            args=[*QUIET, *pins],
            env=environment(),
            proxy={"server": f"http://127.0.0.1:{proxy.port}"},
            timeout=LAUNCH_MS,
        )
    except BrowserError as error:
        raise LookFailed("browser.not_started", detail=error.message.partition("\n")[0]) from error
    room.closing.callback(quietly, browser.close)
    found = Chromium(browser, proxy, trust, room.look.subject == "control")
    room.around.kept[KEPT] = found
    return found


def _space_pin(room: ProbeRoom) -> Iterator[str]:
    """The lab's space shows this certificate once a look starts it; a broken file is that look's to tell."""
    space = room.manifest.space
    if space is None or room.manifest.profile != "lab":
        return
    try:
        yield pin_of(inside(room.folder, space.certificate).read_bytes()[:MOST_PEM])
    except (OSError, ValueError, IndexError, ManifestError):
        return


def quietly(end: Callable[[], object]) -> None:
    """End something that may have ended by itself."""
    try:
        end()
    except BrowserError:
        return


def _dismiss(dialog: Dialog) -> None:
    quietly(dialog.dismiss)


def _bounded(context: BrowserContext, page: Page) -> None:
    if len(context.pages) > MOST_PAGES:
        quietly(page.close)
