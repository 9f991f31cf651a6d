"""Asking a name server what a name stands for: bounded in time and length, loops told, TCP where UDP was cut.

Everything that a server answers is hostile. Nothing is ever dialled here, whatever the address.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Sequence
from typing import Literal

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
import dns.resolver
import msgspec

from harness.net.resolver import Lookup, system_lookup

Outcome = Literal["answered", "no_name", "no_data", "loop", "too_long", "no_answer", "refused", "bad_name"]
"""``no_name`` is NXDOMAIN; ``no_data``: the name exists without such data; ``refused``: any other error of the server;
``no_answer``: silence, or nothing that can be read."""
Place = tuple[str, int]
"""A name server: literal address and port."""
SECONDS = 3.0
"""Longest wait for one answer, over UDP and TCP together."""
TRIES = 2
IN_ALL = 12.0
"""Seconds after which no further server is asked for the same name."""
MOST_ALIASES = 16
MOST_ADDRESSES = 32
MOST_EXCHANGERS = 20
LONGEST_NAME = 253
PAYLOAD = 1232
"""Bytes of an answer over UDP (the size that the operators agreed on in 2020 to avoid fragments)."""
_ADDRESSES = (dns.rdatatype.A, dns.rdatatype.AAAA)


class Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """What a name stands for. ``chain`` holds the aliases in order, the name itself left out; ``exchangers`` the hosts
    that take its mail, the preferred first (``.`` alone: it takes none, RFC 7505)."""

    outcome: Outcome
    chain: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    exchangers: tuple[str, ...] = ()


class NameServers:
    """Asks these servers one after another, each ``TRIES`` times. Safe to share between threads."""

    def __init__(self, places: Sequence[Place], seconds: float = SECONDS) -> None:
        self._places = tuple(places)
        self._seconds = seconds

    def addresses(self, host: str) -> Resolved:
        """The aliases of ``host`` and the addresses, of both families, to which they lead."""
        first, *others = (self._walk(host, kind) for kind in _ADDRESSES)
        found = [one for one in (first, *others) if one.outcome == "answered"]
        if not found:
            return max((first, *others), key=lambda one: len(one.chain))
        addresses = dict.fromkeys(address for one in found for address in one.addresses)
        return msgspec.structs.replace(found[0], addresses=tuple(addresses)[:MOST_ADDRESSES])

    def exchangers(self, domain: str) -> Resolved:
        """Where the mail of ``domain`` goes (RFC 5321 section 5.1)."""
        return self._walk(domain, dns.rdatatype.MX)

    def _walk(self, host: str, kind: dns.rdatatype.RdataType) -> Resolved:
        start = name = host.lower().rstrip(".")
        chain: list[str] = []
        until = time.monotonic() + IN_ALL
        while True:
            answer = self._asked(name, kind, until)
            if isinstance(answer, str):
                return Resolved(outcome=answer, chain=tuple(chain))
            aliases, before = _aliases(answer), len(chain)
            while (target := aliases.get(name)) is not None:
                if target in chain or target == start:
                    return Resolved(outcome="loop", chain=tuple(chain))
                if len(chain) == MOST_ALIASES:
                    return Resolved(outcome="too_long", chain=tuple(chain))
                chain.append(target)
                name = target
            values = _values(answer, name, kind)
            if values:
                return _answered(chain, values, kind)
            if answer.rcode() == dns.rcode.NXDOMAIN:
                return Resolved(outcome="no_name", chain=tuple(chain))
            if len(chain) == before:
                return Resolved(outcome="no_data", chain=tuple(chain))

    def _asked(self, name: str, kind: dns.rdatatype.RdataType, until: float) -> dns.message.Message | Outcome:
        """The first answer that can be read, else why there is none."""
        try:
            query = dns.message.make_query(name, kind, use_edns=0, payload=PAYLOAD)
        except (dns.exception.DNSException, UnicodeError, ValueError):
            return "bad_name"
        why: Outcome = "no_answer"
        for address, port in self._places * TRIES:
            if time.monotonic() > until:
                break
            answer = self._once(query, address, port)
            if answer is None:
                continue
            if answer.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
                return answer
            why = "refused"
        return why

    def _once(self, query: dns.message.Message, address: str, port: int) -> dns.message.Message | None:
        """One answer; what comes from elsewhere, or cannot be read, is not waited for beyond the time."""
        try:
            answer, _ = dns.query.udp_with_fallback(
                query, address, timeout=self._seconds, port=port, ignore_unexpected=True, ignore_errors=True
            )
        except (dns.exception.DNSException, OSError, EOFError, ValueError):
            return None
        return answer


def system_servers() -> tuple[Place, ...]:
    """The name servers that this machine is set up with; none when it names none."""
    try:
        found = dns.resolver.Resolver()
    except (dns.exception.DNSException, OSError):
        return ()
    literal = (str(server) for server in found.nameservers)
    return tuple((server, found.port) for server in literal if is_address(server))[:TRIES]


def place_of(where: str) -> Place:
    """The place that a manifest writes as ``HOST:PORT``."""
    host, _, port = where.rpartition(":")
    return host.strip("[]"), int(port)


def lab_lookup(servers: NameServers, otherwise: Lookup = system_lookup) -> Callable[[str], Sequence[str]]:
    """A ``Lookup`` that asks a lab's own server first; what it does not know is asked for as ever."""

    def lookup(host: str) -> Sequence[str]:
        found = () if is_address(host) else servers.addresses(host).addresses
        return found or otherwise(host)

    return lookup


def is_address(host: str) -> bool:
    """Whether this is a literal address and no name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _aliases(answer: dns.message.Message) -> dict[str, str]:
    """Each alias of an answer with what it stands for."""
    return {
        _text(records.name): _text(one.target)
        for records in answer.answer
        if records.rdtype == dns.rdatatype.CNAME
        for one in list(records)[:1]
    }


def _values(answer: dns.message.Message, name: str, kind: dns.rdatatype.RdataType) -> list[tuple[int, str]]:
    """The values of ``name``, each with its preference (0 for an address)."""
    found: list[tuple[int, str]] = []
    for records in answer.answer:
        if records.rdtype == kind and _text(records.name) == name:
            for one in records:
                mail = kind == dns.rdatatype.MX
                found.append((one.preference, _text(one.exchange)) if mail else (0, str(one.address)))
    return sorted(found)


def _answered(chain: Sequence[str], values: Sequence[tuple[int, str]], kind: dns.rdatatype.RdataType) -> Resolved:
    named = tuple(value for _, value in values)
    if kind == dns.rdatatype.MX:
        return Resolved(outcome="answered", chain=tuple(chain), exchangers=named[:MOST_EXCHANGERS])
    return Resolved(outcome="answered", chain=tuple(chain), addresses=named[:MOST_ADDRESSES])


def _text(name: dns.name.Name) -> str:
    """Lower-case and without the final dot, as addresses write names; the root is ``.``."""
    return name.to_text(omit_final_dot=True).lower()[: 4 * LONGEST_NAME] or "."
