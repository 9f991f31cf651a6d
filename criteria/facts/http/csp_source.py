"""Source expressions of a Content Security Policy: their kind, and what addresses they match (CSP3 section
6.7)."""

from __future__ import annotations

import re
from typing import Literal

from criteria.facts.http.urls import BadUrl, Target, target

Kind = Literal["none", "keyword", "nonce", "hash", "scheme", "host", "invalid"]

_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:\Z", re.IGNORECASE)
_NONCE = re.compile(r"'nonce-[A-Za-z0-9+/\-_]+={0,2}'\Z")
_HASH = re.compile(r"'sha(256|384|512)-[A-Za-z0-9+/\-_]+={0,2}'\Z", re.IGNORECASE)
_HOST = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.\-]*)://)?(?P<host>\*|(?:\*\.)?[a-z0-9_\-]+(?:\.[a-z0-9_\-]+)*\.?)"
    r"(?::(?P<port>\d{1,5}|\*))?(?P<path>/[^\s;,?#]*)?\Z",
    re.IGNORECASE,
)
_KEYWORD = re.compile(
    r"'(self|unsafe-(inline|eval|hashes|allow-redirects)|strict-dynamic|report-sample|wasm-unsafe-eval"
    r"|inline-speculation-rules)'\Z",
    re.IGNORECASE,
)
_UPGRADES = {"http": ("http", "https"), "ws": ("ws", "wss", "http", "https"), "wss": ("wss", "https")}
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def source_kind(source: str) -> Kind:
    """Which production of CSP3 section 2.3.1 this expression is."""
    if source.lower() == "'none'":
        return "none"
    if _KEYWORD.match(source):
        return "keyword"
    if _NONCE.match(source):
        return "nonce"
    if _HASH.match(source):
        return "hash"
    if _SCHEME.match(source):
        return "scheme"
    return "host" if _HOST.match(source) else "invalid"


def is_wildcard(source: str) -> bool:
    """Whether this opens a whole scheme, every host, or every host under a name (``https:``, ``*``,
    ``*.x.fr``)."""
    kind = source_kind(source)
    if kind == "scheme":
        return True
    matched = _HOST.match(source) if kind == "host" else None
    return matched is not None and matched["host"].startswith("*")


def matches(source: str, url: str, page: str) -> bool:
    """Whether this expression, in the policy of ``page``, lets ``url`` load (path and redirects left
    aside)."""
    try:
        wanted = target(url)
    except BadUrl:
        return False
    own = _own(page)
    if source.lower() == "'self'":
        return own is not None and _same_or_upgraded(own, wanted)
    kind = source_kind(source)
    if kind == "scheme":
        return wanted.scheme in _schemes(source[:-1].lower())
    matched = _HOST.match(source) if kind == "host" else None
    if matched is None:
        return False
    if source == "*":
        return True
    scheme = (matched["scheme"] or (own.scheme if own else "https")).lower()
    return (
        wanted.scheme in _schemes(scheme)
        and _host_matches(matched["host"].lower().rstrip("."), wanted.host)
        and _port_matches(matched["port"], scheme, wanted)
    )


def _own(page: str) -> Target | None:
    try:
        return target(page)
    except BadUrl:
        return None


def _schemes(scheme: str) -> tuple[str, ...]:
    return _UPGRADES.get(scheme, (scheme,))


def _same_or_upgraded(own: Target, wanted: Target) -> bool:
    if own.host != wanted.host:
        return False
    pair = (own.scheme, own.port), (wanted.scheme, wanted.port)
    return pair[0] == pair[1] or pair == (("http", 80), ("https", 443))


def _host_matches(pattern: str, host: str) -> bool:
    if pattern == "*":
        return True
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


def _port_matches(port: str | None, scheme: str, wanted: Target) -> bool:
    if port == "*":
        return True
    if port is None:
        return wanted.port == _DEFAULT_PORTS.get(wanted.scheme)
    return int(port) == wanted.port or (int(port) == 80 and wanted.port == 443 and scheme in ("http", "ws"))
