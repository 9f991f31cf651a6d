"""The scanner's report is read the same on every machine; recorded reports stand for its versions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from criteria.facts.tls import KeyExchange, Protocol
from harness.probes.tls.report import Report, UnreadableReport, read_report
from harness.probes.tls.suites import key_exchange

REPORTS = Path(__file__).parent / "tls_reports"


def recorded(name: str) -> bytes:
    return (REPORTS / f"{name}.json").read_bytes()


def changed(name: str, protocol: str, attempt: dict[str, Any]) -> Report:
    """A recorded report whose attempt at one protocol went otherwise."""
    document = json.loads(recorded(name))
    document["server_scan_results"][0]["scan_result"][protocol].update(attempt)
    return read_report(json.dumps(document).encode())


def outcomes(report: Report) -> dict[str, str]:
    return {one.protocol: one.outcome for one in report.protocols}


def test_a_sound_host() -> None:
    report = read_report(recorded("good"))
    assert (report.version, report.handshake) == ("6.3.1", "completed")
    assert [one for one, how in outcomes(report).items() if how == "accepted"] == ["TLSv1.2", "TLSv1.3"]
    assert {suite.key_exchange for suite in report.suites} == {"ECDHE", "TLS1.3"}
    assert [deployment.chain for deployment in report.deployments] == [("cert_0", "cert_1")]
    leaf, above = (x509.load_der_x509_certificate(report.certificates[name]) for name in ("cert_0", "cert_1"))
    leaf.verify_directly_issued_by(above)


def test_legacy_versions_are_seen() -> None:
    found = outcomes(read_report(recorded("legacy")))
    assert (found["SSLv3"], found["TLSv1.0"], found["TLSv1.1"]) == ("refused", "accepted", "accepted")


def test_static_rsa_alone() -> None:
    assert {suite.key_exchange for suite in read_report(recorded("static_rsa")).suites} == {"RSA"}


def test_group_sizes_and_anonymous_suites() -> None:
    suites = {suite.name: suite for suite in read_report(recorded("small_group")).suites}
    assert suites["TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"].dh_bits == 1024
    assert suites["TLS_DH_anon_WITH_AES_128_GCM_SHA256"].key_exchange == "anonymous"


def test_no_common_tls_is_a_refusal() -> None:
    report = read_report(recorded("no_tls"))
    assert (report.handshake, report.protocols) == ("refused", ())


def test_a_host_that_speaks_only_ssl_2() -> None:
    document = json.loads(recorded("no_tls"))
    trace = 'sslyze.errors.ServerTlsConfigurationNotSupported: a -> "WARNING: Server only supports SSL 2.0 and".'
    document["server_scan_results"][0]["connectivity_error_trace"] = trace
    found = outcomes(read_report(json.dumps(document).encode()))
    assert found.pop("SSLv2") == "accepted"
    assert set(found.values()) == {"refused"}


def test_any_other_trouble_at_first_settles_nothing() -> None:
    document = json.loads(recorded("no_tls"))
    document["server_scan_results"][0]["connectivity_error_trace"] = "sslyze.errors.ConnectionToServerFailed: a"
    assert read_report(json.dumps(document).encode()).handshake == "error"


SILENT = {"error_message": "Connection to server timed out during the TLS handshake"}
ALERT = {"error_message": "TLS alert: protocol version "}


@pytest.mark.parametrize(
    ("rejected", "outcome", "silent"),
    [
        ([ALERT, ALERT], "refused", 0),
        ([SILENT, SILENT], "silent", 2),
        ([ALERT, SILENT], "mixed", 1),
        ([], "not_offered", 0),
    ],
)
def test_silence_is_told_from_refusal(rejected: list[dict[str, str]], outcome: str, silent: int) -> None:
    result = {"accepted_cipher_suites": [], "rejected_cipher_suites": rejected}
    report = changed("good", "tls_1_0_cipher_suites", {"result": result})
    found = next(one for one in report.protocols if one.protocol == "TLSv1.0")
    assert (found.outcome, found.silent) == (outcome, silent)


def test_an_error_of_the_scanner_is_kept_with_its_words() -> None:
    trace = "Traceback\nValueError: x\n"
    attempt = {"status": "ERROR", "error_reason": "BUG_IN_SSLYZE", "error_trace": trace, "result": None}
    report = changed("good", "ssl_3_0_cipher_suites", attempt)
    found = next(one for one in report.protocols if one.protocol == "SSLv3")
    assert (found.outcome, found.detail, found.offered) == ("error", "BUG_IN_SSLYZE: ValueError: x", False)


def test_certificates_that_could_not_be_had_leave_a_reason() -> None:
    attempt = {"status": "ERROR", "error_reason": "CONNECTIVITY_ISSUE", "error_trace": "E: gone", "result": None}
    report = changed("good", "certificate_info", attempt)
    assert (report.deployments, report.certificate_error) == ((), "CONNECTIVITY_ISSUE: E: gone")


@pytest.mark.parametrize("wants", ["DISABLED", "REQUIRED"])
def test_a_dhe_suite_without_group_is_too_small_only_where_nothing_else_hides_it(wants: str) -> None:
    document = json.loads(recorded("small_group"))
    server = document["server_scan_results"][0]
    server["connectivity_result"]["client_auth_requirement"] = wants
    for accepted in server["scan_result"]["tls_1_2_cipher_suites"]["result"]["accepted_cipher_suites"]:
        accepted["ephemeral_key"] = None
    groups = [one for one in read_report(json.dumps(document).encode()).suites if one.key_exchange == "DHE"]
    assert groups
    assert {one.dh_too_small for one in groups} == {wants == "DISABLED"}


def test_chains_are_bounded() -> None:
    document = json.loads(recorded("good"))
    result = document["server_scan_results"][0]["scan_result"]["certificate_info"]["result"]
    pem = "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----"
    many = [{"as_pem": pem.format(f"{number:04d}")} for number in range(99)]
    result["certificate_deployments"][0]["received_certificate_chain"] = many
    assert len(read_report(json.dumps(document).encode()).certificates) == 32


EMPTY = b'{"sslyze_version": "6", "server_scan_results": []}'


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"{}", EMPTY, b"\xff"])
def test_what_is_no_report_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableReport):
        read_report(raw)


@pytest.mark.parametrize(
    ("protocol", "suite", "expected"),
    [
        ("TLSv1.3", "TLS_AES_128_GCM_SHA256", "TLS1.3"),
        ("TLSv1.2", "TLS_RSA_WITH_AES_128_CBC_SHA", "RSA"),
        ("TLSv1.2", "TLS_RSA_EXPORT_WITH_RC4_40_MD5", "RSA"),
        ("TLSv1.2", "TLS_ECDHE_RSA_WITH_NULL_SHA", "ECDHE"),
        ("TLSv1.2", "TLS_ECDH_RSA_WITH_NULL_SHA", "ECDH"),
        ("TLSv1.2", "TLS_ECDH_anon_WITH_NULL_SHA", "anonymous"),
        ("TLSv1.2", "TLS_RSA_PSK_WITH_AES_128_CBC_SHA", "other"),
        ("TLSv1.2", "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA", "ECDHE"),
        ("SSLv2", "SSL_CK_RC4_128_WITH_MD5", "other"),
    ],
)
def test_key_exchange_by_name(protocol: Protocol, suite: str, expected: KeyExchange) -> None:
    assert key_exchange(protocol, suite) == expected
