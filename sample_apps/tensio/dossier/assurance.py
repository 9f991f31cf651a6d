"""Inventories of components, and the signed summaries of tests, of a dossier.

Each inventory is what a build would write: CycloneDX 1.6 or SPDX 2.3, one component for each entry of the lock file.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from sample_apps.tensio.dossier.pdf import INVENTED, pdf

Component = Mapping[str, str]
WEAK = {"name": "exemple-archive", "version": "1.2.0", "license": "MIT"}
"""An invented package with an invented vulnerability (``reference/osv.yaml``)."""


def components(folder: Path) -> list[dict[str, str]]:
    """The components of ``components.yaml``."""
    found: list[dict[str, str]] = yaml.safe_load((folder / "components.yaml").read_text("utf-8"))
    return found


def documents(dossier: Mapping[str, Any], folder: Path, kind: str, app: str) -> dict[str, bytes]:
    """The sound inventory and both signed records, by their places in the dossier; ``kind`` is the type of purl."""
    release = str(dossier["release"]["version"])
    return {
        dossier["sbom"]["files"][0]["document"]: cyclonedx(app, release, components(folder), kind),
        dossier["penetration_test"]["signature"]["document"]: penetration_summary(dossier["penetration_test"]),
        dossier["backup"]["restoration"]["signature"]["document"]: restoration_record(dossier["backup"]),
    }


def faulty_documents(dossier: Mapping[str, Any], folder: Path) -> dict[str, bytes]:
    """The inventories that faults hand in instead."""
    release, sound = str(dossier["release"]["version"]), components(folder)
    broken = json.loads(cyclonedx("tensio", release, sound, "pypi"))
    del broken["components"][3]["type"]
    made = {
        "sbom-old-release.cdx.json": cyclonedx("tensio", "1.3.2", sound, "pypi"),
        "sbom-invalid.cdx.json": _json(broken),
        "sbom-vulnerable.cdx.json": cyclonedx("tensio", release, [*sound, WEAK], "pypi"),
        "sbom.spdx.json": spdx("tensio", release, sound, "pypi"),
    }
    return {f"documents/{name}": raw for name, raw in made.items()}


def cyclonedx(app: str, release: str, parts: Sequence[Component], kind: str) -> bytes:
    """A CycloneDX 1.6 document."""
    product = {"type": "application", "bom-ref": f"{app}@{release}", "name": app, "version": release}
    return _json({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_DNS, f'{app}-{release}.example')}",
        "version": 1,
        "metadata": {"timestamp": "2026-10-01T07:12:44Z", "lifecycles": [{"phase": "build"}], "component": product},
        "components": [
            {
                "type": "library",
                "bom-ref": _purl(one, kind),
                "name": one["name"],
                "version": one["version"],
                "licenses": [{"license": {"id": one["license"]}}],
                "purl": _purl(one, kind),
            }
            for one in parts
        ],
        "dependencies": [{"ref": f"{app}@{release}", "dependsOn": [_purl(one, kind) for one in parts]}],
    })


def spdx(app: str, release: str, parts: Sequence[Component], kind: str) -> bytes:
    """The same as an SPDX 2.3 document."""
    product = {"SPDXID": "SPDXRef-Product", "name": app, "versionInfo": release, "downloadLocation": "NOASSERTION"}
    listed = [
        {
            "SPDXID": f"SPDXRef-{one['name']}",
            "name": one["name"],
            "versionInfo": one["version"],
            "downloadLocation": "NOASSERTION",
            "licenseDeclared": one["license"],
            "externalRefs": [
                {
                    "referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl",
                    "referenceLocator": _purl(one, kind),
                }
            ],
        }
        for one in parts
    ]
    return _json({
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"{app}-{release}",
        "documentNamespace": f"https://{app}.example/spdx/{release}",
        "creationInfo": {"created": "2026-10-01T07:12:44Z", "creators": [f"Organization: {app}"]},
        "documentDescribes": ["SPDXRef-Product"],
        "packages": [product, *listed],
    })


def _purl(one: Component, kind: str) -> str:
    return f"pkg:{kind}/{one['name']}@{one['version']}"


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def penetration_summary(test: Mapping[str, Any]) -> bytes:
    """The summary that the auditor signed."""
    return pdf("Synthèse du test d’intrusion", [
        f"Auditeur : {test['auditor']['name']}, SIREN {test['auditor']['siren']}, {test['auditor']['qualification']}",
        f"Du {_day(test['start'])} au {_day(test['end'])}, version {test['scope']['release']}",
        f"Hôtes : {', '.join(test['scope']['hosts'])}",
        *(f"{one['id']} ({one['severity']}) : {one['title']}, {one['status']}" for one in test["findings"]),
        f"Signé le {_day(test['signature']['date'])} : {test['signature']['by']}",
        INVENTED,
    ])


def restoration_record(backup: Mapping[str, Any]) -> bytes:
    """The record of the last restoration."""
    record = backup["restoration"]
    return pdf("Procès-verbal d’essai de restauration", [
        f"Essai du {_day(record['date'])}, version {record['release']}, dans un environnement vierge",
        f"Sauvegarde prise à : {backup['plan']['place']}",
        f"RPO mesuré : {record['measured_rpo_hours']} h ; RTO mesuré : {record['measured_rto_hours']} h",
        "Issue : toutes les données témoins ont été relues",
        f"Signé le {_day(record['signature']['date'])} : {record['signature']['by']}",
        INVENTED,
    ])


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))
