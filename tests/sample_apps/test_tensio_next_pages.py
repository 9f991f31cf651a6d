"""Where Tensio follows the next link of a search answer, and where it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.sample_apps.conftest import Lab
from tests.sample_apps.exchange import Exchange, exchange
from tests.sample_apps.stage import Played
from tests.sample_apps.test_tensio_read_back import SHOWN, component, observation, searchset


@pytest.fixture(scope="module")
def reading(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    with exchange(lab, tmp_path_factory.mktemp("pages")) as here:
        here.press("lire")
        yield here


NEXT: dict[str, tuple[Callable[[str], str], int]] = {
    "another host": (lambda base: "https://ailleurs.example/fhir/Observation?p=2", 1),
    "a user name": (lambda base: base.replace("https://", "https://x@") + "/fhir/Observation", 1),
    "clear text": (lambda base: base.replace("https", "http") + "/fhir/Observation", 1),
    "no address": (lambda base: "https://[", 1), "a script": (lambda base: "javascript:1", 1),
}


@pytest.mark.parametrize("case", NEXT)
def test_next_link_elsewhere_is_not_followed(reading: Exchange, case: str) -> None:
    address, expected = NEXT[case]
    calls = len(reading.stage.calls)
    page = reading.press("lire", searchset(observation(reading), onward=address(reading.browser.base))).text
    assert len(reading.stage.calls) - calls == expected
    assert SHOWN in page
    assert "peut-être incomplète" in page


def test_pages_are_followed_in_turn_and_loops_are_not(reading: Exchange) -> None:
    second = observation(reading, id="m-2", component=[component("8480-6", 164), component("8462-4", 101)])
    calls = len(reading.stage.calls)
    page = reading.press("lire", searchset(observation(reading), onward="Observation?p=2"), searchset(second)).text
    assert SHOWN in page and "164 / 101" in page and "incomplète" not in page
    loop = searchset(second, onward="Observation?p=2")
    page = reading.press("lire", searchset(onward="Observation?p=2"), loop, loop).text
    assert len(reading.stage.calls) - calls == 4
    assert "incomplète" in page
    endless = [searchset(onward=f"Observation?p={number}") for number in range(20)]
    assert "incomplète" in reading.press("lire", *endless).text
    assert len(reading.stage.calls) - calls == 14
    broken = reading.press("lire", searchset(observation(reading), onward="Observation?p=2"), Played(500)).text
    assert SHOWN in broken and "incomplète" in broken and "Réessayez" in broken
