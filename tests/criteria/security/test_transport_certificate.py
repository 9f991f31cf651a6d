"""SEC-02: every outcome of the rule on certificates, at the recorded time of the look."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from criteria.facts.certificate import chain_fact, matches
from criteria.security.certificate_path import paths
from harness.lab_pki import CA, Issued, make_ca, self_signed
from harness.lab_profile import authority, common_name, new_key, signed
from tests.support.tls_evidence import AT, HOST, Memory, judged, scan, scans, stated

DAY = dt.timedelta(days=1)
START = AT - 10 * DAY
WEAK = Path(__file__).parent / "weak_chains"


@cache
def root() -> CA:
    return make_ca("Lab root", not_before=START - 10 * DAY)


@cache
def sub() -> CA:
    return root().intermediate("Lab intermediate")


def served(issued: Issued) -> Memory:
    return Memory().served(issued.ders()).trusting(root().pem)


def weak(name: str) -> Memory:
    certificates = x509.load_pem_x509_certificates((WEAK / name).read_bytes())
    ders = [one.public_bytes(serialization.Encoding.DER) for one in certificates]
    return Memory().served(ders).trusting((WEAK / "root.pem").read_bytes())


PASSES = {
    "directly under the root": lambda: root().issue(HOST, not_before=START),
    "under an intermediate that is sent": lambda: sub().issue(HOST, not_before=START),
    "RSA of 2048 bits": lambda: root().issue(HOST, not_before=START, key="rsa"),
    "a wildcard for the whole left-most label": lambda: root().issue("*.example.fr", not_before=START),
    "one name of several": lambda: root().issue("www.example.fr", HOST, not_before=START),
}


@pytest.mark.parametrize("issue", PASSES.values(), ids=PASSES.keys())
def test_passes(issue: object) -> None:
    assert callable(issue)
    assert stated("SEC-02", served(issue())) == ("pass", [])


FAILS = {
    "issued by an unknown authority": (lambda: make_ca("Other root").issue(HOST, not_before=START), "untrusted_chain"),
    "self-signed": (lambda: self_signed(HOST, not_before=START), "untrusted_chain"),
    "intermediate left out": (lambda: sub().issue(HOST, not_before=START, with_chain=False), "untrusted_chain"),
    "another name": (lambda: root().issue("www.example.fr", not_before=START), "name_mismatch"),
    "a wildcard one label too high": (lambda: root().issue("*.fr", not_before=START), "name_mismatch"),
    "expired yesterday": (lambda: root().issue(HOST, not_before=START, not_after=AT - DAY), "outside_dates"),
    "not valid yet": (lambda: root().issue(HOST, not_before=AT + DAY, not_after=AT + 9 * DAY), "outside_dates"),
    "RSA of 1024 bits": (lambda: root().issue(HOST, not_before=START, key="rsa-1024"), "weak_key"),
    "EC of 192 bits": (lambda: root().issue(HOST, not_before=START, key="ec-192"), "weak_key"),
}


@pytest.mark.parametrize(("issue", "clause"), FAILS.values(), ids=FAILS.keys())
def test_fails(issue: object, clause: str) -> None:
    assert callable(issue)
    assert stated("SEC-02", served(issue())) == ("fail", [clause])


@pytest.mark.parametrize(
    ("name", "hash_name", "subject"),
    [
        ("leaf_sha1.pem", "SHA1", HOST),
        ("leaf_md5.pem", "MD5", HOST),
        ("intermediate_sha1.pem", "SHA1", "Weak intermediate"),
    ],
)
def test_a_weak_signature_below_the_root_fails_and_nothing_else(name: str, hash_name: str, subject: str) -> None:
    notes, concluded = judged("SEC-02", weak(name))
    assert (concluded.verdict, [one.clause for one in notes]) == ("fail", ["weak_signature", "sound"])
    assert notes[0].params == {"host": HOST, "hash": hash_name, "subject": subject}


def test_the_control_apps_certificate_is_untrusted_and_out_of_date() -> None:
    expired = self_signed(HOST, not_before=START, not_after=AT - DAY, key="rsa")
    assert stated("SEC-02", served(expired)) == ("fail", ["untrusted_chain", "outside_dates"])


def test_an_expired_intermediate_is_named() -> None:
    old = root().intermediate("Old intermediate", not_after=AT - DAY)
    notes, concluded = judged("SEC-02", served(old.issue(HOST, not_before=START)))
    assert concluded.verdict == "fail"
    assert [one.params.get("subject") for one in notes if one.clause == "outside_dates"] == ["Old intermediate"]


def test_a_missing_intermediate_is_named() -> None:
    notes, _ = judged("SEC-02", served(sub().issue(HOST, not_before=START, with_chain=False)))
    assert notes[0].params == {"host": HOST, "last": HOST, "issuer": "Lab intermediate"}


def test_strictness_beyond_the_rule_is_a_remark() -> None:
    odd = root().issue(HOST, not_before=START, critical_names=True)
    assert stated("SEC-02", served(odd)) == ("pass", ["stricter_than_rule"])


def test_six_days_left_is_a_remark() -> None:
    short = root().issue(HOST, not_before=START, not_after=AT + 6 * DAY)
    assert stated("SEC-02", served(short)) == ("pass", ["expires_soon"])


def test_a_certificate_that_is_no_authority_signs_nothing() -> None:
    """A leaf of a trusted authority used as an issuer: signatures hold, rights do not."""
    middle = root().issue(HOST, not_before=START)
    key = serialization.load_pem_private_key(middle.key_pem, None)
    forged = CA(middle.certificates()[0], key, tuple(middle.certificates()))  # type: ignore[arg-type]
    verdict, clauses = stated("SEC-02", served(forged.issue(HOST, not_before=START)))
    assert (verdict, clauses) == ("fail", ["untrusted_chain"])


def test_name_constraints_of_an_authority_hold() -> None:
    key = new_key("ec")
    limit = x509.NameConstraints([x509.DNSName("example.org")], None)
    builder = authority("Narrow", key, common_name("Lab root"), START, None).add_extension(limit, critical=True)
    narrow = signed(builder, root().key)
    leaf = CA(narrow, key, (narrow,)).issue(HOST, not_before=START)
    assert stated("SEC-02", served(leaf)) == ("fail", ["untrusted_chain"])


def test_a_store_counts_for_its_hosts_only() -> None:
    chain = root().issue(HOST, not_before=START).ders()
    elsewhere = Memory().served(chain).trusting(root().pem, hosts=["pro.example.fr"])
    assert stated("SEC-02", elsewhere) == ("fail", ["untrusted_chain"])
    assert stated("SEC-02", elsewhere.trusting(root().pem, hosts=[HOST])) == ("pass", [])


def test_a_loop_of_authorities_ends() -> None:
    key, other = new_key("ec"), new_key("ec")
    first = signed(authority("First", key, common_name("Second"), START, None), other)
    second = signed(authority("Second", other, common_name("First"), START, None), key)
    leaf = CA(first, key, (first, second)).issue(HOST, not_before=START)
    assert paths(tuple(leaf.certificates()), (root().certificate,)) == []
    assert stated("SEC-02", served(leaf))[0] == "fail"


@pytest.mark.parametrize(
    ("trusted", "outcome"), [(True, ("fail", ["revoked"])), (False, ("review", ["revocation_unproved"]))]
)
def test_a_recorded_revocation_counts(trusted: bool, outcome: tuple[str, list[str]]) -> None:
    chain = root().issue(HOST, not_before=START).ders()
    memory = Memory().served(chain, ocsp="REVOKED", ocsp_trusted=trusted).trusting(root().pem)
    assert stated("SEC-02", memory) == outcome


def test_missing_evidence_is_inconclusive() -> None:
    unreached = Memory().served((), reached=False, error="timed out").trusting(root().pem)
    assert stated("SEC-02", unreached) == ("inconclusive", ["no_certificate"])
    storeless = Memory().served(root().issue(HOST, not_before=START).ders())
    assert stated("SEC-02", storeless) == ("inconclusive", ["no_trust_store"])


def test_an_undeclared_host_without_certificate_is_a_remark() -> None:
    chain = root().issue(HOST, not_before=START).ders()
    memory = Memory().served(chain).served((), host="cdn.example.fr", declared=False).trusting(root().pem)
    assert stated("SEC-02", memory) == ("pass", ["no_certificate_undeclared"])


def test_a_malformed_certificate_is_left_to_a_person() -> None:
    assert stated("SEC-02", Memory().served((b"\x30\x03nul",)).trusting(root().pem)) == ("review", ["unreadable"])


def test_no_host_is_not_applicable() -> None:
    assert stated("SEC-02", scans()) == ("not_applicable", ["no_host"])


def test_a_host_without_chain_is_unsure_even_when_sec_01_passes() -> None:
    assert stated("SEC-02", scans(scan()).trusting(root().pem)) == ("inconclusive", ["no_certificate"])


@pytest.mark.parametrize(
    ("names", "host", "expected"),
    [
        (("127.0.0.1",), "127.0.0.1", True),
        (("2001:db8::1",), "2001:DB8:0::1", True),
        (("*.example.fr",), "a.b.example.fr", False),
        (("*.example.fr",), "example.fr", False),
        (("api.example.fr",), "API.example.fr.", True),
        (("*",), "localhost", False),
        (("*.0.0.1",), "127.0.0.1", False),
    ],
)
def test_names_match_as_rfc_9525_says(names: tuple[str, ...], host: str, expected: bool) -> None:
    assert matches(names, host) is expected


def test_the_fact_holds_what_the_leaf_says() -> None:
    fact = chain_fact(HOST, "2027-06-01T12:00:00.000Z", root().issue(HOST, "192.0.2.1", not_before=START).ders())
    assert (fact.subject, fact.issuer, fact.names) == (HOST, "Lab root", (HOST, "192.0.2.1"))
    assert (fact.key_type, fact.key_bits, fact.signature_hash) == ("EC", 256, "sha256")
    assert (fact.at, fact.not_before) == (AT, START)
