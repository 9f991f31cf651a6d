"""Consent by purpose and action: given apart, withdrawn apart, with effect on the very next call."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from conformance.space.approval import majority
from conformance.space.purposes import Box, Purpose, boxes
from conformance.space.services import Service
from tests.conformance.client import AppClient, Browser, callback
from tests.conformance.conftest import Running
from tests.conformance.paired import PERIOD, Paired, diagnostics
from tests.conformance.space.pairing.purposes import FOLLOW, RESEARCH, purpose, two

PRESSURE, STEPS, WEIGHT = "85354-9", "41950-7", "29463-7"
MISSING = ["Consent not given, access refused."]
EVERYTHING = (f"{FOLLOW}.write", f"{FOLLOW}.read", f"{RESEARCH}.read")


def declare(own: Running, purposes: tuple[Purpose, ...]) -> None:
    own.space.register(msgspec.structs.replace(own.client.registration, purposes=purposes))


def the_service(own: Running, client: AppClient | None = None) -> Service:
    found = own.space.services.get((client or own.client).client_id)
    assert found is not None
    return found


def login_of(own: Running) -> str:
    """The person who was added last."""
    return list(own.space.people)[-1].login


def test_each_purpose_is_given_apart(own: Running) -> None:
    declare(own, two())
    paired = Paired(own, boxes=(f"{FOLLOW}.write", f"{RESEARCH}.read"))
    assert paired.write("blood_pressure").status_code == 200
    assert paired.read(STEPS, *PERIOD).status_code == 200
    for refused in (paired.read(PRESSURE, *PERIOD), paired.read(WEIGHT, *PERIOD), paired.write("body_weight")):
        assert refused.status_code == 403
        assert diagnostics(refused) == MISSING


def test_a_box_that_the_service_did_not_declare_gives_nothing(own: Running) -> None:
    declare(own, two())
    verifier = "v" * 43
    assert own.browser().consent(own.client.ask(verifier), boxes=("write", "read", "AUTRE.read")) == "400"


def test_no_box_is_ticked_beforehand_even_the_second_time(own: Running) -> None:
    declare(own, two())
    browser = own.browser()
    own.client.pair(browser, boxes=EVERYTHING)
    page = browser.http.get(own.client.ask("v" * 43)).text
    assert page.count('type="checkbox"') == 3
    assert "checked" not in page
    own.client.pair(browser, boxes=(f"{RESEARCH}.read",))
    given = own.space.consents.of(the_service(own), login_of(own))
    assert [(one.purpose, one.action) for one in given] == [(RESEARCH, "read")]


def test_only_what_the_scope_asks_for_is_shown(own: Running) -> None:
    declare(own, two())
    page = own.browser().http.get(own.client.ask("v" * 43, scope="openid patient/Observation.c")).text
    assert page.count('type="checkbox"') == 1
    assert f"{FOLLOW}.write" in page and "Research" not in page


def test_a_withdrawal_has_effect_on_the_next_call_and_on_nothing_else(own: Running) -> None:
    declare(own, two())
    paired = Paired(own, boxes=EVERYTHING)
    login = login_of(own)
    assert paired.read(STEPS, *PERIOD).status_code == 200
    own.space.consents.withdraw(own.client.client_id, login, RESEARCH)
    assert diagnostics(paired.read(STEPS, *PERIOD)) == MISSING
    assert paired.read(PRESSURE, *PERIOD).status_code == 200
    own.space.consents.withdraw(own.client.client_id, login, FOLLOW, "write")
    assert diagnostics(paired.write("blood_pressure")) == MISSING
    assert paired.read(PRESSURE, *PERIOD).status_code == 200
    assert own.client.refresh(paired.tokens["refresh_token"]).status_code == 200, "the pairing stands"
    decisions = [(one.purpose, one.action, one.decision) for one in own.space.consents.history(login)]
    assert decisions[:2] == [(FOLLOW, "write", "withdrawn"), (RESEARCH, "read", "withdrawn")]
    assert len(decisions) == 5


def test_disconnecting_kills_every_token(own: Running) -> None:
    paired, other = Paired(own), Paired(own)
    login = list(own.space.people)[-2].login
    own.space.consents.disconnect(own.client.client_id, login)
    assert paired.read(WEIGHT, *PERIOD).status_code == 401
    assert own.client.refresh(paired.tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert other.read(WEIGHT, *PERIOD).status_code == 200, "another person stays connected"


def test_a_code_dies_with_the_pairing(own: Running) -> None:
    verifier = "v" * 43
    code = callback(own.browser().consent(own.client.ask(verifier)))["code"]
    own.space.consents.disconnect(own.client.client_id, login_of(own))
    assert own.client.exchange(code, verifier).json()["error"] == "invalid_grant"


def test_other_exchanges_need_another_approval_until_a_limit(own: Running) -> None:
    declare(own, two())
    paired, login = Paired(own, boxes=EVERYTHING), login_of(own)
    limit = own.space.clock.now() + 3600
    wider = (purpose(FOLLOW, "Follow", write=(), read=("blood_pressure", "body_weight")), two()[1])
    own.space.services.declare(own.client.client_id, wider, approve_by=limit)
    approval = own.space.consents.approval(the_service(own), login)
    assert approval is not None and (approval.reason, approval.limit) == ("exchanges", limit)
    assert paired.read(PRESSURE, *PERIOD).status_code == 200, "until the limit, what was allowed goes on"
    assert diagnostics(paired.read(WEIGHT, *PERIOD)) == MISSING, "and no more than that"
    own.space.clock.advance(timedelta(seconds=3601))
    renewed = own.client.refresh(paired.tokens["refresh_token"]).json()
    paired.tokens = renewed
    assert diagnostics(paired.read(PRESSURE, *PERIOD)) == MISSING
    own.space.consents.give(the_service(own), login, _boxes(own, EVERYTHING))
    assert own.space.consents.approval(the_service(own), login) is None
    assert paired.read(WEIGHT, *PERIOD).status_code == 200


def test_what_is_no_longer_declared_ends_at_once(own: Running) -> None:
    declare(own, two())
    paired = Paired(own, boxes=EVERYTHING)
    own.space.services.declare(own.client.client_id, two()[:1], approve_by=own.space.clock.now() + 3600)
    assert diagnostics(paired.read(STEPS, *PERIOD)) == MISSING
    assert paired.read(PRESSURE, *PERIOD).status_code == 200


def test_the_same_declaration_asks_nobody(own: Running) -> None:
    declare(own, two())
    paired = Paired(own, boxes=EVERYTHING)
    declare(own, two())
    assert own.space.consents.approval(the_service(own), login_of(own)) is None
    assert paired.read(PRESSURE, *PERIOD).status_code == 200


def test_coming_of_age_needs_another_approval(own: Running) -> None:
    born = own.space.clock.today() - timedelta(days=17 * 365 + 300)
    minor = own.space.people.add(birth_date=born)
    browser = Browser(own.base, own.ca)
    browser.sign_in(minor)
    own.client.pair(browser)
    service, consents = the_service(own), own.space.consents
    assert consents.approval(service, minor.login) is None
    own.space.clock.advance(timedelta(seconds=majority(born) - own.space.clock.now()))
    approval = consents.approval(service, minor.login)
    assert approval is not None and approval.reason == "majority"
    assert consents.covered(service, minor.login, "read") is None, "until the limit, everything"
    own.space.clock.advance(timedelta(seconds=own.space.settings.approval_seconds - 10))
    assert consents.covered(service, minor.login, "read") is None, "ten seconds before it, still"
    own.space.clock.advance(timedelta(seconds=10))
    assert consents.covered(service, minor.login, "read") == frozenset()
    consents.give(service, minor.login, _boxes(own, ("read",)))
    assert consents.approval(service, minor.login) is None
    assert consents.covered(service, minor.login, "read") is None
    assert consents.covered(service, minor.login, "write") == frozenset()


def test_an_adult_is_not_asked(own: Running) -> None:
    Paired(own)
    own.space.clock.advance(timedelta(days=400))
    assert own.space.consents.approval(the_service(own), login_of(own)) is None


@pytest.mark.parametrize(
    ("born", "of_age"), [(date(2008, 2, 29), date(2026, 3, 1)), (date(2006, 11, 24), date(2024, 11, 24))]
)
def test_majority(born: date, of_age: date) -> None:
    assert datetime.fromtimestamp(majority(born), UTC).date() == of_age


def test_purposes_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="not measures"):
        purpose("A", "A", read=("blood_type",))
    with pytest.raises(ValueError, match="letters"):
        purpose("a b", "A", read=())


def _boxes(own: Running, names: tuple[str, ...]) -> list[Box]:
    return [box for box in boxes(the_service(own).purposes) if box.name in names]
