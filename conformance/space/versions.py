"""Versions of resources: ETag, If-None-Match, If-Match (FHIR R4 http, sections 3.1.0.1.3 and 3.1.0.5; RFC 9110, 13)."""

from __future__ import annotations

import re

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def etag(version: int) -> str:
    """Return the weak entity tag of a version."""
    return f'W/"{version}"'


def names(header: str, version: int) -> bool:
    """Tell whether a header (``If-None-Match``, ``If-Match``) names this version: ``*``, or its tag in the list.

    Tags are compared weakly, as FHIR asks.
    """
    return header.strip() == "*" or str(version) in _TAG.findall(header)
