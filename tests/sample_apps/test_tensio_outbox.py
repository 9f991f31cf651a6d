"""What becomes of a measure for each answer of the space, and what the person is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sample_apps.tensio.clock import now
from tests.sample_apps.conftest import Lab
from tests.sample_apps.exchange import Exchange, exchange
from tests.sample_apps.stage import Played, outcome


def response(*statuses: str) -> dict[str, object]:
    """A transaction-response with these entries."""
    entries = [{"response": {"status": status}} for status in statuses]
    return {"resourceType": "Bundle", "type": "transaction-response", "entry": entries}


@pytest.fixture
def paired(lab: Lab, tmp_path: Path) -> Iterator[Exchange]:
    with exchange(lab, tmp_path) as here:
        yield here


def stands(here: Exchange, state: str) -> int:
    """How many measures are marked with this state."""
    return here.visitor.get("/espace-sante").text.count(f">{state}</span>")


REFUSED = [
    (Played(409, outcome("OID conflict")), "conflit"),
    (Played(422, outcome("Observation resource not valid.")), "n’accepte pas cette demande"),
    (Played(400, outcome("No bundle provided.")), "n’accepte pas cette demande"),
    (Played(200, response("200", "422 Unprocessable")), "mais pas la mesure"),
]
UNCONFIRMED = [
    Played(504, stored=True), Played(500), Played(200, b"{", stored=True), Played(200, {"resourceType": "Patient"}),
    Played(200, response(), stored=True), Played(201, response("201")["entry"], stored=True),
    Played(200, b"{}", stored=True, cut=True), Played(307, headers={"location": "https://ailleurs.example/"}),
    Played(200, b"[" * 100_000), Played(200, b" " * 1_200_000),
]


def test_refusals_are_told_and_never_sent_again(paired: Exchange) -> None:
    for number, (answer, words) in enumerate(REFUSED, 1):
        told = paired.told("partager", answer)
        assert "n’a pas été enregistrée" in told and words in told
        assert (stands(paired, "Refusée"), stands(paired, "Partagée")) == (number, 0)
    before = len(paired.stage.calls)
    assert "rien n’est parti" in paired.told("synchroniser")
    assert len(paired.stage.calls) == before


@pytest.mark.parametrize("answer", UNCONFIRMED, ids=lambda one: f"{one.status}-{str(one.body)[:12]}")
def test_unclear_answer_waits_and_goes_again_under_one_name(paired: Exchange, answer: Played) -> None:
    assert "pas encore confirmé" in paired.told("partager", answer)
    assert stands(paired, "En attente") == 1
    told = paired.told("synchroniser")
    assert "1 mesure arrivée" in told and "rien n’attend" in told
    first, second = (bundle["entry"][0]["resource"] for bundle in paired.stage.bodies)
    assert first == second
    assert (stands(paired, "En attente"), stands(paired, "Partagée")) == (0, 1)
    assert paired.press("lire").text.count("127 / 79") == 2


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wait", ["120", "", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_a_wish_to_wait_is_kept_for_all_calls(paired: Exchange, status: int, wait: str) -> None:
    told = paired.told("partager", Played(status, headers={"retry-after": wait} if wait else {}))
    assert "demande d’attendre" in told and "avant" in told
    calls = len(paired.stage.calls)
    for button in ("synchroniser", "partager", "lire"):
        assert "pas avant" in paired.told(button) or "l’appellera pas avant" in paired.told(button)
    assert len(paired.stage.calls) == calls


def test_a_wait_that_is_over_lets_everything_go(paired: Exchange) -> None:
    paired.press("partager", Played(429, headers={"retry-after": "0"}))
    paired.press("partager", Played(504))
    assert "2 mesures arrivées" in paired.told("synchroniser")


def test_one_renewal_on_401_then_the_measure_waits(paired: Exchange) -> None:
    assert "est arrivée" in paired.told("partager", Played(401))
    calls = len(paired.stage.calls)
    assert "pas encore confirmé" in paired.told("partager", Played(401), Played(401))
    assert len(paired.stage.calls) == calls + 2


def test_renewal_refused_cuts_the_link_and_keeps_the_outbox(paired: Exchange) -> None:
    paired.press("partager", Played(504))
    paired.space.consents.disconnect("tensio", paired.person.login)
    assert "ne renouvelle plus" in paired.told("partager", Played(401))
    calls = len(paired.stage.calls)
    assert "rien n’a été envoyé" in paired.told("synchroniser")
    assert len(paired.stage.calls) == calls
    paired.pair()
    assert "2 mesures arrivées" in paired.told("synchroniser")


def test_what_waits_never_goes_to_another_person(paired: Exchange) -> None:
    paired.press("partager", Played(504))
    paired.space.consents.disconnect("tensio", paired.person.login)
    paired.press("synchroniser", Played(401))
    other = type(paired.browser)(paired.browser.base, str(paired.browser.http.verify))
    other.sign_in(paired.space.people.add())
    paired.pair(other)
    calls = len(paired.stage.calls)
    paired.press("synchroniser")
    assert len(paired.stage.calls) == calls


def test_after_parting_nothing_is_called_whatever_is_pressed(paired: Exchange) -> None:
    paired.press("partager", Played(504))
    measure = paired.newest()
    assert "est coupé" in paired.told("dissocier")
    assert paired.stage.revocations == 1
    calls = len(paired.stage.calls)
    for name, fields in (("partager", {"mesure": measure}), ("lire", {}), ("synchroniser", {}), ("dissocier", {})):
        assert paired.post(name, fields).status_code == 200
    assert len(paired.stage.calls) == calls
    assert stands(paired, "En attente") == 0


def test_ten_unshared_measures_are_offered_newest_first(paired: Exchange) -> None:
    first = paired.newest()
    assert paired.visitor.get("/espace-sante").text.count('name="mesure"') == 8
    paired.press("partager")
    assert paired.visitor.get("/espace-sante").text.count('name="mesure"') == 7
    assert paired.newest() != first


def test_a_measure_just_entered_is_the_first_to_share(paired: Exchange) -> None:
    for number, seconds in enumerate(("", ":00")):
        fields = {"systolique": f"{140 + number}", "diastolique": "90", "date": f"{now():%Y-%m-%dT%H:%M}{seconds}"}
        assert paired.visitor.submit("/journal", "/mesures", fields).status_code == 200
        assert "est arrivée" in paired.told("partager")
        quantity = paired.stage.bodies[-1]["entry"][0]["resource"]["component"][0]["valueQuantity"]
        assert quantity["value"] == 140 + number
