"""The signing keys rotate without a gap, and live as long as the database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from joserfc.errors import JoseError

from conformance.space.app import create_space
from conformance.space.keys import new_key
from conformance.space.settings import SpaceSettings
from tests.conformance.conftest import Running

BASE = "https://space.example.test"


def test_two_keys_are_published_and_the_old_one_for_a_while() -> None:
    space = create_space(SpaceSettings(base_url=BASE, key_grace_seconds=600))
    keys = space.signing_keys
    first, upcoming = (one["kid"] for one in keys.public()["keys"])
    signed = keys.sign({"sub": "x"})
    keys.rotate()
    published = [one["kid"] for one in keys.public()["keys"]]
    assert published[0] == upcoming, "the key published ahead signs now"
    assert len(published) == 3 and published[2] == first
    assert keys.verify(signed) == {"sub": "x"}
    assert keys.verify(keys.sign({"sub": "y"})) == {"sub": "y"}
    space.clock.advance(timedelta(seconds=601))
    assert first not in [one["kid"] for one in keys.public()["keys"]]
    with pytest.raises((JoseError, ValueError)):
        keys.verify(signed)
    assert all("d" not in one for one in keys.public()["keys"])
    space.close()


def test_a_space_may_go_on_with_given_keys() -> None:
    """To a client that keeps a key set, a space started again is the same issuer."""
    given = tuple(new_key().as_dict(private=True) for _ in range(2))
    first, second = (create_space(SpaceSettings(base_url=BASE, signing_keys=given)) for _ in range(2))
    assert first.signing_keys.public() == second.signing_keys.public()
    assert [one["kid"] for one in first.signing_keys.public()["keys"]] == [one["kid"] for one in given]
    assert second.signing_keys.verify(first.signing_keys.sign({"sub": "x"})) == {"sub": "x"}
    first.signing_keys.rotate()
    assert first.signing_keys.public()["keys"][0]["kid"] == given[1]["kid"]
    for space in (first, second):
        space.close()


def test_the_keys_outlive_the_process(tmp_path: Path) -> None:
    settings = SpaceSettings(base_url=BASE, database=f"sqlite:///{tmp_path / 'space.db'}")
    space = create_space(settings)
    signed, kids = space.signing_keys.sign({"sub": "x"}), space.signing_keys.public()
    space.close()
    again = create_space(settings)
    assert again.signing_keys.public() == kids
    assert again.signing_keys.verify(signed) == {"sub": "x"}
    again.close()


def test_a_client_that_reads_the_jwks_again_goes_on(own: Running) -> None:
    client = own.client
    tokens = client.pair(own.browser())
    before = client.claims(tokens["id_token"])
    own.space.signing_keys.rotate()
    assert client.claims(tokens["id_token"]) == before, "verified by the retired key"
    assert client.read(tokens, []).status_code == 400, "let in with the old id_token"
    renewed = client.refresh(tokens["refresh_token"]).json()
    assert client.claims(renewed["id_token"])["sub"] == before["sub"]
    assert client.read(renewed, []).status_code == 400
