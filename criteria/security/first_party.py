"""Whose host an address is: the candidate's own, or a third party's."""

from __future__ import annotations

from urllib.parse import urlsplit

from criteria.candidate import Candidate
from criteria.facts.http.urls import host_of, same_site


def declared_hosts(candidate: Candidate) -> tuple[str, ...]:
    """Names of the declared hosts, the base address's first, lower-case and without port."""
    named = (host_of(candidate.base_url), *(name_of(host) for host in candidate.hosts))
    return tuple(dict.fromkeys(name for name in named if name))


def name_of(authority: str) -> str:
    """The host of ``host``, ``host:port`` or ``[address]:port``; ``""`` when it cannot be read."""
    try:
        return (urlsplit(f"//{authority}").hostname or "").lower()
    except ValueError:
        return ""


def is_first_party(host: str, candidate: Candidate) -> bool:
    """Whether ``host`` is declared, or shares the registrable domain of the base address."""
    if not host:
        return False
    base = host_of(candidate.base_url)
    return host in declared_hosts(candidate) or (bool(base) and same_site(host, base))
