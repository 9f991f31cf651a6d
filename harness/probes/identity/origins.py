"""The look at origins: what an account is shown, asked for as the scripts of a hostile site would ask."""

from __future__ import annotations

from urllib.parse import urlsplit

from criteria.facts.http.urls import resolve
from criteria.observation import Look
from harness.net import Ask
from harness.probes.http.signed_in import ACCOUNT, MOST_PAGES
from harness.probes.identity.trying import PURPOSE, bears
from harness.probes.person.sitting import Sitting, shared_sitting
from harness.probing import ProbeRoom


def run(look: Look, room: ProbeRoom) -> None:
    """Every signed-in page as it is (experiment ``intact``), then for each hostile origin, with its preflight."""
    sitting = shared_sitting(room, ACCOUNT)
    sitting.purpose = PURPOSE
    for path in room.manifest.signed_in_pages[:MOST_PAGES]:
        url = resolve(room.base_url + "/", path)
        if _asked(sitting, url, "intact", ""):
            for origin in hostile_origins(room.base_url):
                _asked(sitting, url, "hostile", origin)
                _preflight(sitting, url, origin)


def hostile_origins(base_url: str) -> tuple[str, ...]:
    """Origins that careless comparisons take for one's own."""
    host = urlsplit(base_url).hostname or "localhost"
    return ("https://attacker.test", "null", f"https://{host}.attacker.test", f"https://attacker{host}")


def _asked(sitting: Sitting, url: str, experiment: str, origin: str) -> bool:
    headers = (("Origin", origin),) if origin else ()
    ask = Ask(method="GET", url=url, headers=headers, keep_cookies=False)
    return bears(sitting.person, sitting.ask(ask, experiment=experiment, origin=origin))


def _preflight(sitting: Sitting, url: str, origin: str) -> None:
    """As a browser asks before a request that a form could not make (Fetch standard, section 3.2.2)."""
    headers = (
        ("Origin", origin),
        ("Access-Control-Request-Method", "GET"),
        ("Access-Control-Request-Headers", "authorization, content-type"),
    )
    ask = Ask(method="OPTIONS", url=url, headers=headers, cookie="", keep_cookies=False)
    sitting.ask(ask, experiment="preflight", origin=origin)
