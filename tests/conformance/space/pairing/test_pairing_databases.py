"""The whole of pairing on each database, served over TLS: pair, refresh, withdraw, disconnect, rotate."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conformance.client import callback
from tests.conformance.conftest import Running
from tests.conformance.paired import PERIOD, Paired


def test_the_life_of_a_pairing(on_each: Running) -> None:
    paired = Paired(on_each)
    login = list(on_each.space.people)[-1].login
    assert paired.write("body_weight").status_code == 200
    assert paired.read("29463-7", *PERIOD).json()["total"] == 1
    on_each.space.consents.withdraw("app-1", login, "MESURES", "write")
    assert paired.write("body_weight", "2026-11-03T08:00:00Z").status_code == 403
    on_each.space.signing_keys.rotate()
    paired.tokens = on_each.client.refresh(paired.tokens["refresh_token"]).json()
    assert paired.read("29463-7", *PERIOD).status_code == 200
    on_each.space.consents.disconnect("app-1", login)
    assert paired.read("29463-7", *PERIOD).status_code == 401
    assert on_each.client.refresh(paired.tokens["refresh_token"]).status_code == 400


@pytest.mark.parametrize("what", ["code", "refresh_token", "client_assertion"])
def test_what_is_used_once_is_used_once_by_four_at_once(on_each: Running, what: str) -> None:
    client = on_each.client
    code = callback(on_each.browser().consent(client.ask("v" * 43)))["code"]
    if what == "code":
        statuses = _four(lambda: client.exchange(code, "v" * 43).status_code)
    elif what == "refresh_token":
        token = client.exchange(code, "v" * 43).json()["refresh_token"]
        statuses = _four(lambda: client.refresh(token).status_code)
    else:
        used = client.assertion()
        statuses = _four(lambda: client.post("introspect", token="x", client_assertion=used).status_code)
    assert sorted(statuses) == [200, 400, 400, 400]


def _four(ask: Callable[[], int]) -> list[int]:
    with ThreadPoolExecutor(4) as pool:
        return [one.result() for one in [pool.submit(ask) for _ in range(4)]]
