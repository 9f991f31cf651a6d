"""Each fault of token validation accepts (or refuses) exactly what it says, beside what the sound app accepts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import KeySet

from conformance.lab.forge import Forge, header_of
from conformance.lab.id_tokens import ID_TOKEN_ALTERATIONS
from conformance.lab.journal import Answer
from conformance.space.app import create_space
from conformance.space.settings import SpaceSettings
from sample_apps.tensio.faults import id_tokens
from sample_apps.tensio.pairing.errors import CallbackRefused
from sample_apps.tensio.pairing.policy import PairingPolicy
from sample_apps.tensio.pairing.provider import Provider
from sample_apps.tensio.pairing.wire import Wire
from tests.sample_apps.asgi import faulty

BASE = "https://space.example"
SOUND = {"token_good", "token_skewed", "key_rotated", "nonce_wrong"}
ACCEPTED = {
    "id_token_alg_none": {"token_alg_none"},
    "id_token_hs256": {"token_hs256"},
    "id_token_unverified": {"token_bad_signature", "token_unknown_kid", "token_jwk_header", "token_jku_header"},
    "id_token_unknown_key": {"token_unknown_kid", "token_jwk_header", "token_jku_header"},
    "id_token_jwk_trusted": {"token_jwk_header"},
    "id_token_jku_trusted": {"token_jku_header"},
    "id_token_any_audience": {"token_aud_wrong"},
    "id_token_any_issuer": {"token_iss_wrong"},
    "id_token_expired": {"token_expired"},
    "id_token_no_leeway": set(),
    "jwks_read_once": set(),
    "id_token_leeway_60": set(),
    "jwks_read_always": set(),
}
REFUSED = {"id_token_no_leeway": {"token_skewed"}, "jwks_read_once": {"key_rotated"}}


class Published(Provider):
    """A provider over the lab's own keys: the space's as they are published, the foreign ones at any other address."""

    def __init__(self, keys: Any, forge: Forge) -> None:
        super().__init__(f"{BASE}/oauth", Wire(None))
        self._published, self._forge, self._read = keys, forge, None

    def keys(self, *, again: bool = False) -> KeySet:
        if self._read is None or again:
            self._read = KeySet.import_key_set(self._published.public())
        return self._read

    def key_set(self, url: str) -> KeySet:
        return KeySet.import_key_set({"keys": [self._forge.foreign_key()]})  # type: ignore[list-item]


def accepted(policy: PairingPolicy) -> set[str]:
    """The scenarios whose id_token this policy accepts."""
    space = create_space(SpaceSettings(base_url=BASE))
    forge = Forge(space.signing_keys)
    provider = Published(space.signing_keys, forge)
    moment = space.store.now()
    claims = {
        "iss": f"{BASE}/oauth", "aud": "tensio", "sub": "p", "assign_auth": "2.25.1", "nonce": "n" * 20,
        "iat": moment, "exp": moment + 300,
    }
    found = set()
    provider.keys()
    for name, alter in ID_TOKEN_ALTERATIONS.items():
        body = b'{"id_token": "%s"}' % space.signing_keys.sign(claims).encode()
        token = alter(Answer(status=200, headers=(), body=body), forge).body.split(b'"')[3].decode()
        assert header_of(token)
        try:
            policy.validated(token, provider, "tensio")
        except CallbackRefused:
            continue
        found.add(name)
    space.close()
    return found


def test_every_fault_is_tried_here() -> None:
    assert set(ACCEPTED) == set(id_tokens.FAULTS)


def test_the_sound_app_accepts_what_is_right() -> None:
    assert accepted(PairingPolicy()) == SOUND


@pytest.mark.parametrize("fault", ACCEPTED)
def test_a_fault_changes_what_is_accepted(tmp_path: Path, fault: str) -> None:
    assert accepted(faulty(tmp_path, fault).pairing) == (SOUND | ACCEPTED[fault]) - REFUSED.get(fault, set())
