"""The look at journeys with canaries: what is walked, what is left alone, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from criteria.facts.http.journeys import Journey, Journeys
from harness.errors import LookFailed
from harness.manifest.model import Step
from tests.harness.probes.http_room import CANARY, PASSWORD, Bench
from tests.harness.probes.test_http_looks import SESSION, STEPS, TOKEN, App
from tests.support.hostile_server import reply

NOTE = {"note": "${canary.health}"}
ENTER = (Step(path="/mesures", method="POST", form=NOTE),)
WALKED = Journey(name="enter_measure", outcome="accepted", step=1, canaries=("health",))


def summary(bench: Bench) -> Journeys:
    found = [seen.data for seen in bench.observations if seen.kind == "http.journeys_summary"]
    assert len(found) == 1
    return msgspec.convert(found[0], Journeys)


def test_the_journeys_are_walked_signed_in(tmp_path: Path) -> None:
    with App() as server:
        bench = Bench(
            tmp_path, server, journeys={"sign_in": STEPS, "enter_measure": ENTER}, signed_in_pages=("/journal",)
        )
        bench.run("http.journeys")
        bodies = [request.partition(b"\r\n\r\n")[2] for request in server.requests]
    assert f"note={CANARY}".encode() in bodies
    assert summary(bench) == Journeys(walked=(WALKED,))
    posted = bench.exchanges("journey")[0]
    assert (posted.method, posted.context, posted.tags["journey"]) == ("POST", "account:a", "enter_measure")
    assert [one.tags["canary"] for one in bench.exchanges("signed_in")] == ["health"]
    for secret in (PASSWORD, SESSION, TOKEN):
        assert secret.encode() not in bench.stored()


@pytest.mark.parametrize(
    "name", ["sign_up", "delete_account", "sign_out", "withdraw_consent", "share_measure", "disconnect_space"]
)
def test_journeys_that_end_things_or_need_the_space_are_left_alone(tmp_path: Path, name: str) -> None:
    with App() as server:
        bench = Bench(tmp_path, server, journeys={"sign_in": STEPS, name: ENTER})
        bench.run("http.journeys")
        assert not any(b"/mesures" in request for request in server.requests)
    assert summary(bench) == Journeys()


def test_journeys_without_canary_are_left_alone(tmp_path: Path) -> None:
    plain = (Step(path="/contact", method="POST", form={"message": "bonjour"}),)
    with App() as server:
        bench = Bench(tmp_path, server, journeys={"sign_in": STEPS, "contact_support": plain})
        bench.run("http.journeys")
    assert summary(bench) == Journeys()


def test_a_refused_journey_is_said_to_be(tmp_path: Path) -> None:
    strict = (Step(path="/mesures", method="POST", form=NOTE, expect_status=201),)
    with App() as server:
        bench = Bench(tmp_path, server, journeys={"sign_in": STEPS, "enter_measure": strict})
        bench.run("http.journeys")
    assert [one.outcome for one in summary(bench).walked] == ["refused"]


def test_a_canary_that_nobody_declared_is_not_borne(tmp_path: Path) -> None:
    other = (Step(path="/mesures", method="POST", form={"note": "${canary.other}"}),)
    with App() as server:
        bench = Bench(tmp_path, server, journeys={"sign_in": STEPS, "enter_measure": other})
        bench.run("http.journeys")
    assert [one.canaries for one in summary(bench).walked] == [()]


def test_without_a_session_nothing_is_walked(tmp_path: Path) -> None:
    with App(reply(b"<p>non</p>", status="403 Forbidden")) as server:
        bench = Bench(tmp_path, server, journeys={"sign_in": STEPS, "enter_measure": ENTER})
        with pytest.raises(LookFailed, match=r"http\.sign_in_refused"):
            bench.run("http.journeys")
        assert not any(b"/mesures" in request for request in server.requests)


def test_a_site_without_accounts_leaves_nothing_to_walk(tmp_path: Path) -> None:
    with App() as server:
        bench = Bench(tmp_path, server)
        bench.manifest = msgspec.structs.replace(bench.manifest, accounts={})
        bench.run("http.journeys")
        assert server.requests == []
    assert summary(bench) == Journeys()
