"""VEX statements in CycloneDX and OpenVEX documents, with the four states that OpenVEX knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from criteria.facts.dossier_assurance import VexStatement

_STATES = {
    "not_affected": "not_affected",
    "false_positive": "not_affected",
    "resolved": "fixed",
    "resolved_with_pedigree": "fixed",
    "exploitable": "affected",
    "in_triage": "under_investigation",
}
MOST = 20_000


def cyclonedx_statements(content: dict[str, Any]) -> Iterator[VexStatement]:
    """The analyses of ``vulnerabilities``, one for each component affected (by purl where its mark is known)."""
    purls = {one.get("bom-ref", ""): one.get("purl", "") for one in content.get("components") or ()}
    for found in (content.get("vulnerabilities") or ())[:MOST]:
        analysis = found.get("analysis") or {}
        for affected in found.get("affects") or ():
            yield VexStatement(
                vulnerability=str(found.get("id", "")),
                component=purls.get(affected["ref"]) or str(affected["ref"]),
                status=_STATES.get(analysis.get("state", ""), ""),
                justification=str(analysis.get("justification") or analysis.get("detail") or ""),
            )


def openvex_statements(content: dict[str, Any]) -> Iterator[VexStatement]:
    """The statements of an OpenVEX document, one for each product; what has another shape is left out."""
    for found in _dicts(content.get("statements")):
        name = found.get("vulnerability")
        named = name.get("name", "") if isinstance(name, dict) else name
        for product in _list(found.get("products")):
            for part in _parts(product):
                yield VexStatement(
                    vulnerability=str(named),
                    component=part,
                    status=str(found.get("status", "")),
                    justification=str(found.get("justification") or found.get("impact_statement") or ""),
                    date=str(found.get("timestamp", ""))[:10],
                )


def _parts(product: Any) -> list[str]:
    """The subcomponents of a product, or the product itself."""
    if not isinstance(product, dict):
        return [str(product)]
    inner = [str(one.get("@id", "")) for one in _dicts(product.get("subcomponents"))]
    return inner or [str(product.get("@id", ""))]


def _list(value: Any) -> list[Any]:
    return value[:MOST] if isinstance(value, list) else []


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in _list(value) if isinstance(one, dict)]
