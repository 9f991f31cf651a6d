"""Real scans of real servers, from the look to the verdicts of SEC-01 and SEC-02."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
import pytest

from criteria.observation import Look
from harness.errors import LookFailed
from harness.lab_pki import CA, Issued, make_ca, self_signed
from harness.net import PinnedResolver
from harness.probes.tls import run
from harness.probes.tls.program import find_scanner
from tests.support.tls_evidence import AT, Memory, stated
from tests.support.tls_servers import DH_1024, closed_port, plain_server, tls_server

HOST = "lab.example.fr"
START = AT - dt.timedelta(days=20)
END = AT + dt.timedelta(days=60)
OLD = ssl.TLSVersion.TLSv1
TWELVE = ssl.TLSVersion.TLSv1_2


class Http:
    """The host's first address never answers: the servers listen on the second."""

    resolver = PinnedResolver(lambda _address: True, names={HOST: ["127.0.0.2", "127.0.0.1"]})


class Room:
    """A room that keeps what it is given."""

    http = Http()

    def __init__(self) -> None:
        self.memory = Memory()

    def now(self) -> str:
        return "2027-06-01T12:00:00.000Z"

    def observe(self, *, kind: str, data: Any, blobs: Mapping[str, bytes] | None = None, target: str, at: str) -> str:
        self.memory.add(kind, msgspec.to_builtins(data), dict(blobs or {}))
        return "o000000"


@cache
def root() -> CA:
    return make_ca("Lab root", not_before=START)


@cache
def sound(key: str = "ec") -> Issued:
    sub = root().intermediate("Lab intermediate")
    return sub.issue(HOST, not_before=START, not_after=END, key="rsa" if key == "rsa" else "ec")


@pytest.fixture(autouse=True)
def scanner() -> Iterator[None]:
    try:
        find_scanner()
    except LookFailed:
        pytest.skip("no sslyze on this machine")
    yield


def looked(port: int) -> Memory:
    room = Room()
    look = Look(id="tls.scan/x", kind="tls.scan", probe="tls", target=f"{HOST}:{port}")
    run(look, room)  # type: ignore[arg-type]
    return room.memory.trusting(root().pem)


@pytest.mark.slow
def test_a_sound_server_passes_both() -> None:
    with tls_server(sound()) as port:
        memory = looked(port)
    assert stated("SEC-01", memory) == ("pass", [])
    assert stated("SEC-02", memory) == ("pass", [])


SERVERS = {
    "TLS 1.0 and 1.1": ({"lowest": OLD, "ciphers": "ECDHE+AES"}, {"legacy_protocol"}),
    "TLS 1.0 alone": (
        {"lowest": OLD, "highest": OLD, "ciphers": "ECDHE+AES"},
        {"legacy_protocol", "no_modern_protocol"},
    ),
    "static RSA alone": ({"highest": TWELVE, "ciphers": "kRSA+AESGCM"}, {"static_rsa_only"}),
    "NULL suites": ({"ciphers": "ECDHE+AESGCM:ECDHE+eNULL"}, {"broken_suite"}),
    "anonymous suites": ({"ciphers": "ECDHE+AESGCM:AECDH+AES"}, {"broken_suite"}),
    "a small group": ({"ciphers": "DHE+AESGCM", "dh": DH_1024}, {"small_group"}),
}


@pytest.mark.slow
@pytest.mark.parametrize(("server", "clauses"), SERVERS.values(), ids=SERVERS.keys())
def test_a_broken_server_fails_for_its_flaw_alone(server: dict[str, Any], clauses: set[str]) -> None:
    with tls_server(sound("rsa"), **server) as port:
        memory = looked(port)
    verdict, found = stated("SEC-01", memory)
    assert (verdict, set(found)) == ("fail", clauses)
    assert stated("SEC-02", memory) == ("pass", [])


@pytest.mark.slow
def test_the_control_fails_both() -> None:
    expired = self_signed(HOST, not_before=START, not_after=START + (END - START) / 8, key="rsa")
    with tls_server(expired, lowest=OLD, ciphers="ECDHE+AES") as port:
        memory = looked(port)
    assert "legacy_protocol" in stated("SEC-01", memory)[1]
    assert stated("SEC-02", memory) == ("fail", ["untrusted_chain", "outside_dates"])


@pytest.mark.slow
def test_cleartext_behind_the_port_is_no_handshake() -> None:
    with plain_server() as port:
        memory = looked(port)
    assert stated("SEC-01", memory) == ("fail", ["no_handshake"])
    assert stated("SEC-02", memory) == ("inconclusive", ["no_certificate"])


def test_a_closed_port_gives_no_answer() -> None:
    memory = looked(closed_port())
    assert stated("SEC-01", memory) == ("inconclusive", ["no_answer"])


def test_a_name_without_permitted_address_fails_the_look() -> None:
    class Closed(Room):
        http = Http()

    Closed.http.resolver = PinnedResolver(lambda _address: False, names={HOST: ["127.0.0.1"]})
    with pytest.raises(LookFailed) as failed:
        run(Look(id="x", kind="tls.scan", probe="tls", target=HOST), Closed())  # type: ignore[arg-type]
    assert failed.value.reason == "tls.no_address"
