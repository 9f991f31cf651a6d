"""Asks a name server what the candidate's names, and those that its pages asked, stand for. Nothing is dialled."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import msgspec

from criteria.facts.html import Page
from criteria.facts.html_contacts import emails
from criteria.facts.http.urls import host_of
from criteria.facts.message import Message
from criteria.facts.outside_names import NAME_KIND, NAMES_KIND, NameAnswer, NamesAsked, Role
from criteria.facts.registry import FactReader
from criteria.observation import Look, Observation
from harness.bundle import BundleReader
from harness.bundle.store import FolderStore
from harness.errors import LookFailed
from harness.manifest.faults import is_host
from harness.net.addresses import is_public
from harness.net.names import NameServers, Resolved, is_address, place_of, system_servers
from harness.probing import ProbeRoom

MOST_NAMES = 200
MOST_PAGES = 60
SECONDS = 120.0
NO_NETWORK = 5
"""So many names without any answer, and none with one, and there is no network."""
_EMAIL = re.compile(r"[\w.+-]{1,64}@([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})", re.IGNORECASE)


def run(look: Look, room: ProbeRoom) -> None:
    """One ``outside.name`` for each name, then ``outside.names_summary``.

    A lab asks its own name server, and nobody where it names none. Raises ``LookFailed`` when there is no server, or
    nothing was to be asked.
    """
    resolver = "lab" if room.manifest.profile == "lab" else "system"
    servers = _servers(room)
    wanted = list(_wanted(look, room))
    until = time.monotonic() + SECONDS
    asked: list[NameAnswer] = []
    bound = "names" if len(wanted) > MOST_NAMES else ""
    for host, role in wanted[:MOST_NAMES]:
        if time.monotonic() > until or _no_network(asked):
            bound = "time" if asked and not _no_network(asked) else "no_network"
            break
        asked.append(_answer(host, role, resolver, servers))
        room.observe(kind=NAME_KIND, data=asked[-1], target=host)
    if _no_network(asked) or (asked and all(one.outcome == "no_answer" for one in asked)):
        bound = "no_network"
    summary = NamesAsked(found=len(wanted), asked=len(asked), left=len(wanted) - len(asked), bound=bound)
    room.observe(kind=NAMES_KIND, data=summary, target=look.target)


def _servers(room: ProbeRoom) -> NameServers:
    if room.manifest.profile == "lab":
        if not room.manifest.dns:
            raise LookFailed("gap.missing_input", input="dns")
        return NameServers([place_of(room.manifest.dns)])
    found = system_servers()
    if not found:
        raise LookFailed("outside.no_name_server")
    return NameServers(found)


def _answer(host: str, role: Role, resolver: str, servers: NameServers) -> NameAnswer:
    found = servers.exchangers(host) if role == "mail" else servers.addresses(host)
    return NameAnswer(
        host=host,
        role=role,
        resolver=resolver,
        private=tuple(one for one in found.addresses if not is_public(one)),
        **{name: getattr(found, name) for name in Resolved.__struct_fields__},
    )


def _no_network(asked: list[NameAnswer]) -> bool:
    return len(asked) >= NO_NETWORK and all(one.outcome == "no_answer" for one in asked)


def _wanted(look: Look, room: ProbeRoom) -> Iterator[tuple[str, Role]]:
    """Each name once for each role: the candidate's own, those of pages and messages, the domains of its contacts.

    What pages asked is read back from the bundle, so that a resumed audit asks the same.
    """
    told = set[tuple[str, Role]]()
    for host, role in _named(look, room):
        name = host.lower().rstrip(".")
        if (name, role) not in told and is_host(name) and "." in name and not is_address(name):
            told.add((name, role))
            yield name, role


def _named(look: Look, room: ProbeRoom) -> Iterator[tuple[str, Role]]:
    for authority in room.manifest.hosts:
        yield host_of(f"https://{authority}"), "candidate"
    found = BundleReader(FolderStore(room.around.writer.folder))
    own = [seen for seen in found.observations if seen.look.startswith(f"{look.subject}:")]
    reader = FactReader(found)
    for seen in own:
        if seen.kind == "browser.request":
            yield host_of(str(seen.data.get("url", ""))), "page"
        elif seen.kind == "mail.message":
            yield from ((host, "message") for one in reader.read(Message, seen) for host in one.hosts)
    yield from ((domain, "mail") for domain in _contacts(own, reader))


def _contacts(own: list[Observation], reader: FactReader) -> Iterator[str]:
    """The domains of the addresses that the dossier and the crawled pages give."""
    for seen in own:
        if seen.kind == "dossier.declaration":
            yield from _EMAIL.findall(msgspec.json.encode(seen.data).decode())
    pages = [seen for seen in own if seen.kind == "http.exchange" and ":http.crawl/" in seen.look][:MOST_PAGES]
    for seen in pages:
        for one in reader.read(Page, seen):
            yield from (address.rpartition("@")[2] for address in emails(one))

