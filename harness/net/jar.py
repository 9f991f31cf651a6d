"""A small cookie jar, as much of RFC 6265bis as an honest client needs, with bounds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from criteria.facts.http.cookie import SetCookie, parse_set_cookie
from criteria.facts.http.urls import BadUrl, Target, is_public_suffix, target

MAX_COOKIES = 100
MAX_PER_RESPONSE = 50

Key = tuple[str, str, str]


class Jar:
    """The cookies of one context. Session cookies only: nothing outlives the audit."""

    def __init__(self) -> None:
        self._cookies: dict[Key, tuple[SetCookie, str, str]] = {}
        self.dropped = 0

    def store(self, url: str, headers: Iterable[str]) -> None:
        """Keep the cookies that this response may set; ``dropped`` counts those left out by a bound or a rule."""
        try:
            where = target(url)
        except BadUrl:
            return
        for position, header in enumerate(headers):
            cookie = parse_set_cookie(header) if position < MAX_PER_RESPONSE else None
            if cookie is None or not _acceptable(cookie, where):
                self.dropped += 1
            else:
                self._keep(cookie, where)

    def _keep(self, cookie: SetCookie, where: Target) -> None:
        domain, path = cookie.domain or where.host, cookie.path or _default_path(where.url)
        key = (cookie.name, domain, path)
        self._cookies.pop(key, None)
        if _expired(cookie):
            return
        if len(self._cookies) >= MAX_COOKIES:
            self.dropped += 1
            return
        self._cookies[key] = (cookie, domain, path)

    def pairs(self, url: str) -> tuple[tuple[str, str], ...]:
        """Names and values to send to this address, longest path first (section 5.8.3)."""
        try:
            where = target(url)
        except BadUrl:
            return ()
        kept = [entry for entry in self._cookies.values() if _sent_to(entry, where)]
        kept.sort(key=lambda entry: -len(entry[2]))
        return tuple((cookie.name, cookie.value) for cookie, _, _ in kept)

    def header(self, url: str, without: str = "") -> str:
        """The ``Cookie`` field for this address, leaving out the cookie named ``without``; ``""`` for none."""
        return "; ".join(
            f"{name}={value}" if name else value for name, value in self.pairs(url) if name != without or not without
        )

    def held(self) -> tuple[tuple[SetCookie, str, str], ...]:
        """Every cookie with its domain and path, for a browser that goes on where this client is."""
        return tuple(self._cookies.values())

    def clear(self) -> None:
        """Forget everything."""
        self._cookies.clear()


def _acceptable(cookie: SetCookie, where: Target) -> bool:
    secure = where.scheme == "https"
    if cookie.secure and not secure:
        return False
    if cookie.domain and not (where.host == cookie.domain or _under(where.host, cookie.domain)):
        return False
    if cookie.prefix and not (cookie.secure and secure):
        return False
    return cookie.prefix != "__Host-" or (cookie.host_only and cookie.path == "/")


def _under(host: str, domain: str) -> bool:
    numeric = ":" in host or host.replace(".", "").isdigit()
    return host.endswith(f".{domain}") and not numeric and not is_public_suffix(domain)


def _default_path(url: str) -> str:
    path = "/" + url.split("/", 3)[3].split("?", 1)[0]
    return path.rsplit("/", 1)[0] or "/"


def _sent_to(entry: tuple[SetCookie, str, str], where: Target) -> bool:
    cookie, domain, path = entry
    if cookie.secure and where.scheme != "https":
        return False
    if where.host != domain and (cookie.host_only or not where.host.endswith(f".{domain}")):
        return False
    asked = "/" + where.url.split("/", 3)[3].split("?", 1)[0]
    return asked == path or (asked.startswith(path) and (path.endswith("/") or asked[len(path)] == "/"))


def _expired(cookie: SetCookie) -> bool:
    """Whether this deletes the cookie. Only dates long past count: no verdict hangs on a clock here."""
    if cookie.max_age is not None:
        return cookie.max_age <= 0
    if not cookie.expires:
        return False
    try:
        when = parsedate_to_datetime(cookie.expires.replace("-", " "))
    except (ValueError, IndexError, OverflowError):
        return False
    return when.replace(tzinfo=UTC) < datetime(2001, 1, 1, tzinfo=UTC)
