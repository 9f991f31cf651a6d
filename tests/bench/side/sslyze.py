"""sslyze: what the server's TLS accepts, and what each trust store says of its certificate."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.errors import LookFailed
from harness.probes.tls.program import find_scanner
from tests.bench.side.installing import version_of
from tests.bench.side.listing import Run
from tests.bench.side.tool import Target, ToolFailed, report_of, run_program

SUITES = "_cipher_suites"
OWN_STORE = "Supplied CA file"


class Sslyze:
    """The scanner of ``.venv-tls``, with its usual scan."""

    name = "sslyze"

    def install(self) -> str:
        """``make setup`` installs it."""
        return version_of([str(self._program()), "--help"]) and self._version()

    def look(self, run: Run, target: Target, place: Path) -> frozenset[str]:
        """One scan of the sample's port, with the lab's authority as a trust store."""
        report = place / "report.json"
        command = [
            str(self._program()),
            "--quiet",
            f"--json_out={report}",
            f"--certinfo_ca_file={target.authority}",
            "--mozilla_config=intermediate",
            urlsplit(target.base_url).netloc,
        ]
        code, _ = run_program(command, place, run.seconds)
        return signals(report_of(report, code))

    @staticmethod
    def _program() -> Path:
        try:
            return find_scanner()
        except LookFailed as error:
            raise ToolFailed("sslyze is not installed: make setup") from error

    def _version(self) -> str:
        python = self._program().with_name("python")
        return version_of([str(python), "-c", "import importlib.metadata as m; print(m.version('sslyze'))"])


def signals(raw: bytes) -> frozenset[str]:
    """``accepts TLS 1.2 TLS_RSA_...``, ``certificate: ...``, and each weakness that the scan names."""
    found: set[str] = set()
    for server in json.loads(raw).get("server_scan_results", ()):
        if server.get("connectivity_status") != "COMPLETED":
            found.add(f"no scan: {server.get('connectivity_error_trace') or 'no connection'}"[:200])
        for name, attempt in (server.get("scan_result") or {}).items():
            result = attempt.get("result") or {}
            found.update(_of_suites(name, result) if name.endswith(SUITES) else ())
            found.update(_of_certificate(result) if name == "certificate_info" else ())
            found.update(f"{name}: {key}" for key, value in result.items() if key.startswith("is_vulnerable") and value)
    return frozenset(found)


def _of_suites(name: str, result: dict[str, Any]) -> Iterator[str]:
    protocol = name.removesuffix(SUITES).upper().replace("_", " ", 1).replace("_", ".")
    for one in result.get("accepted_cipher_suites", ()):
        yield f"accepts {protocol}: {one['cipher_suite']['name']}"


def _of_certificate(result: dict[str, Any]) -> Iterator[str]:
    for deployment in result.get("certificate_deployments", ()):
        for one in deployment.get("path_validation_results", ()):
            if one["trust_store"]["name"] == OWN_STORE and not one["was_validation_successful"]:
                yield f"certificate: {one.get('validation_error') or 'not trusted'}"
