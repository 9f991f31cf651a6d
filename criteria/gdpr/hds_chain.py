"""Who holds the health data, as declared, and whether the chain's certificates cover what is used."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Note, Seen, note
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_hosting import HealthData
from criteria.facts.dossier_siren import digits


def chain_notes(said: Seen[Declaration], hosted: HealthData) -> Iterator[Note]:
    """What the declaration itself shows, before any document is read."""
    if hosted.device_only:
        yield note("device_only", said)
    if self_hosted(said.fact, hosted):
        yield note("self_hosted", said)
    elif hosted.host is None and not hosted.device_only:
        yield note("field_missing", said, field="hosting.health_data.host")
    for one in hosted.chain:
        if one.hds is None and not _excused(said.fact, hosted):
            yield note("no_certificate", said, host=one.host.name if one.host else "?", section=one.section)
    if not hosted.contract_reference:
        yield note("no_contract", said)
    yield from _coverage(said, hosted)


def self_hosted(declaration: Declaration, hosted: HealthData) -> bool:
    """Whether the publisher says that it is its own host, in words or by its SIREN."""
    publisher = digits(declaration.publisher.siren) if declaration.publisher else ""
    own = publisher and hosted.host and digits(hosted.host.siren) == publisher
    return hosted.self_hosted or bool(own)


def _excused(declaration: Declaration, hosted: HealthData) -> bool:
    """A reviewer decides on these claims, so their missing certificate is no gap by itself."""
    return hosted.device_only or self_hosted(declaration, hosted)


def _coverage(said: Seen[Declaration], hosted: HealthData) -> Iterator[Note]:
    covered = {number for one in hosted.chain if one.hds for number in one.hds.activities}
    if not covered:
        return
    if not hosted.activities_used:
        yield note("field_missing", said, field="hosting.health_data.activities_used")
    for number in sorted(set(hosted.activities_used) - covered):
        yield note("activity_uncovered", said, activity=number)
