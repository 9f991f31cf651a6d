"""The entry of critical values, and the visits of declared machines."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from criteria.facts.critical_entry import CriticalEntries, Screen, screens
from harness.errors import LookFailed
from harness.manifest.model import Step
from tests.harness.probes.content_room import ContentBench
from tests.harness.probes.http_room import CANARY
from tests.harness.probes.test_http_looks import STEPS, App
from tests.support.hostile_server import reply

ENTER = (
    Step(path="/journal"),
    Step(path="/mesures", method="POST", form={"s": "${measure.systolic:110-140}", "d": "${measure.diastolic:60-90}"}),
    Step(path="/after", method="POST", form={"x": "1"}),
)


def seen(bench: ContentBench) -> list[Screen]:
    blobs = bench.blobs()
    return [one for found in bench.observations if found.kind == "http.exchange" for one in screens(found, blobs)]


def summary(bench: ContentBench) -> CriticalEntries:
    (found,) = bench.data("content.critical_summary")
    return msgspec.convert(found, CriticalEntries)


def test_each_set_whose_quantities_are_named_is_entered(tmp_path: Path) -> None:
    with App() as server:
        bench = ContentBench(
            tmp_path, server, journeys={"sign_in": STEPS, "enter_measure": ENTER}, signed_in_pages=("/journal",)
        )
        bench.run("content.critical")
        bodies = [request.partition(b"\r\n\r\n")[2] for request in server.requests if b"POST /mesures" in request]
        assert not any(b"POST /after" in request for request in server.requests)
    assert bodies == [b"s=230&d=130", b"s=70&d=40"]
    found = summary(bench)
    assert [one.set for one in found.entries] == ["hypertensive", "hypotensive"]
    assert {one.outcome for one in found.entries} == {"accepted"}
    stages = [(one.set, one.stage) for one in seen(bench)]
    assert stages == [
        ("", "first"),
        *((name, stage) for name in ("hypertensive", "hypotensive") for stage in ("before", "after", "around")),
    ]
    assert [one.lines for one in seen(bench) if one.stage == "after"] == [(CANARY,), (CANARY,)]


@pytest.mark.parametrize(
    "steps", [(), (Step(path="/mesures", method="POST", form={"s": "${number.110-140}"}),), (ENTER[0],)]
)
def test_nothing_is_entered_where_no_quantity_is_named(tmp_path: Path, steps: tuple[Step, ...]) -> None:
    with App() as server:
        bench = ContentBench(tmp_path, server, journeys={"sign_in": STEPS, "enter_measure": steps})
        bench.run("content.critical")
        assert server.requests == []
    assert summary(bench).entries == ()


def test_a_sign_in_that_fails_says_why(tmp_path: Path) -> None:
    with App() as server:
        bench = ContentBench(tmp_path, server, journeys={"enter_measure": ENTER})
        with pytest.raises(LookFailed):
            bench.run("content.critical")


USES = {"uses": [{"name": "Assistant", "page": "/assistant", "explanation": "/explications"}]}


def test_declared_machines_are_opened_and_those_behind_a_sign_in_signed_in(tmp_path: Path) -> None:
    with App() as server:
        server.pages["/assistant"] = reply(b"<p>IA</p>", kind="text/html; charset=utf-8")
        bench = ContentBench(tmp_path, server, ai=USES, journeys={"sign_in": STEPS})
        bench.run("content.machine")
    opened = [(one.start, one.context, one.status) for one in bench.exchanges("machine")]
    assert ("/assistant", "none", 200) in opened
    assert {context for start, context, _ in opened if start == "/explications"} == {"none", "account:a"}
    assert bench.data("content.machine_summary") == [{"paths": ["/assistant", "/explications"]}]


def test_without_declared_uses_nothing_is_opened(tmp_path: Path) -> None:
    with App() as server:
        bench = ContentBench(tmp_path, server)
        bench.run("content.machine")
        assert server.requests == []
    assert bench.data("content.machine_summary") == [{}]
