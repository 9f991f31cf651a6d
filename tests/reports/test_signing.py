"""Seals and attestations: what a good one proves, and that every change to one is refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from criteria.messages import message
from reports.attestation import predicate_of
from reports.envelope import LARGEST_ENVELOPE, signed
from reports.signing import Origin, SignatureWrong, Signer, attest, attested, check_attestation, check_seal, seal
from reports.statement import stated
from tests.reports.samples import sample

HEAD = "a3" * 32
OTHER = "b4" * 32
SIGNER = Signer.generate()
SEAL = seal(SIGNER, f"sha256:{HEAD}", 12)
TOLD = {"origin": "reviewer", "profile": "standard", "decision": "certified"}
FILES = {"audit.json": HEAD, "report.html": OTHER}


def refused(act: Callable[..., object], *args: object) -> str:
    with pytest.raises(SignatureWrong) as caught:
        act(*args)
    assert message(caught.value.key)
    return caught.value.key


def test_a_trusted_key_proves_the_origin() -> None:
    assert check_seal(SEAL, HEAD, 12, [SIGNER.public_pem()]) is Origin.PROVED


def test_a_key_that_nobody_trusts_proves_only_that_nothing_changed() -> None:
    assert check_seal(SEAL, HEAD, 12) is Origin.UNPROVED
    assert check_seal(SEAL, HEAD, 12, [Signer.generate().public_pem()]) is Origin.UNPROVED


def test_a_key_survives_its_pem() -> None:
    again = Signer.load(SIGNER.private_pem())
    assert again.public_pem() == SIGNER.public_pem()
    assert seal(again, HEAD, 12) == SEAL


@pytest.mark.parametrize(("head", "entries", "key"), [(OTHER, 12, "signing.head"), (HEAD, 13, "signing.entries")])
def test_a_seal_fits_one_bundle(head: str, entries: int, key: str) -> None:
    assert refused(check_seal, SEAL, head, entries) == key


def test_every_flip_of_a_bit_is_refused() -> None:
    trusted = [SIGNER.public_pem()]
    for place in range(len(SEAL)):
        for bit in (0x01, 0x20, 0x80):
            changed = bytearray(SEAL)
            changed[place] ^= bit
            refused(check_seal, bytes(changed), HEAD, 12, trusted)


def test_every_cut_and_every_doubling_is_refused() -> None:
    for place in range(len(SEAL)):
        refused(check_seal, SEAL[:place], HEAD, 12)
        refused(check_seal, SEAL[:place] + SEAL[place : place + 1] + SEAL[place:], HEAD, 12)


def respelled(change: Callable[[dict[str, Any]], object]) -> bytes:
    shape = json.loads(SEAL)
    change(shape)
    return json.dumps(shape, separators=(",", ":")).encode() + b"\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"\xff\xfe",
        json.dumps(json.loads(SEAL), indent=1).encode(),
        SEAL.replace(b'{"payload"', b'{"payload":"e30=","payload"', 1),
        respelled(lambda shape: shape["signatures"].append(shape["signatures"][0])),
        respelled(lambda shape: shape["signatures"].append({**shape["signatures"][0], "keyid": "00"})),
        respelled(lambda shape: shape["signatures"].clear()),
        respelled(lambda shape: shape.update(extra=1)),
        respelled(lambda shape: shape.update(payload=shape["payload"].rstrip("=") + "\n==")),
        respelled(lambda shape: shape.update(payload=shape["payload"].replace("J", "-", 4))),
        respelled(lambda shape: shape["signatures"][0].update(sig="é")),
        respelled(lambda shape: shape["signatures"][0].update(keyid="0" * 64)),
    ],
)
def test_a_malformed_envelope_is_refused(raw: bytes) -> None:
    refused(check_seal, raw, HEAD, 12)


def test_a_respelling_without_change_is_the_same_envelope() -> None:
    assert respelled(lambda _: None) == SEAL


def test_an_oversized_envelope_is_refused_unread() -> None:
    assert refused(check_seal, b" " * (LARGEST_ENVELOPE + 1), HEAD, 12) == "signing.too_large"


def test_an_unknown_payload_type_is_refused() -> None:
    raw = respelled(lambda shape: shape.update(payloadType="application/json"))
    assert refused(check_seal, raw, HEAD, 12) == "signing.payload_type"


def resigned(payload: bytes, signer: Signer = SIGNER) -> bytes:
    return signed(signer, payload)


def test_a_signed_payload_has_one_spelling_too() -> None:
    payload = base64.b64decode(json.loads(SEAL)["payload"])
    assert check_seal(resigned(payload), HEAD, 12) is Origin.UNPROVED
    for changed in (
        payload.replace(b'"entries":12', b'"entries":12,"entries":13'),
        payload.replace(b'"entries":12', b'"entries": 12'),
        payload.replace(b'"entries":12', b'"entries":12.0'),
        payload.replace(b'"entries":12', b'"entries":12,"more":1'),
        payload.replace(b'"entries":12', b'"entries":' + b"[" * 50_000),
        payload.replace(b'"entries":12', b'"entries":' + b"[" * 900 + b"]" * 900),
        payload.replace(b'"entries":12', b'"entries":' + b"9" * 9_000),
        payload.replace(b'"entries":12', b'"entries":true'),
        payload.replace(b"in-toto.io/Statement/v1", b"in-toto.io/Statement/v2"),
        payload.replace(HEAD.encode(), HEAD.upper().encode()),
    ):
        assert changed != payload
        refused(check_seal, resigned(changed), HEAD, 12)


def test_the_named_key_must_be_the_one_that_signed() -> None:
    payload = base64.b64decode(json.loads(SEAL)["payload"])
    assert refused(check_seal, resigned(payload, Signer.generate()), HEAD, 12) == "signing.signature"


def test_a_seal_is_no_attestation_and_the_reverse() -> None:
    assert refused(check_attestation, SEAL, {"bundle": HEAD}, ()) == "signing.statement"
    assert refused(check_seal, attest(SIGNER, {"bundle": HEAD}, TOLD), HEAD, 12) == "signing.statement"


def test_an_attestation_vouches_for_its_files_and_no_others() -> None:
    raw = attest(SIGNER, FILES, TOLD)
    assert check_attestation(raw, FILES, [SIGNER.public_pem()]) is Origin.PROVED
    for wrong in ({}, {"audit.json": HEAD}, {**FILES, "audit.json": OTHER}, {**FILES, "more.txt": HEAD}):
        assert refused(check_attestation, raw, wrong, ()) == "signing.subject"


@pytest.mark.parametrize(
    ("change", "certifies"),
    [({}, True), ({"origin": "self_test"}, False), ({"profile": "lab"}, False), ({"decision": "refused"}, False)],
)
def test_an_attestation_says_plainly_whether_it_certifies(change: dict[str, str], certifies: bool) -> None:
    _, predicate, _ = attested(attest(SIGNER, FILES, {**TOLD, **change}))
    assert predicate["certifies"] is certifies
    assert ("certifie rien" in predicate["notice"]["fr"]) is not certifies
    assert ("certifies nothing" in predicate["notice"]["en"]) is not certifies


def test_an_audit_is_attested_with_what_was_decided() -> None:
    _, predicate, _ = attested(attest(SIGNER, FILES, predicate_of(sample(origin="self_test"))))
    told = {name: predicate[name] for name in ("origin", "profile", "decision", "certifies")}
    assert told == {"origin": "self_test", "profile": "standard", "decision": "refused", "certifies": False}
    assert predicate["counts"]["total"] == 70


def test_a_self_test_that_claims_to_certify_is_refused() -> None:
    claim = {**TOLD, "origin": "self_test", "certifies": True, "public_key": SIGNER.public_pem().decode()}
    raw = resigned(stated(FILES, "urn:probant:attestation:1", claim))
    assert refused(check_attestation, raw, FILES, ()) == "signing.claims_too_much"


@pytest.mark.parametrize("predicate", [{}, {"origin": "reviewer"}, {**TOLD, "certifies": True}])
def test_an_attestation_needs_its_predicate(predicate: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="predicate"):
        attest(SIGNER, FILES, predicate)


def test_only_a_digest_is_sealed() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        seal(SIGNER, "not a digest", 1)


def test_only_ed25519_keys_are_taken() -> None:
    foreign = ec.generate_private_key(ec.SECP256R1())
    private = foreign.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = foreign.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for pem in (private, b"", b"-----BEGIN PRIVATE KEY-----", b"x" * 10_000, SIGNER.public_pem()):
        assert refused(Signer.load, pem) == "signing.bad_key"
    for pem in (public, b"", SIGNER.private_pem()):
        assert refused(check_seal, SEAL, HEAD, 12, [pem]) == "signing.bad_key"
