"""What Tensio makes of a token endpoint: who answers there, what it grants, and whom a renewal is for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from conformance.space.server import serve
from sample_apps.tensio.faults import client
from sample_apps.tensio.pairing.errors import SpaceUnavailable
from sample_apps.tensio.pairing.keys import ClientKey
from sample_apps.tensio.pairing.policy import PairingPolicy
from sample_apps.tensio.pairing.provider import Metadata, Provider
from sample_apps.tensio.pairing.tokens import TokenEndpoint
from sample_apps.tensio.pairing.wire import Wire
from sample_apps.tensio.store.standing import READ, WRITE
from tests.sample_apps.asgi import faulty
from tests.sample_apps.conftest import Lab

READING = "openid patient/Observation.rs"


class Busy:
    """A token endpoint that asks for patience, however often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        self.asked += 1
        answer: Response = JSONResponse({"error": "temporarily_unavailable"}, 503, {"Retry-After": "7"})
        await Request(scope, receive).body()
        await answer(scope, receive, send)


class Known(Provider):
    """A provider whose token endpoint is known."""

    def __init__(self, base: str, wire: Wire) -> None:
        super().__init__(base, wire)
        self._base = base

    def metadata(self) -> Metadata:
        return Metadata(self._base, "", f"{self._base}/token", "", "", announces_iss=True)


@pytest.fixture
def busy(lab: Lab) -> Iterator[tuple[Busy, str]]:
    app = Busy()
    with serve(app, "127.0.0.1", 0, lab.folder / "app.pem", lab.folder / "app.key") as base:
        yield app, base


def asked(busy: tuple[Busy, str], ca: Path | None, folder: Path, policy: PairingPolicy) -> tuple[int, SpaceUnavailable]:
    """How often the endpoint was asked for one renewal, and what came of it."""
    app, base = busy
    wire = Wire(ca, certified=policy.certified)
    endpoint = TokenEndpoint(wire, Known(base, wire), ClientKey(folder), "tensio", policy)
    with pytest.raises(SpaceUnavailable) as told:
        endpoint.refresh("r")
    return app.asked, told.value


def test_busy_endpoint_is_asked_once_and_its_wish_told(busy: tuple[Busy, str], lab: Lab, tmp_path: Path) -> None:
    count, told = asked(busy, Path(lab.ca), tmp_path, PairingPolicy())
    assert (count, told.status, told.retry_after) == (1, 503, "7")
    assert asked(busy, Path(lab.ca), tmp_path, faulty(tmp_path, "hammers_token_endpoint").pairing)[0] == 1 + 3


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_server_that_nobody_vouches_for_gets_nothing(busy: tuple[Busy, str], tmp_path: Path) -> None:
    assert asked(busy, None, tmp_path, PairingPolicy())[0] == 0
    assert asked(busy, None, tmp_path, faulty(tmp_path, "any_certificate").pairing)[0] == 1


@pytest.mark.parametrize(
    ("granted", "missing"),
    [(READING, {WRITE}), ("openid", {WRITE, READ}), ("", set()), (f"{READING} patient/Observation.c", set())],
)
def test_what_was_not_granted_is_known(tmp_path: Path, granted: str, missing: set[str]) -> None:
    assert PairingPolicy().left_out(granted) == missing
    assert faulty(tmp_path, "tries_what_was_not_granted").pairing.left_out(granted) == set()


def test_other_decisions_are_replaced(tmp_path: Path) -> None:
    assert PairingPolicy().takes_less and not faulty(tmp_path, "needs_whole_scope").pairing.takes_less
    sound, careless = PairingPolicy().same_person, faulty(tmp_path, "renewed_for_anyone").pairing.same_person
    assert [sound("p", "p"), sound("p", "q"), careless("p", "q")] == [True, False, True]
    assert {"any_certificate", "hammers_token_endpoint"} <= set(client.FAULTS)
