"""The write rules on the transaction itself: its entries, its Device, the link between the two resources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from conformance.contract.editions import Edition
from conformance.contract.errors import Issue, issue
from conformance.contract.measures import load_measures
from conformance.contract.shape import codings, items, mapping, text, texts

_IF_NONE_EXIST = re.compile(r"identifier=urn:oid:[0-2](\.(0|[1-9]\d*))+\|[^|&\s]+", re.ASCII)
_NAME = re.compile(r"[A-Za-z]{1,64}", re.ASCII)


def entries_of(bundle: Any, resource_type: str) -> list[dict[str, Any]]:
    """Return the entries of the bundle whose resource is of this type."""
    return [
        entry for entry in items(bundle, "entry") if text(mapping(entry, "resource"), "resourceType") == resource_type
    ]


def check_entries(bundle: Any, played: Edition) -> Iterator[Issue]:
    """Check the bundle's type, what its entries carry, and how many there are of each."""
    if text(bundle, "type") != "transaction":
        yield issue("bundle_type", "Bundle.type")
    for index, entry in enumerate(items(bundle, "entry")):
        yield from _check_entry(entry, f"Bundle.entry[{index}]")
    if len(entries_of(bundle, "Observation")) != 1:
        yield issue("one_observation", "Bundle.entry")
    if len(entries_of(bundle, "Device")) > 1:
        yield issue("one_device", "Bundle.entry")
    if played.device == "mandatory" and not entries_of(bundle, "Device"):
        yield issue("device_missing", "Bundle.entry")


def check_link(observation: dict[str, Any], device: dict[str, Any]) -> Iterator[Issue]:
    """Check that the Observation names the Device that came with it."""
    reference = text(mapping(observation, "device"), "reference")
    if not reference:
        yield issue("device_reference_missing", "Observation.device.reference")
    elif reference != f"Device/{text(device, 'id')}" or not text(device, "id"):
        yield issue("device_not_linked", "Observation.device.reference")


def check_device(device: dict[str, Any]) -> Iterator[Issue]:
    """Check what the API asks of a Device (MES 1.5.2, section 2.1.2)."""
    wanted = load_measures().device
    if not texts(mapping(device, "meta"), "profile"):
        yield issue("device_profile_missing", "Device.meta.profile")
    if (wanted.type.system, wanted.type.code) not in codings(mapping(device, "type")):
        yield issue("device_type", "Device.type")


def _check_entry(entry: Any, where: str) -> Iterator[Issue]:
    resource_type = text(mapping(entry, "resource"), "resourceType")
    request = mapping(entry, "request")
    method = text(request, "method")
    if resource_type not in ("Observation", "Device") or method != "POST":
        told = {"type": _name(resource_type), "method": _name(method)}
        yield issue("entry_not_acceptable", where, **told)
        return
    if text(request, "url") != resource_type:
        yield issue("entry_url", f"{where}.request.url", type=resource_type)
    if resource_type == "Device" and not _IF_NONE_EXIST.fullmatch(text(request, "ifNoneExist")):
        yield issue("if_none_exist", f"{where}.request.ifNoneExist")


def _name(value: str) -> str:
    """Echo only what looks like a name: the caller's words are not ours to repeat."""
    return value if _NAME.fullmatch(value) else "<>"
