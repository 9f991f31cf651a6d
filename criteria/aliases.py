"""Whom a name stands for: the aliases (CNAME) that a name server, or a pinned pack, told of the hosts of pages.

A name of the service's own domain may be an alias of somebody else's, whom no page then names ("CNAME cloaking").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from criteria.check import Facts, Note, Seen, note
from criteria.facts.outside_names import NameAnswer
from criteria.facts.reference_pack import ReferencePack
from criteria.parties import UNKNOWN, Parties, is_platform, needs_consent, parties
from criteria.security.first_party import is_first_party

PACK = "dns"
MOST_TOLD = 20
"""Names listed in one sentence."""


class Alias(msgspec.Struct, frozen=True):
    """``host`` stands for ``name``, the decisive one of its aliases: that of a listed party, else the first that is
    foreign to the service. ``category`` is its class, ``foreign`` are all its foreign aliases in order."""

    seen: Seen[Any]
    host: str
    name: str
    category: str
    foreign: tuple[str, ...]

    @property
    def tracks(self) -> bool:
        """Whether it is the alias of a listed tracker."""
        return needs_consent(self.category)


class Aliases:
    """The answers of one audit; a name server's goes before a pack's.

    A criterion that asks declares ``NameAnswer`` and ``ReferencePack``, and the optional looks ``outside.names``,
    ``reference.dns`` and ``reference.trackers``.
    """

    def __init__(self, facts: Facts, known: Parties | None = None) -> None:
        self._facts = facts
        self._known = known or parties(facts)
        self._chains = dict(_told(facts))

    def of(self, host: str) -> Alias | None:
        """The alias that ``host`` is of somebody else's name; ``None`` when it is none, or nobody told."""
        seen, chain = self._chains.get(host, (None, ()))
        foreign = tuple(name for name in chain if self._is_foreign(name, host))
        if seen is None or not foreign:
            return None
        classes = {name: self._known.of(name).category for name in foreign}
        tracker = next((name for name, category in classes.items() if needs_consent(category)), "")
        listed = next((name for name, category in classes.items() if category != UNKNOWN), "")
        name = tracker or listed or foreign[0]
        return Alias(seen, host, name, classes[name], foreign)

    def told(self, host: str) -> bool:
        """Whether a server or a pack said what this host stands for."""
        return host in self._chains

    def _is_foreign(self, name: str, host: str) -> bool:
        own = name == host or is_first_party(name, self._facts.candidate)
        return not own and not is_platform(name) and name not in self._facts.candidate.space_hosts


def _told(facts: Facts) -> Iterator[tuple[str, tuple[Seen[Any], tuple[str, ...]]]]:
    """Each host with its aliases; later ones replace earlier ones."""
    for pack in facts.all(ReferencePack):
        if pack.fact.name == PACK:
            for entry in pack.fact.entries:
                yield str(entry.get("host", "")).lower(), (pack, _names(entry.get("chain")))
    for seen in facts.all(NameAnswer):
        if seen.fact.role != "mail" and (seen.fact.told or seen.fact.chain):
            yield seen.fact.host, (seen, seen.fact.chain)


def _names(chain: object) -> tuple[str, ...]:
    """The aliases that an entry of a pack lists."""
    return tuple(str(name).lower().rstrip(".") for name in chain) if isinstance(chain, list) else ()


def name_notes(facts: Facts, known: Parties, hosts: Mapping[str, Seen[Any]]) -> Iterator[Note]:
    """Which of these hosts are aliases of a listed tracker, and of which nobody told whether they are."""
    names = Aliases(facts, known)
    for host in hosts:
        alias = names.of(host)
        if alias and alias.tracks:
            yield note("alias_of_tracker", alias.seen, host=host, alias=alias.name, category=alias.category)
    unknown = {host: seen for host, seen in hosts.items() if _is_name(host) and not names.told(host)}
    if unknown:
        listed = ", ".join([*unknown][:MOST_TOLD])
        yield note("names_unasked", *[*unknown.values()][:1], count=len(unknown), hosts=listed)


def _is_name(host: str) -> bool:
    """Whether this is a name of the network: an address, or a name of this machine, is an alias of nothing."""
    return "." in host and ":" not in host and not host.replace(".", "").isdigit()
