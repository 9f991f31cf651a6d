"""A refusal of the space ends one purpose or both, until the person pairs again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sample_apps.conftest import Lab
from tests.sample_apps.exchange import Exchange, exchange
from tests.sample_apps.stage import Played, outcome

CONSENT = Played(403, outcome("Consent not given, access refused."))
MISMATCH = Played(403, outcome("idPe requested do not match authorized idPe."))
SUSPENDED = Played(403, outcome("Service suspended."))


@pytest.fixture
def paired(lab: Lab, tmp_path: Path) -> Iterator[Exchange]:
    with exchange(lab, tmp_path) as here:
        yield here


def test_write_refused_for_lack_of_consent_leaves_reading(paired: Exchange) -> None:
    assert "n’autorise plus Tensio à y écrire" in paired.told("partager", CONSENT)
    calls = len(paired.stage.calls)
    for button in ("partager", "synchroniser"):
        assert "aucun appel n’a été fait" in paired.told(button)
    assert len(paired.stage.calls) == calls
    assert "Aucune mesure" in paired.press("lire").text
    assert len(paired.stage.calls) == calls + 1
    paired.pair()
    assert "1 mesure arrivée" in paired.told("synchroniser")


def test_read_refused_for_lack_of_consent_leaves_writing(paired: Exchange) -> None:
    assert "n’autorise plus Tensio à y lire" in paired.told("lire", CONSENT)
    calls = len(paired.stage.calls)
    assert "aucun appel n’a été fait" in paired.told("lire")
    assert len(paired.stage.calls) == calls
    assert "est arrivée" in paired.told("partager")


@pytest.mark.parametrize(("answer", "words"), [(MISMATCH, "ne reconnaît pas cette"), (SUSPENDED, "suspendu")])
@pytest.mark.parametrize("button", ["partager", "lire"])
def test_other_refusals_stop_both(paired: Exchange, answer: Played, words: str, button: str) -> None:
    assert words in paired.told(button, answer)
    calls = len(paired.stage.calls)
    for other in ("partager", "lire", "synchroniser"):
        assert "aucun appel n’a été fait" in paired.told(other)
    assert len(paired.stage.calls) == calls
