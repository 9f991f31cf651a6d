"""Which release runs, in production and (where it is declared) in staging: marks, scripts and style sheets."""

from __future__ import annotations

import msgspec

from criteria.facts.html import Page, read_page
from criteria.facts.http.urls import resolve
from criteria.facts.releases import marks
from criteria.observation import Look
from harness.errors import LookFailed
from harness.manifest.model import Manifest, authority_of
from harness.net import Answer, Ask, Labels, SafeClient, follow
from harness.probes.http.record import is_html, record
from harness.probing import ProbeRoom

PURPOSE = "release"
MOST_FILES = 20
_RELS = frozenset(("stylesheet", "modulepreload"))


def environments(manifest: Manifest) -> list[str]:
    """One look for each declared environment."""
    return sorted(manifest.environments)


def run(look: Look, room: ProbeRoom) -> None:
    """Ask the home page, the pinned addresses, and the files that the home page loads from its own host.

    Every exchange bears the tag ``environment``. Raises ``LookFailed`` when the home page gives no answer.
    """
    environment = next(one for name, one in room.manifest.environments.items() if name == look.target)
    base = environment.base_url.rstrip("/")
    asked = Environment(room, look.target, base)
    home = asked.get(f"{base}/")
    if home.exchange.error:
        raise LookFailed("gap.unreachable", host=base, detail=home.exchange.error)
    for path in marks()["paths"]:
        asked.get(base + path)
    page = read_page(home.body, home.url, home.values("content-type")[0]) if is_html(home) else None
    for url in _files(page, base) if page else ():
        asked.get(url)


class Environment:
    """One environment being asked. Staging is in scope of this look alone, so that no crawl ever strays there."""

    def __init__(self, room: ProbeRoom, name: str, base: str) -> None:
        self._room = room
        self._name = name
        policy = room.http.policy
        other = SafeClient(msgspec.structs.replace(policy, scope=(authority_of(base),)))
        self._client = room.http if name == "production" else other

    def get(self, url: str) -> Answer:
        """The last answer for this address; every one is recorded."""
        labels = Labels(context="none", purpose=PURPOSE, tags={"environment": self._name})
        asked = Ask(method="GET", url=url, cookie="", keep_cookies=False, verify="record", labels=labels)
        trail = follow(self._client, asked, max_hops=3)
        for answer in trail.answers:
            record(self._room, answer)
        return trail.last


def _files(page: Page, base: str) -> list[str]:
    """Scripts and style sheets that the page loads from its own host, in order."""
    named = [script.url for script in page.scripts if script.url]
    named += [found.url for found in page.subresources if _RELS & set(found.rel.split())]
    own = [url for url in named if authority_of(resolve(base + "/", url)) == authority_of(base)]
    return list(dict.fromkeys(own))[:MOST_FILES]
