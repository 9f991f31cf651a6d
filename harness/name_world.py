"""The samples' invented names: a small DNS server on loopback, over UDP and TCP (RFC 1035), that knows one zone."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from criteria.yaml_data import load_yaml
from harness.manifest.faults import RESERVED

HOST = "127.0.0.1"
LARGEST = 4096
IDLE_S = 5.0
TTL = 60
MOST_ALIASES = 20
Behaviour = Callable[[dns.message.Message, bool], bytes | None]
"""From a query, and whether it came over TCP, to the bytes of the answer; ``None``: silence."""


@cache
def zone() -> dict[str, dict[str, Any]]:
    """What each name has: ``alias``, ``addresses``, ``mail`` (hosts, the preferred first)."""
    return dict(load_yaml(files("sample_apps").joinpath("name_world.yaml").read_bytes()))


@contextmanager
def name_world() -> Iterator[str]:
    """Play the names of the zone file; yields the ``dns`` of a manifest (``HOST:PORT``)."""
    with name_server(lambda query, _tcp: zone_answer(zone(), query).to_wire()) as place:
        yield place


def zone_answer(known: Mapping[str, Mapping[str, Any]], query: dns.message.Message) -> dns.message.Message:
    """What these names say: aliases followed, NXDOMAIN for an invented name that is not there, else REFUSED."""
    answer = dns.message.make_response(query, recursion_available=True)
    question = query.question[0]
    name = question.name.to_text(omit_final_dot=True).lower()
    if not f".{name}".endswith(RESERVED):
        answer.set_rcode(dns.rcode.REFUSED)
        return answer
    for _ in range(MOST_ALIASES):
        alias = known.get(name, {}).get("alias")
        if not alias:
            break
        answer.answer.append(dns.rrset.from_text(f"{name}.", TTL, "IN", "CNAME", f"{alias}."))
        name = alias
    if name not in known:
        answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer
    answer.answer.extend(_records(name, known[name], question.rdtype))
    return answer


def _records(name: str, has: Mapping[str, Any], kind: dns.rdatatype.RdataType) -> Iterator[dns.rrset.RRset]:
    values: list[str] = []
    if kind == dns.rdatatype.MX:
        values = [f"{10 * number} {host}." for number, host in enumerate(has.get("mail", ()), 1)]
    elif kind in (dns.rdatatype.A, dns.rdatatype.AAAA):
        values = [one for one in has.get("addresses", ()) if (":" in one) == (kind == dns.rdatatype.AAAA)]
    if values:
        yield dns.rrset.from_text_list(f"{name}.", TTL, "IN", dns.rdatatype.to_text(kind), values)


@contextmanager
def name_server(behaviour: Behaviour) -> Iterator[str]:
    """A name server on one port of loopback, UDP and TCP, while the block lasts; yields ``HOST:PORT``."""
    with _both() as (datagrams, connections):
        stopped = threading.Event()
        loops = [
            threading.Thread(target=_datagrams, args=(datagrams, behaviour, stopped), daemon=True),
            threading.Thread(target=_connections, args=(connections, behaviour, stopped), daemon=True),
        ]
        for loop in loops:
            loop.start()
        try:
            yield f"{HOST}:{datagrams.getsockname()[1]}"
        finally:
            stopped.set()
            _wake(datagrams.getsockname()[1])
            for loop in loops:
                loop.join()


@contextmanager
def _both() -> Iterator[tuple[socket.socket, socket.socket]]:
    """One port for both; another is tried where TCP's is taken."""
    while True:
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.bind((HOST, 0))
        try:
            connections = socket.create_server((HOST, datagrams.getsockname()[1]))
        except OSError:
            datagrams.close()
            continue
        with datagrams, connections:
            yield datagrams, connections
        return


def _wake(port: int) -> None:
    """Let both loops see that they are to end."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"", (HOST, port))
    try:
        socket.create_connection((HOST, port), timeout=IDLE_S).close()
    except OSError:
        return


def _datagrams(own: socket.socket, behaviour: Behaviour, stopped: threading.Event) -> None:
    while True:
        raw, caller = own.recvfrom(LARGEST)
        if stopped.is_set():
            return
        reply = _reply(raw, behaviour, False)
        if reply is not None:
            try:
                own.sendto(reply, caller)
            except OSError:
                continue


def _connections(own: socket.socket, behaviour: Behaviour, stopped: threading.Event) -> None:
    while True:
        caller, _ = own.accept()
        if stopped.is_set():
            caller.close()
            return
        threading.Thread(target=_attend, args=(caller, behaviour), daemon=True).start()


def _attend(caller: socket.socket, behaviour: Behaviour) -> None:
    """One query over TCP: two bytes of length before each message (RFC 1035 section 4.2.2)."""
    with caller:
        caller.settimeout(IDLE_S)
        try:
            with caller.makefile("rb") as stream:
                (length,) = struct.unpack("!H", stream.read(2))
                reply = _reply(stream.read(length), behaviour, True)
            if reply is not None:
                caller.sendall(struct.pack("!H", len(reply)) + reply)
        except (OSError, struct.error):
            return


def _reply(raw: bytes, behaviour: Behaviour, over_tcp: bool) -> bytes | None:
    try:
        return behaviour(dns.message.from_wire(raw), over_tcp)
    except dns.exception.DNSException:
        return None
