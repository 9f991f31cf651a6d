"""What the diary refuses and calculates, and how each fault changes it."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from sample_apps.tensio.build import Build, sound_build
from sample_apps.tensio.faults import apply_faults, reckoning
from sample_apps.tensio.pairing.readings import Reading
from sample_apps.tensio.settings import Settings
from sample_apps.tensio.store.measures import Measure
from sample_apps.tensio.store.pairings import Pairing
from tests.sample_apps.conftest import Running

MEASURE = Measure("m", 127, 81, None, "2026-03-03T08:00:00+01:00")
PAIRING = Pairing("idpe", "2.25.1", "a", "r", "i", 0.0)


def built(tmp_path: Path, *faults: str) -> Build:
    build = sound_build(Settings(tmp_path, "https://app.example", "tensio", "", None, ()))
    apply_faults(build, faults)
    return build


def calculated(build: Build) -> tuple[object, ...]:
    made = build.reckoning
    return made.written(made.mean(124, 79)), made.unit, made.slips(927, 81), made.refused_status


def sent(build: Build) -> list[float]:
    resource = build.exchange.built(MEASURE, PAIRING)["entry"][0]["resource"]
    return [part["valueQuantity"]["value"] for part in resource["component"]]


def read(build: Build) -> Reading | None:
    resource = copy.deepcopy(sound_build(build.settings).exchange.built(MEASURE, PAIRING)["entry"][0]["resource"])
    for part in resource["component"]:
        part["valueQuantity"]["code"] = "kPa"
    return build.exchange.reading_of(resource)


SOUND = ("94,0", "mm[Hg]", ["systolic"], 422)
CHANGED = {
    "mean_pressure_wrong": ("101,5", *SOUND[1:]),
    "result_without_unit": ("94,0", "", *SOUND[2:]),
    "keeps_implausible": ("94,0", "mm[Hg]", [], 422),
    "mean_pressure_rounded": ("94", *SOUND[1:]),
    "asks_to_confirm": (*SOUND[:3], 200),
    "unit_in_plain_letters": ("94,0", "mmHg", *SOUND[2:]),
}


def test_every_fault_is_tried(tmp_path: Path) -> None:
    assert set(CHANGED) | {"sends_centimetres", "shows_contradicting_unit"} == set(reckoning.FAULTS)
    sound = built(tmp_path)
    assert (calculated(sound), sent(sound), read(sound)) == (SOUND, [127, 81], None)


@pytest.mark.parametrize("name", CHANGED)
def test_fault_changes_what_it_says(tmp_path: Path, name: str) -> None:
    assert calculated(built(tmp_path, name)) == CHANGED[name]


def test_values_and_units_are_lost_on_the_way(tmp_path: Path) -> None:
    assert sent(built(tmp_path, "sends_centimetres")) == [12.7, 8.1]
    shown = read(built(tmp_path, "shows_contradicting_unit"))
    assert shown is not None and (shown.systolic, shown.diastolic) == (127, 81)


def test_mean_pressure_is_shown_with_its_unit_and_slips_are_refused(tensio: Running) -> None:
    visitor = tensio.visitor()
    visitor.sign_in()
    fields = {"systolique": "124", "diastolique": "79"}
    page = visitor.submit("/pression-moyenne", "/pression-moyenne", fields)
    assert page.status_code == 200 and "94,0&nbsp;mm[Hg]" in page.text
    for wrong in ({"systolique": "927"}, {"diastolique": "-79"}, {"systolique": "12", "diastolique": "8"}):
        refused = visitor.submit("/pression-moyenne", "/pression-moyenne", fields | wrong)
        assert refused.status_code == 422 and "94,0" not in refused.text
