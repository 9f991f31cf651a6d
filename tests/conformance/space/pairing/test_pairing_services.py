"""The state of a service decides who may pair, whether tokens are renewed, and whether calls are answered."""

from __future__ import annotations

import pytest

from conformance.contract.service_states import State, service_states
from tests.conformance.client import Browser, callback
from tests.conformance.conftest import Running
from tests.conformance.paired import PERIOD, Paired, diagnostics

WEIGHT = "29463-7"


@pytest.mark.parametrize("state", list(service_states()))
def test_each_state(own: Running, state: State) -> None:
    rule = service_states()[state]
    paired = Paired(own)
    own.space.services.set_state(own.client.client_id, state)
    sent = callback(own.browser().consent(own.client.ask("v" * 43)))
    if rule.pair == "everyone":
        assert sent["code"]
    else:
        assert sent["error"] == "unauthorized_client"
        assert sent["iss"] == f"{own.base}/oauth" and sent["state"]
    read = paired.read(WEIGHT, *PERIOD)
    renewed = own.client.refresh(paired.tokens["refresh_token"])
    assert read.status_code == (200 if rule.exchange else 401 if rule.ends_tokens else 403)
    assert renewed.status_code == (200 if rule.refresh else 400)
    if not rule.refresh:
        assert renewed.json()["error"] == "unauthorized_client"
    if read.status_code == 403:
        assert diagnostics(read) == ["The service is not in operation, access refused."]


def test_a_suspension_ends_but_a_delisting_does_not(own: Running) -> None:
    services, client_id = own.space.services, own.client.client_id
    paired = Paired(own)
    services.set_state(client_id, "SUSPENDUE")
    assert own.client.post("introspect", token=paired.tokens["access_token"]).json() == {"active": False}
    services.set_state(client_id, "EN_LIGNE")
    assert paired.read(WEIGHT, *PERIOD).status_code == 200
    services.set_state(client_id, "DEREFERENCEE")
    services.set_state(client_id, "EN_LIGNE")
    assert paired.read(WEIGHT, *PERIOD).status_code == 401
    assert own.client.refresh(paired.tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_code_is_not_exchanged_for_a_suspended_service(own: Running) -> None:
    code = callback(own.browser().consent(own.client.ask("v" * 43)))["code"]
    own.space.services.set_state(own.client.client_id, "SUSPENDUE")
    assert own.client.exchange(code, "v" * 43).json()["error"] == "unauthorized_client"


def test_the_pilot_phase_is_for_those_invited(own: Running) -> None:
    own.space.services.set_state(own.client.client_id, "PRESERIE")
    pilot = own.space.people.add()
    own.space.services.invite(own.client.client_id, pilot.login)
    browser = Browser(own.base, own.ca)
    assert browser.consent(own.client.ask("v" * 43)).startswith("/personne/connexion"), "who it is, is not known yet"
    browser.sign_in(pilot)
    assert own.client.pair(browser)["access_token"]
    assert callback(own.browser().consent(own.client.ask("v" * 43)))["error"] == "unauthorized_client"


def test_every_state_is_titled_in_both_languages() -> None:
    assert set(service_states()) == {"EN_LIGNE", "HORS_LIGNE", "DEREFERENCEE", "PRESERIE", "SUSPENDUE"}
    assert all(set(rule.title) == {"en", "fr"} for rule in service_states().values())
