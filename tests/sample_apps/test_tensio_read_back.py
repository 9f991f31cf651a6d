"""What of a hostile or strange search answer the person is shown."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from sample_apps.tensio.clock import now
from sample_apps.tensio.pairing.fhir import CATEGORY, LOINC, UCUM
from tests.sample_apps.conftest import Lab
from tests.sample_apps.exchange import Exchange, exchange
from tests.sample_apps.stage import Played

Resource = dict[str, Any]
SHOWN = "163 / 101"


@pytest.fixture(scope="module")
def paired(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    with exchange(lab, tmp_path_factory.mktemp("read")) as here:
        here.press("lire")
        yield here


def observation(here: Exchange, **changes: Any) -> Resource:
    """A right measure of the person paired, changed; ``None`` takes an element away."""
    asked = dict(one.split("=") for one in here.stage.calls[0][1].partition("?")[2].split("&") if "subject" in one)
    system, value = asked["subject.identifier"].replace("%3A", ":").split("%7C")
    resource = {
        "resourceType": "Observation", "id": "m-1", "status": "final", "category": [{"coding": [CATEGORY]}],
        "code": {"coding": [{"system": LOINC, "code": "85354-9"}]},
        "subject": {"identifier": {"system": system, "value": value}},
        "effectiveDateTime": "2026-03-03T08:15:00Z", "component": [component("8480-6", 163), component("8462-4", 101)],
    } | changes
    return {name: element for name, element in resource.items() if element is not None}


def component(loinc: str, value: object, **changes: Any) -> Resource:
    quantity = {"value": value, "unit": "mm[Hg]", "system": UCUM, "code": "mm[Hg]"} | changes
    return {"code": {"coding": [{"system": LOINC, "code": loinc}]}, "valueQuantity": quantity}


def searchset(*resources: object, onward: str = "") -> Played:
    """An answer with these resources, and a next link."""
    link = [{"relation": "next", "url": onward}] if onward else []
    entries = [{"resource": one} for one in resources]
    return Played(200, {"resourceType": "Bundle", "type": "searchset", "link": link, "entry": entries})


def components(value: object = 163, **changes: Any) -> Resource:
    return {"component": [component("8480-6", value, **changes), component("8462-4", 101)]}


LATER = (now() + timedelta(days=2)).isoformat()
HIDDEN: dict[str, Resource] = {
    "withdrawn": {"status": "entered-in-error"}, "cancelled": {"status": "cancelled"}, "unknown": {"status": "unknown"},
    "no status": {"status": None}, "other code": {"code": {"coding": [{"system": LOINC, "code": "8867-4"}]}},
    "other system": {"code": {"coding": [{"system": "urn:x", "code": "85354-9"}]}},
    "modifier": {"modifierExtension": [{"url": "https://x.example", "valueBoolean": True}]},
    "rules": {"implicitRules": "https://x.example"}, "no subject": {"subject": None},
    "subject of another shape": {"subject": ["x"]}, "kPa": components(21.7, unit="kPa", code="kPa"),
    "kPa in words": components(unit="kPa"), "kPa in code": components(code="kPa"), "unit list": components(unit=[]),
    "foreign units": components(system="urn:x"), "below": components(comparator="<"), "text": components("163"),
    "truth": components(True), "endless": components(10**400), "none": {"component": None},
    "twice": {"component": [component("8480-6", 163), component("8480-6", 120), component("8462-4", 101)]},
    "future": {"effectiveDateTime": LATER}, "future day": {"effectiveDateTime": LATER[:10]},
    "no offset": {"effectiveDateTime": "2026-03-03T08:15:00"}, "year": {"effectiveDateTime": "2026"},
    "no such day": {"effectiveDateTime": "2026-02-30"}, "hostile date": {"effectiveDateTime": "<script>x</script>"},
}
SHOWN_AS: dict[str, tuple[Resource, str]] = {
    "right": ({}, "3 mars 2026 à 09\u00a0h\u00a015"), "amended": ({"status": "amended"}, SHOWN),
    "corrected": ({"status": "corrected"}, SHOWN), "day": ({"effectiveDateTime": "2026-03-03"}, "<td>3 mars 2026</td>"),
    "other offset": ({"effectiveDateTime": "2026-03-03T23:15:00-10:00"}, "4 mars 2026 à 10\u00a0h\u00a015"),
    "fraction": ({"effectiveDateTime": "2026-03-03T08:15:00.5Z"}, SHOWN),
    "other unit text": (components(unit="mmHg"), SHOWN),
    "hostile note": ({"note": [{"text": "<img src=x>"}]}, SHOWN), "no id": ({"id": None}, SHOWN),
    "decimal": (components(163.5), "163.5 / 101"), "whole decimal": (components(163.0), SHOWN),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_what_could_mislead_is_left_out(paired: Exchange, case: str) -> None:
    page = paired.press("lire", searchset(observation(paired, **HIDDEN[case])))
    assert page.status_code == 200
    assert "Aucune mesure de tension" in page.text
    assert "<script" not in page.text


@pytest.mark.parametrize("case", SHOWN_AS)
def test_what_is_right_is_shown(paired: Exchange, case: str) -> None:
    changes, words = SHOWN_AS[case]
    page = paired.press("lire", searchset(observation(paired, **changes))).text
    assert words in page
    assert "<img src=x" not in page and "&lt;img" not in page


def test_another_person_is_left_out(paired: Exchange) -> None:
    for name in ("system", "value"):
        other = copy.deepcopy(observation(paired))
        other["subject"]["identifier"][name] += "9"
        assert SHOWN not in paired.press("lire", searchset(other)).text


def test_each_measure_is_shown_once(paired: Exchange) -> None:
    named = observation(paired, id="m-2", identifier=[{"system": "urn:s", "value": "v"}])
    again = {**named, "id": "m-3"}
    assert paired.press("lire", searchset(named, named, again)).text.count(SHOWN) == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[" * 5000, {"resourceType": "Observation"}, {"resourceType": "Bundle", "type": "history"},
     {"resourceType": "Bundle", "type": "searchset", "entry": {}}, b" " * 1_100_000],
    ids=range(8),
)
def test_what_is_no_search_answer_is_unreadable(paired: Exchange, body: object) -> None:
    assert "n’a pas pu être lue" in paired.told("lire", Played(200, body))
    assert "Dans mon espace santé" not in paired.press("lire", Played(200, body)).text


def test_strange_entries_do_no_harm(paired: Exchange) -> None:
    body = {"resourceType": "Bundle", "type": "searchset", "link": 3, "entry": [None, 1, {}, {"resource": []}]}
    assert "Aucune mesure de tension" in paired.press("lire", Played(200, body)).text
