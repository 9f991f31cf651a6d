"""The write rules of the measures' API, as one pure function over a bundle (MES 1.5.2, section 2.2).

The rules of its text are all here; conformance to the whole FHIR profile is told by ``profiles``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from conformance.contract.editions import Edition, edition
from conformance.contract.errors import Issue, issue
from conformance.contract.measures import Indicator, Measure, load_measures
from conformance.contract.quantities import check_value
from conformance.contract.shape import codings, items, mapping, text, texts
from conformance.contract.transaction import check_device, check_entries, check_link, entries_of
from conformance.contract.when import is_date_time


def validate_bundle(bundle: Any, *, solution_oid: str, played: Edition | None = None) -> list[Issue]:
    """Return everything wrong with a feeding request, in the order of the API's table.

    ``bundle`` is parsed JSON of any shape; ``solution_oid`` the solution's registered OID (``1.2.3``); ``played`` the
    edition of the API. Whose measure it is (idPE) is not judged here. Never raises on account of ``bundle``.
    """
    played = played or edition()
    if text(bundle, "resourceType") != "Bundle":
        return [bundle_missing(played)]
    wrong = list(check_entries(bundle, played))
    if wrong:
        return wrong
    observation = mapping(entries_of(bundle, "Observation")[0], "resource")
    devices = [mapping(entry, "resource") for entry in entries_of(bundle, "Device")]
    wrong = [one for device in devices for one in check_link(observation, device)]
    wrong.extend(_check_observation(observation, solution_oid, played))
    wrong.extend(one for device in devices for one in check_device(device))
    return wrong


def bundle_missing(played: Edition) -> Issue:
    """Return what an edition says to a body that is no bundle."""
    return msgspec.structs.replace(issue("bundle_missing"), status=played.bundle_missing_status)


def measure_of(observation: dict[str, Any]) -> tuple[Measure, Indicator] | None:
    """Return the measure and indicator that an Observation's code names, or ``None``."""
    for system, code in codings(mapping(observation, "code")):
        found = load_measures().find(code)
        if found is not None and system in found[1].systems:
            return found
    return None


def _check_observation(observation: dict[str, Any], solution_oid: str, played: Edition) -> Iterator[Issue]:
    yield from _check_meta(mapping(observation, "meta"), solution_oid)
    yield from _check_frame(observation)
    found = measure_of(observation)
    if found is None:
        yield issue("code_unknown", "Observation.code")
        return
    measure, indicator = found
    if not measure.writable:
        yield issue("bmi_creation", "Observation.code")
        return
    yield from _check_profile(observation, measure, played)
    yield from check_value(observation, measure, indicator)
    yield from _check_extensions(observation, indicator)


def _check_meta(meta: dict[str, Any], solution_oid: str) -> Iterator[Issue]:
    if not texts(meta, "profile"):
        yield issue("observation_profile_missing", "Observation.meta.profile")
    if "source" in meta:
        source = text(meta, "source").removeprefix("urn:oid:")
        # A sub-OID is the OID, a dot and more: 1.2.34 is not under 1.2.3.
        if source != solution_oid and not source.startswith(f"{solution_oid}."):
            yield issue("source_foreign", "Observation.meta.source", oid=solution_oid)


def _check_frame(observation: dict[str, Any]) -> Iterator[Issue]:
    category = load_measures().category
    identifier = mapping(observation, "subject", "identifier")
    if text(observation, "status") not in load_measures().statuses:
        yield issue("status_invalid", "Observation.status")
    if not any((category.system, category.code) in codings(one) for one in items(observation, "category")):
        yield issue("category_invalid", "Observation.category")
    if not (text(identifier, "system") and text(identifier, "value")):
        yield issue("subject_missing", "Observation.subject.identifier")
    if not is_date_time(text(observation, "effectiveDateTime")):
        yield issue("effective_invalid", "Observation.effectiveDateTime")


def _check_profile(observation: dict[str, Any], measure: Measure, played: Edition) -> Iterator[Issue]:
    named = texts(mapping(observation, "meta"), "profile")
    known = load_measures().profile_addresses(measure, played.families)
    # A canonical may carry a version after a bar (FHIR R4 references, section 2.3.0.3).
    if named and known.isdisjoint(one.split("|")[0] for one in named):
        yield issue("observation_profile_unknown", "Observation.meta.profile")


def _check_extensions(observation: dict[str, Any], indicator: Indicator) -> Iterator[Issue]:
    present = {text(one, "url") for one in items(observation, "extension")}
    for name, wanted in (("moment", indicator.moment), ("number_of_days", indicator.number_of_days)):
        there = not present.isdisjoint(load_measures().extensions[name])
        if (wanted == "mandatory" and not there) or (wanted == "forbidden" and there):
            yield issue(f"{name}_{wanted}", "Observation.extension")
