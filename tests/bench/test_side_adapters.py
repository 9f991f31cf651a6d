"""What the adapters of the side-by-side benchmark read from small invented reports."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench.side import lighthouse, pa11y, probant, schemathesis, sslyze, wapiti
from tests.bench.side.paths import path_of, steady
from tests.bench.side.tool import ToolFailed, report_of, run_program


def _raw(value: Any) -> bytes:
    return json.dumps(value).encode()


def test_sslyze_names_suites_certificates_and_weaknesses() -> None:
    suites = {"accepted_cipher_suites": [{"cipher_suite": {"name": "TLS_RSA_WITH_NULL_SHA"}}]}
    paths = [
        {"trust_store": {"name": "Mozilla"}, "was_validation_successful": False, "validation_error": "unknown"},
        {
            "trust_store": {"name": "Supplied CA file"},
            "was_validation_successful": False,
            "validation_error": "expired",
        },
    ]
    result = {
        "tls_1_0_cipher_suites": {"result": suites},
        "ssl_3_0_cipher_suites": {"result": {"accepted_cipher_suites": []}},
        "certificate_info": {"result": {"certificate_deployments": [{"path_validation_results": paths}]}},
        "heartbleed": {"result": {"is_vulnerable_to_heartbleed": True}},
        "session_resumption": {"result": None},
    }
    server = {"connectivity_status": "COMPLETED", "scan_result": result}
    assert sslyze.signals(_raw({"server_scan_results": [server]})) == {
        "accepts TLS 1.0: TLS_RSA_WITH_NULL_SHA",
        "certificate: expired",
        "heartbleed: is_vulnerable_to_heartbleed",
    }


def test_sslyze_tells_of_a_server_that_it_did_not_reach() -> None:
    server = {"connectivity_status": "ERROR", "connectivity_error_trace": "refused", "scan_result": None}
    assert sslyze.signals(_raw({"server_scan_results": [server]})) == {"no scan: refused"}


def test_wapiti_names_module_place_and_parameter() -> None:
    entry = {
        "method": "GET",
        "path": "/documents?recherche=%27",
        "parameter": "recherche",
        "info": "SQL injection at https://127.0.0.1:4443/documents",
        "module": "sql",
    }
    found = wapiti.signals(_raw({"vulnerabilities": {"SQL Injection": [entry]}, "anomalies": {}, "infos": {}}))
    assert found == {"sql: SQL Injection: GET /documents?recherche= recherche: SQL injection at /documents"}


def test_pa11y_counts_errors_alone() -> None:
    issues = [
        {"type": "error", "runner": "axe", "code": "image-alt", "selector": "main > img"},
        {"type": "warning", "runner": "htmlcs", "code": "G18", "selector": "p"},
    ]
    assert pa11y.signals("/", _raw(issues)) == {"axe: image-alt: /: main > img"}


def test_lighthouse_names_what_is_not_passed_and_its_items() -> None:
    audits = {
        "image-alt": {
            "score": 0,
            "scoreDisplayMode": "binary",
            "details": {"items": [{"node": {"selector": "main > img"}, "wasted": 7}]},
        },
        "has-hsts": {
            "score": 1,
            "scoreDisplayMode": "informative",
            "details": {"items": [{"description": "No HSTS header found", "severity": "High"}]},
        },
        "uses-text-compression": {
            "score": 0.5,
            "scoreDisplayMode": "metricSavings",
            "details": {"items": [{"url": "https://127.0.0.1:4443/static/a.css", "totalBytes": 9}]},
        },
        "document-title": {"score": 1, "scoreDisplayMode": "binary"},
        "csp-xss": {"score": None, "scoreDisplayMode": "notApplicable"},
    }
    assert lighthouse.signals("/", _raw({"audits": audits})) == {
        "image-alt: /",
        "image-alt: /: main > img",
        "has-hsts: /: No HSTS header found High",
        "uses-text-compression: /",
        "uses-text-compression: /: /static/a.css",
    }


def test_lighthouse_without_a_page_gives_no_answer() -> None:
    with pytest.raises(ToolFailed, match="CHROME_INTERSTITIAL_ERROR"):
        lighthouse.signals("/", _raw({"runtimeError": {"code": "CHROME_INTERSTITIAL_ERROR"}, "audits": {}}))


def test_schemathesis_names_failure_and_operation() -> None:
    failures = [{"type": "IgnoredAuth", "operations": ["GET /api/v1/mesures", "POST /api/v1/mesures"]}]
    assert schemathesis.signals(_raw({"failures": failures})) == {
        "IgnoredAuth: GET /api/v1/mesures",
        "IgnoredAuth: POST /api/v1/mesures",
    }


def test_probant_names_what_does_not_pass() -> None:
    verdicts = [{"criterion": "SEC-01", "verdict": "fail"}, {"criterion": "SEC-02", "verdict": "pass"}]
    assert probant.signals(_raw({"verdicts": verdicts})) == {"SEC-01: fail"}


def test_addresses_and_sentences_keep_nothing_of_a_run() -> None:
    identifier = "5f9e1353-f5f3-4b92-b02f-bd535f1d3c6d"
    assert path_of(f"https://127.0.0.1:4443/mesures/{identifier}?a=1&b=deux") == "/mesures/ID?a=&b="
    assert steady(f"see  https://127.0.0.1:4443/x\n{identifier}") == "see /x ID"


def test_a_program_that_outlasts_its_time_is_ended(tmp_path: Path) -> None:
    endless = [sys.executable, "-c", "import time; time.sleep(60)"]
    with pytest.raises(ToolFailed, match="stopped after"):
        run_program(endless, tmp_path, 0.5)


def test_a_program_without_a_report_says_why(tmp_path: Path) -> None:
    code, _ = run_program([sys.executable, "-c", "import sys; sys.exit('no target')"], tmp_path, 30)
    with pytest.raises(ToolFailed, match=r"exit code 1: no target"):
        report_of(tmp_path / "report.json", code)
