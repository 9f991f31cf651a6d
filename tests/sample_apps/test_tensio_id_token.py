"""What Tensio makes of an id_token and of a space's answers, without a space."""

from __future__ import annotations

import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from sample_apps.tensio.pairing.errors import CallbackRefused
from sample_apps.tensio.pairing.policy import PairingPolicy
from sample_apps.tensio.pairing.provider import Provider
from sample_apps.tensio.pairing.wire import Wire

ISSUER = "https://space.example/oauth"
OLD, NEW = (ECKey.generate_key("P-256", {"kid": kid, "use": "sig"}) for kid in ("old", "new"))


class Rotating(Provider):
    """A provider that knows the old key until its keys are read again."""

    def __init__(self) -> None:
        super().__init__(ISSUER, Wire(None))
        self.readings = 0

    def keys(self, *, again: bool = False) -> KeySet:
        self.readings += again
        return KeySet([NEW] if self.readings else [OLD])


def token(key: ECKey = OLD, **changes: Any) -> str:
    moment = int(time.time())
    claims = {"iss": ISSUER, "aud": "tensio", "sub": "p1", "assign_auth": "2.25.1", "iat": moment, "exp": moment + 60}
    kept = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode({"alg": "ES256", "kid": key.kid}, kept, key, algorithms=["ES256"])


def test_sound_token_holds() -> None:
    assert PairingPolicy().validated(token(), Rotating(), "tensio")["sub"] == "p1"


def test_unknown_key_is_looked_up_once() -> None:
    provider = Rotating()
    assert PairingPolicy().validated(token(NEW), provider, "tensio")["sub"] == "p1"
    assert provider.readings == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"}, {"aud": "other"}, {"aud": ["tensio", "other"]},
        {"exp": int(time.time()) - 120}, {"iat": int(time.time()) + 86_400},
        {"sub": ""}, {"assign_auth": None}, {"exp": "soon"}, {"exp": None},
    ],
)
def test_wrong_claim_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(CallbackRefused):
        PairingPolicy().validated(token(**changes), Rotating(), "tensio")


def test_slightly_late_token_still_holds() -> None:
    assert PairingPolicy().validated(token(exp=int(time.time()) - 30), Rotating(), "tensio")


@pytest.mark.parametrize("text", ["", "a.b.c", "é", token()[:-4] + "AAAA"])
def test_garbage_and_bad_signature_are_refused(text: str) -> None:
    with pytest.raises(CallbackRefused):
        PairingPolicy().validated(text, Rotating(), "tensio")


def test_other_algorithms_are_refused() -> None:
    claims = jwt.decode(token(), OLD).claims
    forged = jwt.encode({"alg": "HS256", "kid": "old"}, claims, OctKey.generate_key(256))
    with pytest.raises(CallbackRefused):
        PairingPolicy().validated(forged, Rotating(), "tensio")
