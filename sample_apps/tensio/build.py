"""The parts that the app is assembled from. The defaults are the sound app; a fault replaces some of them."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from sample_apps.tensio import VERSION
from sample_apps.tensio.cleartext import RedirectToHttps
from sample_apps.tensio.headers import sound_headers
from sample_apps.tensio.identity import IdentityPolicy
from sample_apps.tensio.mail import Letter
from sample_apps.tensio.objects import ObjectPolicy
from sample_apps.tensio.pairing.exchange import ExchangePolicy
from sample_apps.tensio.pairing.policy import PairingPolicy
from sample_apps.tensio.reckoning import Reckoning
from sample_apps.tensio.rights import RightsPolicy
from sample_apps.tensio.settings import Settings
from sample_apps.tensio.store.access_log import LogPolicy


@dataclass(frozen=True)
class CookieForm:
    """Name and attributes of the session cookie (RFC 6265bis); always host-only, with ``Path=/``."""

    name: str = "__Host-session"
    secure: bool = True
    http_only: bool = True
    same_site: str | None = "Lax"

    def header(self, value: str, max_age: int) -> str:
        """The value of ``Set-Cookie``; ``max_age`` in seconds, 0 removes the cookie."""
        parts = [f"{self.name}={value}", "Path=/", f"Max-Age={max_age}"]
        parts += ["Secure"] if self.secure else []
        parts += ["HttpOnly"] if self.http_only else []
        parts += [f"SameSite={self.same_site}"] if self.same_site else []
        return "; ".join(parts)


@dataclass
class Build:
    """Everything that a fault may replace.

    ``letter`` writes to people who entered a measure (the sound app does not).

    ``html_headers`` go on every HTML response, ``at_response`` may change the headers of one; ``routes`` come before
    the app's own; ``wrappers`` stand around the whole app; ``overlays`` are folders of pages that win over the
    app's own; ``cleartext`` answers on the cleartext port; ``tls`` adjusts the TLS context. ``release`` is what
    runs, and ``release_marks`` where it says so (``meta``, ``json``, ``words``).
    """

    settings: Settings
    html_headers: dict[str, str]
    cleartext: ASGIApp
    session_cookie: CookieForm = field(default_factory=CookieForm)
    at_response: list[Callable[[MutableHeaders], None]] = field(default_factory=list)
    routes: list[BaseRoute] = field(default_factory=list)
    wrappers: list[Callable[[ASGIApp], ASGIApp]] = field(default_factory=list)
    overlays: list[str] = field(default_factory=list)
    tls: list[Callable[[ssl.SSLContext], None]] = field(default_factory=list)
    pairing: PairingPolicy = field(default_factory=PairingPolicy)
    exchange: ExchangePolicy = field(default_factory=ExchangePolicy)
    identity: IdentityPolicy = field(default_factory=IdentityPolicy)
    objects: ObjectPolicy = field(default_factory=ObjectPolicy)
    rights: RightsPolicy = field(default_factory=RightsPolicy)
    reckoning: Reckoning = field(default_factory=Reckoning)
    not_found_status: int = 404
    stylesheet_tail: str = ""
    compresses: bool = True
    letter: Letter | None = None
    log: LogPolicy = field(default_factory=LogPolicy)
    release: str = VERSION
    release_marks: frozenset[str] = frozenset(("meta", "json", "words"))


def sound_build(settings: Settings) -> Build:
    """The parts of the app as the vendor means it."""
    issuer = urlsplit(settings.space_issuer)
    space_origin = f"{issuer.scheme}://{issuer.netloc}" if issuer.netloc else ""
    return Build(settings, sound_headers(space_origin), RedirectToHttps(settings.public_url))
