"""Who is behind a host, a cookie or a stored key, as far as the pinned lists say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from criteria.check import Facts, Seen
from criteria.facts.reference_pack import ReferencePack
from criteria.page_kinds import patterns

LIST = "trackers"
UNKNOWN = "unknown"
EXEMPT = "exempt"
LONGEST_NAME = 200
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
"""The words of a name: between signs, and where capitals begin (``csrfToken``)."""


class Party(msgspec.Struct, frozen=True):
    """A host's owner: the listed domain, the entity, and the class of what it does."""

    domain: str
    entity: str
    category: str


class Parties:
    """The lists of one audit: our own, and packs that add to it or (by the same domain) say otherwise.

    Entries that only add (``adds``) leave what is known of a host as it is.
    """

    def __init__(self, packs: Iterable[Seen[ReferencePack]]) -> None:
        self.packs = tuple(seen for seen in packs if seen.fact.name == LIST)
        self._known: dict[str, Party] = dict(_own())
        for seen in self.packs:
            for entry in seen.fact.entries:
                domain, category = str(entry.get("domain", "")).lower(), str(entry.get("category", UNKNOWN))
                if domain and not (entry.get("adds") and self.of(domain).category != UNKNOWN):
                    self._known[domain] = Party(domain, str(entry.get("entity", domain)), category)

    @property
    def named(self) -> str:
        """Names and versions of the lists, for sentences."""
        own = f"probant {patterns(LIST)['version']}"
        return ", ".join((own, *(f"{seen.fact.source[:60]} {seen.fact.version}" for seen in self.packs)))

    def of(self, host: str) -> Party:
        """The party of this host or of a domain above it; class ``unknown`` when no list has it."""
        labels = host.lower().rstrip(".").split(".")
        for start in range(len(labels)):
            found = self._known.get(".".join(labels[start:]))
            if found is not None:
                return found
        return Party(host, host, UNKNOWN)


def parties(facts: Facts) -> Parties:
    """The lists that this audit pinned."""
    return Parties(facts.all(ReferencePack))


@cache
def _own() -> Mapping[str, Party]:
    hosts: Mapping[str, list[str]] = patterns(LIST)["hosts"]
    return {domain: Party(domain, domain, category) for category, domains in hosts.items() for domain in domains}


@cache
def _names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    listed: Mapping[str, list[str]] = patterns(LIST)["names"]
    return tuple((category, re.compile("|".join(names), re.IGNORECASE)) for category, names in listed.items())


def class_of_name(name: str) -> str:
    """The class of a cookie or stored key by its name: a listed one, ``exempt``, or ``unknown``."""
    listed = next((category for category, known in _names() if known.fullmatch(name[:LONGEST_NAME])), "")
    return listed or (EXEMPT if _is_technical(name[:LONGEST_NAME]) else UNKNOWN)


def lives_too_long(seconds: float) -> bool:
    """Whether a cookie outlives what even an exempt one may (``seconds`` from now, negative: the session)."""
    return seconds > float(patterns(LIST)["longest_days"]) * 86_400


def _is_technical(name: str) -> bool:
    known = patterns(LIST)
    if any(re.fullmatch(exact, name, re.IGNORECASE) for exact in known["exact"]):
        return True
    words = {word.lower() for word in _WORDS.findall(name)}
    return not words.isdisjoint(known["technical"]) and words.isdisjoint(known["measuring"])


def needs_consent(category: str) -> bool:
    """Whether reads and writes of this class need consent."""
    return category in patterns(LIST)["needs_consent"]


def is_doubtful(category: str) -> bool:
    """Whether only a person can say."""
    return category in patterns(LIST)["doubtful"]


@cache
def _platform() -> re.Pattern[str]:
    written = (re.escape(name).replace(r"\*", r"[a-z0-9.\-]+") for name in patterns(LIST)["platform"])
    return re.compile("|".join(written))


def is_platform(host: str) -> bool:
    """Whether the host belongs to browser, operating system, store or certificate status."""
    return _platform().fullmatch(host.lower()) is not None
