"""Judging one resource against its profile, in three layers: R4 shape, the profile's checks, invariants."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from conformance.contract.profiles.catalogue import Profile, by_address, by_code
from conformance.contract.profiles.checks import run
from conformance.contract.profiles.guard import MAX_NODES, MAX_RESOURCE_NODES, guard
from conformance.contract.profiles.invariants import check_invariants
from conformance.contract.profiles.problem import Problem, problem
from conformance.contract.profiles.structure import check_structure
from conformance.contract.shape import items, mapping, text, texts

# A hostile resource may break a rule twenty thousand times: the first hundred breaks tell enough.
MAX_PROBLEMS = 100


def validate_resource(resource: object, profile: str | None = None) -> list[Problem]:
    """Return all that is wrong with an Observation of a measure, a PhdDevice, or a Bundle of these; empty: it is right.

    ``resource`` is parsed JSON of any shape (numbers as int, float or Decimal). ``profile`` is the address of the
    profile to judge by; without it, the address in ``meta.profile`` counts, or else the measure that the code names.
    At most ``MAX_PROBLEMS``, in the order of the layers; invariants are judged only when the shape is right. Never
    raises on account of ``resource``; pure.
    """
    path = _name(resource)
    refused = guard(resource, path, MAX_NODES if path == "Bundle" else MAX_RESOURCE_NODES)
    if refused is not None:
        return [refused]
    if not isinstance(resource, dict):
        return [problem("r4-type", path, "object")]
    found = {(one.rule, one.path): one for one in islice(_judge(resource, profile, path), 10 * MAX_PROBLEMS)}
    return list(found.values())[:MAX_PROBLEMS]


def _name(resource: object) -> str:
    kind = text(resource, "resourceType")
    return kind if kind in ("Observation", "Device", "Bundle") else "Resource"


def _judge(resource: dict[str, Any], address: str | None, path: str) -> Iterator[Problem]:
    shape = list(islice(check_structure(resource, path), MAX_PROBLEMS))
    yield from shape
    if any(one.rule == "r4-resource-type" for one in shape):
        return
    if resource["resourceType"] == "Bundle":
        yield from _entries(resource, path)
        return
    profile = _chosen(resource, address)
    yield from _named(resource, profile, address, path)
    if profile is not None and profile.type == resource["resourceType"]:
        for check in profile.checks:
            yield from run(check, resource, path)
    if not shape:
        yield from check_invariants(resource, profile.id if profile else "", path)


def _entries(bundle: dict[str, Any], path: str) -> Iterator[Problem]:
    for index, entry in enumerate(items(bundle, "entry")):
        inner = mapping(entry, "resource")
        where = f"{path}.entry[{index}].resource"
        # A searchset may tell its own outcome; a bundle in a bundle is none of ours.
        if text(inner, "resourceType") == "OperationOutcome" or not inner:
            continue
        if text(inner, "resourceType") == "Bundle":
            yield problem("r4-resource-type", where, "Observation, Device")
            continue
        refused = guard(inner, where, MAX_RESOURCE_NODES)
        yield from _judge(inner, None, where) if refused is None else (refused,)


def _chosen(resource: dict[str, Any], address: str | None) -> Profile | None:
    if address is not None:
        return by_address(address)
    named = (by_address(one) for one in texts(mapping(resource, "meta"), "profile"))
    return next((one for one in named if one is not None), None) or by_code(resource)


def _named(resource: dict[str, Any], profile: Profile | None, address: str | None, path: str) -> Iterator[Problem]:
    """Judge the names: the profile asked for is known and of this type, and ``meta.profile`` names it."""
    named = texts(mapping(resource, "meta"), "profile")
    if address is not None and (profile is None or profile.type != resource["resourceType"]):
        yield problem("profile-unknown", path, resource["resourceType"])
    if not named:
        yield problem("mes-profile-missing", f"{path}.meta.profile")
    elif profile is None:
        yield problem("mes-profile-unknown", f"{path}.meta.profile")
    elif profile.addresses.isdisjoint(one.split("|")[0] for one in named):
        yield problem("mes-profile", f"{path}.meta.profile", ", ".join(sorted(profile.addresses)))
