"""Product, release and components of inventories that have passed their schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MOST = 20_000
"""Components read of one document."""
Rows = list[dict[str, str]]


def cyclonedx(content: dict[str, Any]) -> tuple[str, str, Rows]:
    """(product, release, components) of a valid CycloneDX document; nested components are listed too."""
    product = (content.get("metadata") or {}).get("component") or {}
    rows = [
        {
            "name": f"{one['group']}/{one['name']}" if one.get("group") else one["name"],
            "version": one.get("version", ""),
            "purl": one.get("purl", ""),
            "ref": one.get("bom-ref", ""),
        }
        for one in _nested(content)
        if one.get("type") not in ("file", "data", "operating-system", "device")
    ]
    return product.get("name", ""), str(product.get("version", "")), rows


def _nested(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting, met = list(reversed(content.get("components") or [])), 0
    while waiting and met < MOST:
        one = waiting.pop()
        met += 1
        yield one
        waiting += reversed(one.get("components") or [])


def spdx(content: dict[str, Any]) -> tuple[str, str, Rows]:
    """(product, release, components) of a valid SPDX 2 document; the package that it describes is the product."""
    described = set(content.get("documentDescribes") or ())
    for relation in content.get("relationships") or ():
        if relation["relationshipType"] == "DESCRIBES" and relation["spdxElementId"] == "SPDXRef-DOCUMENT":
            described.add(relation["relatedSpdxElement"])
    packages = content["packages"][:MOST]
    product: dict[str, Any] = next((one for one in packages if one["SPDXID"] in described), {})
    rows = [
        {
            "name": one["name"],
            "version": one.get("versionInfo", ""),
            "purl": _purl(one),
            "ref": one["SPDXID"],
        }
        for one in packages
        if one["SPDXID"] not in described
    ]
    return product.get("name", ""), product.get("versionInfo", ""), rows


def _purl(package: dict[str, Any]) -> str:
    found = (one["referenceLocator"] for one in package.get("externalRefs") or () if one["referenceType"] == "purl")
    return str(next(found, ""))
