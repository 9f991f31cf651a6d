"""What the experiments with sign-ins are made of: a sign-in cut before its second factor, words changed, origins."""

from __future__ import annotations

from pathlib import Path

import pyotp
import pytest

from harness.manifest.model import Step
from harness.probes.identity.factors import _wrong
from harness.probes.identity.origins import hostile_origins
from harness.probes.identity.passwords import PHRASE, phrase_of
from harness.probes.identity.trying import factor_of, first_factor
from harness.probes.person import Person
from tests.harness.probes.http_room import Bench
from tests.support.hostile_server import HostileServer

PASSWORD = Step(path="/connexion", method="POST", form={"mot_de_passe": "${account.password}"})
TOTP = Step(path="/code", method="POST", json={"deep": [{"code": "${account.totp}"}]})
MAIL = Step(path="/code", method="POST", form={"code": "${mail.code}"})
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(
    ("steps", "factor", "first"),
    [((PASSWORD, TOTP), "totp", 1), ((PASSWORD, PASSWORD, MAIL, PASSWORD), "mail", 2), ((PASSWORD,), "none", 1)],
)
def test_a_sign_in_is_cut_before_its_second_factor(steps: tuple[Step, ...], factor: str, first: int) -> None:
    assert (factor_of(steps), first_factor(steps)) == (factor, steps[:first])


def test_hostile_origins_look_like_the_own_one() -> None:
    own = "https://app.exemple.example:8443"
    assert hostile_origins(own) == (
        "https://attacker.test",
        "null",
        "https://app.exemple.example.attacker.test",
        "https://attackerapp.exemple.example",
    )


def test_a_phrase_has_its_length() -> None:
    phrases = {phrase_of(PHRASE) for _ in range(50)}
    assert {len(one) for one in phrases} == {PHRASE} and len(phrases) == 50
    assert all(one == one.strip() for one in phrases)


@pytest.fixture
def person(tmp_path: Path) -> Person:
    with HostileServer() as server:
        return Person(Bench(tmp_path / "b", server).room(), "fresh1", "essai@exemple.example", "un", {}, SEED)


def test_what_is_said_in_place_of_a_code_uses_none_up(person: Person) -> None:
    with person.saying({"account.totp": lambda right: "000000", "account.password": lambda right: f"{right()}x"}):
        assert (person.known("account.totp"), person.known("account.password")) == ("000000", "unx")
    assert person.authenticator is not None and person.authenticator.last_step == 0
    assert person.known("account.password") == "un"


def test_a_wrong_code_is_wrong_for_minutes(person: Person) -> None:
    wrong = _wrong(person, "totp")(lambda: None)
    assert not any(pyotp.TOTP(SEED).verify(str(wrong), valid_window=2) for _ in range(2))
    assert _wrong(person, "mail")(lambda: "999999") == "000000"
    assert _wrong(person, "mail")(lambda: None) is None


def test_a_new_password_stays_until_it_is_taken(person: Person) -> None:
    new = person.known("account.new_password")
    assert person.known("account.new_password") == new != person.password
    person.renew()
    assert person.password == new != person.known("account.new_password")
