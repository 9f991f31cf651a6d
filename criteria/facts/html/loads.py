"""Gathers what a page fetches and declares for itself: scripts, subresources, frames, ``<meta>``."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from criteria.facts.html.page import Script, Subresource

MAX_SCRIPTS = 300
MAX_FETCHED = 500
MAX_FRAMES = 50
MAX_POLICIES = 10

_SOURCES = {
    "img": "src",
    "audio": "src",
    "video": "src",
    "source": "src",
    "track": "src",
    "embed": "src",
    "object": "data",
}
_FETCHING = frozenset(("stylesheet", "icon", "manifest", "modulepreload", "preload", "apple-touch-icon", "prefetch"))


class LoadReader:
    """Fed with start tags, and with the content of scripts."""

    def __init__(self, address: Callable[[str], str]) -> None:
        self._address = address
        self.scripts: list[Script] = []
        self.fetched: list[Subresource] = []
        self.frames: list[str] = []
        self.policies: list[str] = []
        self.referrer = ""
        self.refresh = ""
        self.generator = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Any start tag."""
        if name == "script" and len(self.scripts) < MAX_SCRIPTS:
            self._script(attributes)
        elif name == "meta":
            self._meta(attributes)
        elif name in ("iframe", "frame") and attributes.get("src") and len(self.frames) < MAX_FRAMES:
            self.frames.append(self._address(attributes["src"]))
        elif name == "link" and _FETCHING & set(attributes.get("rel", "").lower().split()):
            self._fetch("link", attributes, "href")
        elif name in _SOURCES:
            self._fetch(name, attributes, _SOURCES[name])

    def script_text(self, text: str) -> None:
        """The content of the script that began last."""
        if self.scripts and not self.scripts[-1].url:
            self.scripts[-1] = msgspec.structs.replace(self.scripts[-1], inline=len(text))

    def _script(self, attributes: dict[str, str]) -> None:
        source = attributes.get("src", "")
        self.scripts.append(
            Script(
                url=self._address(source) if source else "",
                integrity=attributes.get("integrity", "")[:500],
                nonce=bool(attributes.get("nonce")),
                type=attributes.get("type", "").strip().lower()[:100],
                crossorigin=attributes.get("crossorigin", "")[:30],
            )
        )

    def _fetch(self, tag: str, attributes: dict[str, str], source: str) -> None:
        value = attributes.get(source, "")
        if value and not value.startswith("data:") and len(self.fetched) < MAX_FETCHED:
            integrity = attributes.get("integrity", "")[:500]
            rel = attributes.get("rel", "").lower()[:100]
            self.fetched.append(Subresource(tag=tag, url=self._address(value), rel=rel, integrity=integrity))

    def _meta(self, attributes: dict[str, str]) -> None:
        content = attributes.get("content", "")
        match attributes.get("http-equiv", "").strip().lower():
            case "content-security-policy" if content and len(self.policies) < MAX_POLICIES:
                self.policies.append(content)
            case "refresh" if not self.refresh:
                target = content.partition("=")[2].strip(" \"'") if "url" in content.lower() else ""
                self.refresh = self._address(target) if target else ""
        match attributes.get("name", "").strip().lower():
            case "referrer":
                self.referrer = content.strip().lower()[:60]
            case "generator":
                self.generator = content.strip()[:100]
