"""The entry of measures and the calculators, driven with pinned values at a served app."""

from __future__ import annotations

from pathlib import Path

import msgspec

from criteria.content.vectors import calculations
from criteria.facts.driven import CASE_KIND, SUMMARY_KIND, Driven, DrivenCase
from harness.manifest.model import Step
from harness.probes.calculations import KINDS
from tests.harness.probes.http_room import Bench
from tests.harness.probes.test_http_looks import STEPS, App
from tests.support.hostile_server import reply

ENTER = (Step(path="/mesures", method="POST", json={"kg": "${measure.weight:60-80}", "pulse": "${number.60-60}"}),)
BMI = (Step(path="/imc", method="POST", form={"p": "${measure.weight}", "t": "${measure.height:170-170}"}),)
OTHER = (Step(path="/risque", method="POST", form={"p": "${measure.weight:60-60}"}),)
WEIGHTS = [b"71.5", b"71500", b"0", b"-71.5"]


def driven(folder: Path, server: App, **journeys: tuple[Step, ...]) -> tuple[list[DrivenCase], Driven, Bench]:
    bench = Bench(
        folder, server, kinds=KINDS, journeys={"sign_in": STEPS, **journeys}, signed_in_pages=("/journal",)
    )
    bench.run("content.calculations")
    held = {kind: [one.data for one in bench.observations if one.kind == kind] for kind in (CASE_KIND, SUMMARY_KIND)}
    (summary,) = held[SUMMARY_KIND]
    return [msgspec.convert(one, DrivenCase) for one in held[CASE_KIND]], msgspec.convert(summary, Driven), bench


def posted(server: App, path: str) -> list[bytes]:
    asked = [one for one in server.requests if one.startswith(f"POST {path} ".encode())]
    return [one.partition(b"\r\n\r\n")[2] for one in asked]


def test_pinned_values_are_entered_and_the_pages_seen_around_each(tmp_path: Path) -> None:
    with App(reply(b"<p>ok</p>")) as server:
        cases, summary, bench = driven(tmp_path, server, enter_measure=ENTER)
        assert posted(server, "/mesures") == [b'{"kg": %s, "pulse": 60}' % one for one in WEIGHTS]
    assert summary == Driven(entry_declared=True, entries=("body_weight",))
    assert [(one.kind, one.given) for one in cases][:2] == [
        ("sound", {"weight": "71.5"}),
        ("implausible", {"weight": "71500"}),
    ]
    seen = [one for one in bench.exchanges("calculation") if not one.url.endswith("/connexion")]
    parts = [one.tags["part"] for one in seen]
    assert parts == ["before", *["entered", "after"] * 4]


def test_a_refusal_is_told(tmp_path: Path) -> None:
    with App(reply(b"", "Location: /journal", status="303 See Other")) as server:
        server.posted = reply(b"<p>non</p>", status="422 Unprocessable Entity")
        signs_in = (Step(path="/connexion"),)
        bench = Bench(tmp_path, server, kinds=KINDS, journeys={"sign_in": signs_in, "enter_measure": ENTER})
        bench.run("content.calculations")
    outcomes = {one.data["outcome"] for one in bench.observations if one.kind == CASE_KIND}
    assert outcomes == {"refused"}


def test_calculators_are_given_every_vector_and_unknown_ones_a_value_of_their_own(tmp_path: Path) -> None:
    vectors = calculations().formulas["bmi"].vectors
    with App(reply(b"<p>25 kg/m2</p>")) as server:
        cases, summary, _ = driven(tmp_path, server, calculate_bmi=BMI, calculate_other=OTHER)
        sent = [f"p={one.given['weight']:g}&t={one.given['height']:g}".encode() for one in vectors]
        assert (posted(server, "/imc"), posted(server, "/risque")) == (sent, [b"p=60"])
    assert (summary.formulas, summary.entries, summary.entry_declared) == (("bmi", "other"), (), False)
    assert [one.subject for one in cases] == ["bmi"] * len(vectors) + ["other"]


def test_nothing_is_driven_where_no_quantity_is_named(tmp_path: Path) -> None:
    plain = (Step(path="/mesures", method="POST", form={"kg": "${number.60-80}"}),)
    with App() as server:
        cases, summary, _ = driven(tmp_path, server, enter_measure=plain)
        assert server.requests == []
    assert (cases, summary) == ([], Driven(entry_declared=True))
