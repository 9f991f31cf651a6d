"""The profiles as data: the eleven measures and PhdDevice, with the addresses that name them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from conformance.contract.documents import document
from conformance.contract.measures import Measure, load_measures
from conformance.contract.profiles.checks import Check
from conformance.contract.profiles.derived import ExtensionRule, MeasureRules, derived_checks
from conformance.contract.shape import codings, mapping


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One profile: the resource type that it narrows, every address that names it, and its checks."""

    id: str
    type: str
    addresses: frozenset[str]
    codes: frozenset[str]
    checks: tuple[Check, ...]


class _Common(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    checks: tuple[Check, ...]
    extensions: dict[str, ExtensionRule] = {}


@cache
def profiles() -> Mapping[str, Profile]:
    """Return every profile by its id: the ids of ``measures.yaml``, and ``phd_device``."""
    return {one.id: one for one in (*map(_measure, load_measures().measures), _device())}


def by_address(address: str) -> Profile | None:
    """Return the profile that an address names; a version after a bar is put aside (FHIR R4, canonical)."""
    bare = address.split("|")[0]
    return next((one for one in profiles().values() if bare in one.addresses), None)


def by_code(resource: Mapping[str, Any]) -> Profile | None:
    """Return the profile of the measure that an Observation's code names, or ``None``."""
    named = {code for _, code in codings(mapping(resource, "code"))}
    return next((one for one in profiles().values() if not named.isdisjoint(one.codes)), None)


def _measure(measure: Measure) -> Profile:
    common = msgspec.convert(document("profiles/common.yaml"), _Common)
    rules = msgspec.convert(document(f"profiles/measures/{measure.id}.yaml"), MeasureRules)
    return Profile(
        id=measure.id,
        type="Observation",
        addresses=load_measures().profile_addresses(measure),
        codes=frozenset(one.code for one in measure.indicators),
        checks=(*common.checks, *rules.checks, *derived_checks(measure, rules, common.extensions)),
    )


def _device() -> Profile:
    return Profile(
        id="phd_device",
        type="Device",
        addresses=frozenset({load_measures().device.profile}),
        codes=frozenset(),
        checks=msgspec.convert(document("profiles/device.yaml"), _Common).checks,
    )
