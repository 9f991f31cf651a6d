"""Addresses as candidates write them: canonical form, resolution of links, same-site questions.

Everything here is hostile input: a function answers ``""`` or raises ``BadUrl``; nothing else escapes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import idna
import tldextract
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

MAX_URL = 4096
KNOWN = 4096
"""Addresses remembered: a site repeats its links on every page."""
DEFAULT_PORTS = {"http": 80, "https": 443}

_suffixes = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)


class BadUrl(ValueError):
    """An address that no request may be sent to; the message says why in a few English words."""


class Target(NamedTuple):
    """One address in parts: ``url`` canonical and without fragment, ``host`` in lower-case A-labels."""

    url: str
    scheme: str
    host: str
    port: int


def target(url: str) -> Target:
    """Parse an absolute http(s) address, or raise ``BadUrl`` (scheme, credentials, host, port, length)."""
    text = url.strip()
    if len(text) > MAX_URL:
        raise BadUrl("longer than 4096 characters")
    if any(ord(char) < 0x20 or char == "\x7f" for char in text):
        raise BadUrl("control characters")
    try:
        parts = parse_url(text)
    except (LocationParseError, UnicodeError) as error:
        raise BadUrl("not an address") from error
    scheme = (parts.scheme or "").lower()
    if scheme not in DEFAULT_PORTS:
        raise BadUrl(f"scheme {scheme[:20]!r}")
    if parts.auth is not None:
        raise BadUrl("credentials in the address")
    port = DEFAULT_PORTS[scheme] if parts.port is None else parts.port
    if not 1 <= port <= 65535:
        raise BadUrl(f"port {port}")
    host = _host(parts.host or "")
    netloc = host if port == DEFAULT_PORTS[scheme] else f"{host}:{port}"
    query = f"?{parts.query}" if parts.query is not None else ""
    return Target(f"{scheme}://{netloc}{parts.path or '/'}{query}", scheme, host.strip("[]"), port)


def _host(host: str) -> str:
    if not host:
        raise BadUrl("no host")
    if host.startswith("["):
        return host.lower()
    name = host.rstrip(".").lower()
    try:
        name = name if name.isascii() else idna.encode(name, uts46=True).decode()
    except idna.IDNAError as error:
        raise BadUrl("not a host name") from error
    if not name or len(name) > 253 or any(not 0 < len(label) <= 63 for label in name.split(".")):
        raise BadUrl("not a host name")
    return name


@lru_cache(maxsize=KNOWN)
def canonical(url: str) -> str:
    """The canonical form of an absolute http(s) address, or ``""`` when it has none."""
    try:
        return target(url).url
    except BadUrl:
        return ""


@lru_cache(maxsize=KNOWN)
def resolve(base: str, href: str) -> str:
    """The absolute address of a link found on ``base``, fragment left out; ``""`` when it cannot be made.

    An address that no request may be sent to (``mailto:``, credentials, port 0) is answered as it stands.
    """
    text = "".join(char for char in href.strip() if char not in "\t\r\n")
    if len(text) > MAX_URL:
        return ""
    try:
        joined = urljoin(base, text)
    except ValueError:
        return ""
    return canonical(joined) or joined.split("#", 1)[0][:MAX_URL]


def origin(url: str) -> str:
    """``scheme://host:port`` with the port always written, or ``""`` (RFC 6454 section 4)."""
    try:
        found = target(url)
    except BadUrl:
        return ""
    return f"{found.scheme}://{found.host}:{found.port}"


def host_of(url: str) -> str:
    """The host of any hierarchical address, lower-case, or ``""``."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def registrable_domain(host: str) -> str:
    """The public suffix plus one label (snapshot shipped with tldextract), or the host itself when it has
    none. Where no rule matches (``.example``) the last label is the suffix, as the list's own algorithm says."""
    found = _suffixes(host)
    if found.top_domain_under_public_suffix or found.suffix or found.ipv4 or ":" in host:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.rstrip(".").split(".")[-2:])


def is_public_suffix(host: str) -> bool:
    """Whether ``host`` is itself a public suffix such as ``fr`` or ``co.uk``."""
    found = _suffixes(host)
    return bool(found.suffix) and found.suffix == host


def same_site(one: str, other: str) -> bool:
    """Whether two hosts share their registrable domain."""
    return registrable_domain(one) == registrable_domain(other)
