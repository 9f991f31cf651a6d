"""SEC-01: every outcome of the rule on TLS versions, suites and key exchange."""

from __future__ import annotations

import pytest

from criteria.facts.tls import KeyExchange, Protocol, ProtocolOutcome, Settled, Suite, TlsScan
from tests.support.tls_evidence import GOOD_SUITE, judged, scan, scans, stated


def suite(name: str, exchange: KeyExchange = "ECDHE", **more: object) -> Suite:
    return Suite(protocol="TLSv1.2", name=name, key_exchange=exchange, **more)  # type: ignore[arg-type]


def settled(protocol: Protocol, outcome: Settled, silent: int = 0) -> TlsScan:
    one = ProtocolOutcome(protocol=protocol, outcome=outcome, tried=80, silent=silent)
    return scan(outcomes={protocol: one})


STATIC = suite("TLS_RSA_WITH_AES_128_GCM_SHA256", "RSA")
DHE = "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"

PASSES = {
    "both modern versions": scan(),
    "TLS 1.3 alone": scan("TLSv1.3"),
    "TLS 1.2 alone": scan("TLSv1.2"),
    "DHE in a large group": scan(suites=(GOOD_SUITE, suite(DHE, "DHE", dh_bits=2048))),
    "a legacy version dropped in silence": settled("TLSv1.0", "silent", 80),
    "TLS 1.2 dropped beside an accepted 1.3": settled("TLSv1.2", "silent", 80),
    "SSLv2, which the scanner need not offer": settled("SSLv2", "not_offered"),
    "a broken suite of TLS 1.3's name space is none": scan(
        suites=(Suite(protocol="TLSv1.3", name="TLS_AES_128_GCM_SHA256", key_exchange="TLS1.3"),)
    ),
}


@pytest.mark.parametrize("found", PASSES.values(), ids=PASSES.keys())
def test_passes(found: TlsScan) -> None:
    assert stated("SEC-01", scans(found)) == ("pass", [])


FAILS = {
    "SSLv2": (scan("SSLv2", "TLSv1.2"), "legacy_protocol"),
    "SSLv3": (scan("SSLv3", "TLSv1.2"), "legacy_protocol"),
    "TLS 1.0": (scan("TLSv1.0", "TLSv1.2", "TLSv1.3"), "legacy_protocol"),
    "TLS 1.1": (scan("TLSv1.1", "TLSv1.2"), "legacy_protocol"),
    "nothing modern": (
        scan("SSLv2", outcomes={"SSLv2": ProtocolOutcome(protocol="SSLv2", outcome="refused")}, suites=()),
        "no_modern_protocol",
    ),
    "no TLS behind the port": (scan(handshake="refused", protocols=(), suites=()), "no_handshake"),
    "NULL": (scan(suites=(GOOD_SUITE, suite("TLS_ECDHE_RSA_WITH_NULL_SHA"))), "broken_suite"),
    "EXPORT": (scan(suites=(GOOD_SUITE, suite("TLS_RSA_EXPORT1024_WITH_RC2_CBC_56_SHA", "ECDHE"))), "broken_suite"),
    "anonymous": (scan(suites=(GOOD_SUITE, suite("TLS_DH_anon_WITH_AES_128_CBC_SHA", "anonymous"))), "broken_suite"),
    "RC4": (scan(suites=(GOOD_SUITE, suite("TLS_ECDHE_RSA_WITH_RC4_128_SHA"))), "broken_suite"),
    "DES": (scan(suites=(GOOD_SUITE, suite("TLS_DHE_RSA_WITH_DES_CBC_SHA"))), "broken_suite"),
    "3DES": (scan(suites=(GOOD_SUITE, suite("TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"))), "broken_suite"),
    "MD5": (scan(suites=(GOOD_SUITE, suite("TLS_KRB5_WITH_IDEA_CBC_MD5", "other"))), "broken_suite"),
    "DHE under 2048 bits": (scan(suites=(GOOD_SUITE, suite(DHE, "DHE", dh_bits=2047))), "small_group"),
    "DHE too small to scan": (scan(suites=(GOOD_SUITE, suite(DHE, "DHE", dh_too_small=True))), "group_below_scanner"),
    "static RSA alone": (scan("TLSv1.2", suites=(STATIC,)), "static_rsa_only"),
    "static RSA alone in 1.2 beside 1.3": (scan(suites=(STATIC,)), "static_rsa_only"),
}


@pytest.mark.parametrize(("found", "clause"), FAILS.values(), ids=FAILS.keys())
def test_fails(found: TlsScan, clause: str) -> None:
    assert stated("SEC-01", scans(found)) == ("fail", [clause])


UNSURE = {
    "no TCP answer": (scan(reached=False, handshake="none", error="Connection refused", protocols=()), "no_answer"),
    "silence at first": (scan(handshake="silent", protocols=(), suites=()), "handshake_unsettled"),
    "the scanner's own trouble": (scan(handshake="error", protocols=(), suites=()), "handshake_unsettled"),
    "TLS 1.0 not offered": (settled("TLSv1.0", "not_offered"), "not_offered"),
    "SSLv3 in error": (settled("SSLv3", "error"), "not_offered"),
    "TLS 1.1 half silent": (settled("TLSv1.1", "mixed", 3), "protocol_unsettled"),
    "TLS 1.2 in error": (settled("TLSv1.2", "error"), "protocol_unsettled"),
    "TLS 1.2 with silent suites": (settled("TLSv1.2", "accepted", 1), "protocol_unsettled"),
    "a group whose size is unknown": (scan(suites=(GOOD_SUITE, suite(DHE, "DHE"))), "group_unknown"),
}


@pytest.mark.parametrize(("found", "clause"), UNSURE.values(), ids=UNSURE.keys())
def test_inconclusive(found: TlsScan, clause: str) -> None:
    assert stated("SEC-01", scans(found)) == ("inconclusive", [clause])


def test_silence_on_every_modern_version_is_never_a_fail() -> None:
    dropped = {
        one: ProtocolOutcome(protocol=one, outcome="silent", tried=80, silent=80) for one in ("TLSv1.2", "TLSv1.3")
    }
    verdict, clauses = stated("SEC-01", scans(scan(outcomes=dropped, suites=())))  # type: ignore[arg-type]
    assert (verdict, clauses) == ("inconclusive", ["protocol_unsettled"] * 2)


def test_suites_of_a_legacy_version_are_not_counted_twice() -> None:
    old = Suite(protocol="TLSv1.0", name="TLS_RSA_WITH_3DES_EDE_CBC_SHA", key_exchange="RSA")
    found = scan("TLSv1.0", "TLSv1.2", suites=(GOOD_SUITE, old))
    assert stated("SEC-01", scans(found)) == ("fail", ["legacy_protocol"])


def test_static_rsa_beside_ephemeral_suites_is_a_remark() -> None:
    found = scan(suites=(GOOD_SUITE, STATIC))
    assert stated("SEC-01", scans(found)) == ("pass", ["static_rsa_beside"])


def test_one_failing_host_fails_beside_a_silent_one() -> None:
    gone = scan(host="www.example.fr", reached=False, error="timed out", protocols=())
    notes, concluded = judged("SEC-01", scans(scan("TLSv1.0", "TLSv1.2"), gone))
    assert concluded.verdict == "fail"
    assert [one.clause for one in notes] == ["legacy_protocol", "no_answer", "sound"]
    assert notes[0].observations == ("o000000",)


def test_an_undeclared_host_without_answer_is_a_remark_beside_one_that_answers() -> None:
    gone = scan(declared=False, reached=False, error="timed out", protocols=())
    assert stated("SEC-01", scans(scan(), gone)) == ("pass", ["no_answer_undeclared"])
    assert stated("SEC-01", scans(gone)) == ("inconclusive", ["no_answer"])


def test_no_host_is_not_applicable() -> None:
    assert stated("SEC-01", scans()) == ("not_applicable", ["no_host"])


def test_a_sentence_names_few_suites_of_many() -> None:
    many = tuple(suite(f"TLS_RSA_WITH_CAMELLIA_{size}_CBC_SHA", "RSA") for size in range(20))
    _, concluded = judged("SEC-01", scans(scan(suites=many)))
    assert "(+14)" in concluded.statements[0].seen.fr
