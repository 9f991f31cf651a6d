"""Which browser is started, and how: quiet, through our proxy alone, its sandbox on wherever it may be."""

from __future__ import annotations

import os
import shutil
from functools import cache

from harness.errors import LookFailed

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""As ``tools/find-browser`` looks for them."""
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_RUNTIME_DIR", "FONTCONFIG_PATH")
"""What the browser's process gets of our environment: none of the audit's secrets."""


@cache
def executable() -> str:
    """The path of a Chromium; raises ``LookFailed`` that says what to install."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise LookFailed("browser.not_found")
    return found


def sandboxed(profile: str) -> bool:
    """Whether the browser's sandbox is on: always but for root in the lab.

    Raises ``LookFailed`` where a sandbox is needed and the user is root, for whom Chromium has none.
    """
    if os.geteuid() != 0:
        return True
    if profile != "lab":
        raise LookFailed("browser.root")
    return False


def environment() -> dict[str, str | float | bool]:
    """The environment of the browser's process."""
    return {name: os.environ[name] for name in KEPT if name in os.environ}
