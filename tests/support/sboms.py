"""Inventories, advisories and statements in a few lines, as vendors and databases write them."""

from __future__ import annotations

import json
from typing import Any

from tests.support.dossiers import document, pinned
from tests.support.evidence import BASE, Looked, Sight, crawl_summary, exchange, looked, page

PARTS = {"jinja2": "3.1.6", "starlette": "1.10.0"}


def component(name: str, version: str, kind: str = "pypi") -> dict[str, Any]:
    purl = f"pkg:{kind}/{name}@{version}"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def cyclonedx(*more: dict[str, Any], release: str = "1.0", parts: dict[str, str] | None = None, **other: Any) -> bytes:
    """A CycloneDX 1.6 document of ``parts`` and ``more``."""
    listed = [component(name, version) for name, version in (PARTS if parts is None else parts).items()]
    product = {"type": "application", "name": "exemple", "version": release}
    found = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": product},
        "components": [*listed, *more],
        **other,
    }
    return json.dumps(found).encode()


def spdx(release: str = "1.0", **other: Any) -> bytes:
    """An SPDX 2.3 document of ``PARTS``."""
    described = {"SPDXID": "SPDXRef-p", "name": "exemple", "versionInfo": release, "downloadLocation": "NOASSERTION"}
    listed = [
        {
            "SPDXID": f"SPDXRef-{name}",
            "name": name,
            "versionInfo": version,
            "downloadLocation": "NOASSERTION",
            "externalRefs": [
                {
                    "referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl",
                    "referenceLocator": f"pkg:pypi/{name}@{version}",
                }
            ],
        }
        for name, version in PARTS.items()
    ]
    found = {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "exemple",
        "dataLicense": "CC0-1.0",
        "documentNamespace": "https://exemple.example/sbom",
        "creationInfo": {"created": "2026-06-01T08:00:00Z", "creators": ["Tool: essai"]},
        "documentDescribes": ["SPDXRef-p"],
        "packages": [described, *listed],
        **other,
    }
    return json.dumps(found).encode()


def advisory(name: str, fixed: str = "2.0.0", **more: Any) -> dict[str, Any]:
    """A critical advisory of January 2026 (OSV schema)."""
    affected = {
        "package": {"ecosystem": "PyPI", "name": name},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}],
    }
    return {
        "id": f"OSV-{name}",
        "published": "2026-01-05T10:00:00Z",
        "affected": [affected],
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
        **more,
    }


def osv(*entries: dict[str, Any]) -> Looked:
    """The pinned snapshot; it always knows something of PyPI and npm."""
    npm = {"id": "OSV-npm", "affected": [{"package": {"ecosystem": "npm", "name": "autre"}, "versions": ["0.0.1"]}]}
    return pinned("osv", advisory("autre", fixed="0.1"), npm, *entries)


def sbom_file(raw: bytes, rank: int = 0) -> Sight:
    return document(f"sbom-{rank}.json", f"sbom.files.{rank}", raw)


def served(body: str, path: str = "/static/app.js", kind: str = "text/javascript") -> Sight:
    """An asset of the site."""
    return exchange(f"{BASE}{path}", body, content_type=kind, purpose="asset")


def visited(*assets: Sight) -> Looked:
    """A crawl that met these assets."""
    return looked("http.crawl", page("/", "<h1>Accueil</h1>"), *assets, crawl_summary(assets=len(assets)))
