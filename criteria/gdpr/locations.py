"""What GDP-09 states: where the declared hosts keep data, and what frames a transfer out of the EEA."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import msgspec

from criteria.check import Note, Seen, note
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_document import Document
from criteria.facts.dossier_inventory import Recipient, Region
from criteria.facts.dossier_words import core, name_in, plain, same_name
from criteria.facts.http import Exchange
from criteria.facts.reference_pack import ReferencePack
from criteria.gdpr.collected import names_health
from criteria.gdpr.eea import in_eea, names_country
from criteria.gdpr.notice import NOTICE
from criteria.gdpr.notice_quotes import Notices
from criteria.page_kinds import patterns, plain_text

RANGES = "ip_regions"
HOSTED = "hosting.health_data"
Said = Seen[Declaration]
Network = IPv4Network | IPv6Network


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds health data, where, with what evidence. ``place`` is its section of the dossier."""

    name: str
    country: str
    region: Region | None
    place: str


def holders(said: Declaration) -> list[Holder]:
    """The declared holders of health data: the hosting chain, then the processors that are marked so."""
    hosted = said.hosting.health_data if said.hosting else None
    chain = [
        Holder(name=one.host.name, country=one.host.country, region=hosted.region, place=one.section)
        for one in (hosted.chain if hosted else ())
        if one.host is not None and hosted is not None
    ]
    if not chain and hosted is not None and hosted.self_hosted and said.publisher is not None:
        own = said.publisher
        chain = [Holder(name=own.name, country=own.country, region=hosted.region, place=HOSTED)]
    further = [
        Holder(name=one.name, country=one.country, region=one.region, place=f"recipients.{rank}")
        for rank, one in enumerate(said.recipients or ())
        if one.health_data and one.role == "processor" and not any(same_name(one.name, held.name) for held in chain)
    ]
    return [*chain, *further]


def holder_notes(said: Said, held: Sequence[Holder], documents: Sequence[Seen[Document]]) -> Iterator[Note]:
    """Where health data are held, and whether the evidence of it says so."""
    for one in held:
        if not one.name or not one.country:
            yield note("field_missing", said, place=one.place, field="country" if one.name else "name")
        elif not in_eea(one.country):
            yield note("health_outside", said, name=one.name, country=one.country)
        section = f"{HOSTED}.region" if one.place.startswith(HOSTED) else f"{one.place}.region"
        text = next((seen for seen in documents if seen.fact.section == section), None)
        yield from _region_notes(said, one, section, text)


def _region_notes(said: Said, held: Holder, section: str, text: Seen[Document] | None) -> Iterator[Note]:
    if held.region is None or not held.region.country or text is None:
        yield note("no_region", said, name=held.name or held.place, section=section)
        return
    if not in_eea(held.region.country):
        yield note("health_outside", said, name=held.name, country=held.region.country)
    words = text.fact.layer.text
    if not core(words) or not names_country(held.region.country, words) or not name_in(held.name, words):
        yield note("region_unread", said, text, name=held.name, country=held.region.country)


def recipient_notes(said: Said, notices: Notices) -> Iterator[Note]:
    """Every declared recipient: entity, country, and what frames data that leave the EEA."""
    for rank, one in enumerate(said.fact.recipients or ()):
        if not one.name or not one.country:
            yield note("field_missing", said, place=f"recipients.{rank}", field="country" if one.name else "name")
            continue
        if one.parent_country and not in_eea(one.parent_country):
            yield note("parent_outside", said, name=one.name, country=one.parent_country)
        yield from _unmarked_notes(said, one)
        if not in_eea(one.country):
            yield from _transfer_notes(said, one, notices)


def _unmarked_notes(said: Said, one: Recipient) -> Iterator[Note]:
    """A processor, or anybody outside the EEA, who is told to receive health data and not to hold any."""
    given = [name for name in one.categories if names_health(name)]
    if given and not one.health_data and (one.role == "processor" or not in_eea(one.country)):
        yield note("health_unmarked", said, name=one.name, category=given[0])


def _frames(instrument: str) -> bool:
    """Whether the words name an instrument rather than none."""
    return bool(instrument) and re.search(patterns("eea")["no_instrument"], plain(instrument)) is None


def _transfer_notes(said: Said, one: Recipient, notices: Notices) -> Iterator[Note]:
    if one.health_data and one.role != "processor":
        yield note("health_outside", said, name=one.name, country=one.country)
    if not _frames(one.instrument):
        yield note("no_instrument", said, name=one.name, country=one.country)
    if not notices:
        return
    texts = [seen.fact.text for seen in notices]
    named = any(name_in(one.name, text) or names_country(one.country, text) for text in texts)
    told = any(re.search(patterns(NOTICE)["speaks_of"]["transfers"], plain_text(text)) for text in texts)
    if not named:
        yield note("not_on_notice", said, *notices, name=one.name, country=one.country)
    elif not told:
        yield note("transfer_unclear", said, *notices, name=one.name, country=one.country)


def address_notes(answers: Sequence[Seen[Exchange]], packs: Sequence[Seen[ReferencePack]]) -> Iterator[Note]:
    """Where the recorded addresses lie, by the pinned ranges; ``offline`` when there is no public one."""
    public = {str(found): seen for seen in answers if (found := _public(seen.fact.peer)) is not None}
    if not public:
        yield note("offline")
    elif not packs:
        yield note("no_ranges", *public.values(), addresses=", ".join(sorted(public)))
    for pack in packs:
        for address, seen in sorted(public.items()):
            yield from _placed(seen, pack, ip_address(address))


PLACED_BY = {"region": "address_outside", "country": "address_country"}
"""What an entry of another country means, by its kind: a published region of a provider, or a table of countries."""


def _placed(seen: Seen[Exchange], pack: Seen[ReferencePack], address: IPv4Address | IPv6Address) -> Iterator[Note]:
    for entry in pack.fact.entries:
        network, country = _network(str(entry.get("prefix", ""))), str(entry.get("country", ""))
        if network is None or address not in network or not country or in_eea(country):
            continue
        about = {"address": address, "provider": plain(str(entry.get("provider", ""))), "country": country}
        clause = PLACED_BY.get(str(entry.get("kind")), "address_doubtful")
        yield note(clause, seen, pack, **about, version=pack.fact.version)


def _public(peer: str) -> IPv4Address | IPv6Address | None:
    host = peer.rpartition(":")[0].strip("[]") if peer.count(":") == 1 or peer.startswith("[") else peer
    try:
        found = ip_address(host)
    except ValueError:
        return None
    return found if found.is_global else None


def _network(prefix: str) -> Network | None:
    try:
        return ip_network(prefix)
    except ValueError:
        return None
