"""What the profiles say against a feeding request, as issues of the API."""

from __future__ import annotations

from typing import Any

import msgspec

from conformance.contract.errors import Issue, issue
from conformance.contract.profiles import validate_resource
from conformance.contract.shape import mapping
from conformance.contract.transaction import entries_of

_MOST = 20


def profile_issues(bundle: Any) -> list[Issue]:
    """Return what is wrong with each resource by its profile (MES 1.5.2, section 2.2.5), at most 20 for each.

    ``bundle`` already keeps the API's own rules, whose words come first. Pure; never raises on account of ``bundle``.
    """
    return [
        one
        for kind in ("Observation", "Device")
        for entry in entries_of(bundle, kind)
        for one in resource_issues(mapping(entry, "resource"), kind)
    ]


def resource_issues(resource: dict[str, Any], kind: str) -> list[Issue]:
    """Return what is wrong with one Observation or Device by its profile, at most 20."""
    error = f"{kind.lower()}_profile_broken"
    return [
        msgspec.structs.replace(
            issue(error, one.path, message=one.message["en"], rule=one.rule), code=one.code, source=one.source
        )
        for one in validate_resource(resource)[:_MOST]
    ]
