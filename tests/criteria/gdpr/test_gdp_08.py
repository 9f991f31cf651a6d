"""GDP-08: canaries in what third parties are sent, however they are written."""

from __future__ import annotations

import base64
import gzip
import hashlib
from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from tests.support.browsing import CANARY, JOURNAL, SIGNED_IN, browsed, request
from tests.support.evidence import (
    BASE,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    clauses,
    judge_one,
    looked,
    sight,
)
from tests.support.evidence import (
    CONTROL as CONTROL_APP,
)

LOGIN = "alice@app.example"
THIRD = "https://aide.example/p"
OWN = request(f"{BASE}/mesures", sent=f"note={CANARY}".encode(), **SIGNED_IN)
CONTROL = msgspec.structs.replace(CONTROL_APP, canaries={"a": {"health": CANARY}})
LEAK = looked("browser.journeys", request(f"https://mesure.control.example/p?dr={CANARY}"), subject="control")
HOST = {"name": "Hébergeur", "domains": ["aide.example"], "role": "processor"}


def audit(*sights: Sight, recipient: dict[str, Any] | None = None) -> MemoryEvidence:
    """A signed-in walk that sent this; the control app leaks its own canary."""
    declared = {"recipients": [recipient] if recipient else []}
    dossier = looked("dossier.read", sight("dossier.declaration", declared))
    return browsed(also=(looked("browser.journeys", *sights), LEAK, dossier), control=CONTROL)


def told(text: str, **more: Any) -> Sight:
    """A third party is told this in an address."""
    return request(f"{THIRD}?t={text}", **{**SIGNED_IN, **more})


DIGEST = hashlib.sha256(LOGIN.encode()).hexdigest()
MD5 = hashlib.md5(LOGIN.upper().encode(), usedforsecurity=False).hexdigest()
PACKED = gzip.compress(f'{{"title": "{CANARY}"}}'.encode())
REFERER = (("Referer", f"{JOURNAL}?q={CANARY}"),)
LEAKS = {
    "in an address": told(CANARY),
    "percent-encoded twice": told(quote(quote(CANARY, safe=""), safe="")),
    "in base64": told(base64.b64encode(f"x{CANARY}".encode()).decode()),
    "in the Referer": request(THIRD, headers=REFERER, **SIGNED_IN),
    "in a field of its own": request(THIRD, headers=(("X-Title", CANARY),), **SIGNED_IN),
    "in a cookie": request(THIRD, headers=(("Cookie", f"last={CANARY}"),), **SIGNED_IN),
    "in a body": request(THIRD, sent=f"t={CANARY}".encode(), **SIGNED_IN),
    "in a packed body": request(THIRD, sent=PACKED, **SIGNED_IN),
    "an address of mail, hashed": told(DIGEST),
    "an address of mail, hashed in capitals": told(MD5),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_canary_told_to_a_stranger_fails(name: str) -> None:
    found = judge_one("GDP-08", audit(OWN, LEAKS[name]))
    assert (found.verdict, "to_stranger" in clauses(found)) == ("fail", True)


ROLES: dict[str, tuple[Sight, dict[str, Any], str]] = {
    "health to a host of health data": (told(CANARY), {"health_data": True}, "pass"),
    "health to a host for care": (told(CANARY), {"service": "care"}, "pass"),
    "health to a payment service": (told(CANARY), {"service": "payment"}, "fail"),
    "health to whom no role is declared": (told(CANARY), {}, "fail"),
    "identity to a payment service": (told(LOGIN), {"service": "payment"}, "pass"),
    "identity to an audience service": (told(LOGIN), {"service": "analytics"}, "fail"),
}


@pytest.mark.parametrize("name", ROLES)
def test_a_role_allows_what_it_is_for(name: str) -> None:
    sent, role, verdict = ROLES[name]
    assert judge_one("GDP-08", audit(OWN, sent, recipient={**HOST, **role})).verdict == verdict


def test_a_declared_tracker_receives_nothing_all_the_same() -> None:
    declared = {**HOST, "domains": ["google-analytics.com"], "health_data": True}
    leak = request(f"https://google-analytics.com/g?dt={CANARY}", **SIGNED_IN)
    assert judge_one("GDP-08", audit(OWN, leak, recipient=declared)).verdict == "fail"


SOUND = {
    "third parties are told nothing": (OWN, told("page-3")),
    "a value that only begins alike": (OWN, told(CANARY[:-3])),
    "what a policy kept in": (OWN, told(CANARY, error="csp", status=0)),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_tells_nothing_passes(name: str) -> None:
    assert judge_one("GDP-08", audit(*SOUND[name])).verdict == "pass"


def test_without_a_canary_at_home_nothing_is_proved() -> None:
    found = judge_one("GDP-08", audit(told("page-3")))
    assert (found.verdict, "no_positive_control" in clauses(found)) == ("inconclusive", True)


def test_a_body_that_is_not_read_whole_proves_nothing() -> None:
    long = request(THIRD, sent=b"x" * ((1 << 20) + 1), **SIGNED_IN)
    assert judge_one("GDP-08", audit(OWN, long)).verdict == "inconclusive"


HOSTILE = [gzip.compress(bytes(1 << 24)), b"\x1f\x8b" + b"\xff" * 90, b"\x78\x9c\x00", b"\xff\xfe"]


def test_a_socket_whose_messages_are_not_read_proves_nothing() -> None:
    socket = request("wss://aide.example/live", type="websocket", **SIGNED_IN)
    found = judge_one("GDP-08", audit(OWN, socket))
    assert (found.verdict, "socket_unread" in clauses(found)) == ("inconclusive", True)


@pytest.mark.parametrize("hostile", HOSTILE, ids=["bomb", "no gzip", "cut", "no text"])
def test_hostile_bodies_are_read_within_bounds(hostile: bytes) -> None:
    found = judge_one("GDP-08", audit(OWN, request(THIRD, sent=hostile, **SIGNED_IN)))
    assert found.verdict in ("pass", "inconclusive")


def test_taking_evidence_away_never_passes() -> None:
    assert_deletion_never_passes("GDP-08", audit(OWN, told("page-3")))
    assert_deletion_never_passes("GDP-08", audit(OWN, told(CANARY)))
