"""Two factors, weak passwords, failures that cost time, forgotten passwords, and the clock of sessions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from selectolax.lexbor import LexborHTMLParser

from harness.mailbox import listening
from harness.processes import free_port, started
from sample_apps.tensio.identity import is_guessable
from sample_apps.tensio.store.one_time_codes import code_at, step_of
from tests.sample_apps.conftest import Lab, Running
from tests.sample_apps.visitor import ACCOUNTS, SESSION, Visitor, notice

LOGIN, SEED = ACCOUNTS["TENSIO_A_LOGIN"], ACCOUNTS["TENSIO_A_TOTP"]
NEW = "quatre autres mots choisis"
CLOCK = "X-Horloge"


@pytest.fixture(scope="module")
def strict(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A Tensio that takes each code once, sends mail, and lets a test set the clock of sessions."""
    data: Path = tmp_path_factory.mktemp("strict")
    port = free_port()
    arguments = ["--data", str(data), *lab.serving(), "--smtp", f"127.0.0.1:{port}"]
    environment = {**ACCOUNTS, "TENSIO_CLOCK_HEADER": CLOCK}
    with started("sample_apps.tensio", arguments, environment) as ready:
        yield Running({**ready, "mail": port}, lab.ca)


def sign_up(visitor: Visitor, email: str, password: str = NEW) -> str:
    """Opens an account and returns the seed of its authenticator, whose code of the step before is then used up."""
    agreed = {"conditions": "oui", "consentement_sante": "oui"}
    form = {"email": email, "mot_de_passe": password, "date_naissance": "1980-05-17", **agreed}
    page = LexborHTMLParser(visitor.submit("/inscription", "/inscription", form).text)
    seed = str(page.css_first("#secret").attributes["value"])
    code = pyotp.TOTP(seed).at(int(time.time()) - 30)
    assert visitor.submit("/connexion/application", "/connexion/application", {"code": code}).url.endswith("/journal")
    return seed


def give(visitor: Visitor, email: str, password: str) -> int:
    form = {"email": email, "mot_de_passe": password}
    return visitor.submit("/connexion", "/connexion", form).status_code


def test_a_code_opens_one_session(strict: Running) -> None:
    code = pyotp.TOTP(SEED).now()
    first, second = strict.visitor(), strict.visitor()
    for visitor in (first, second):
        assert visitor.give_password().url.endswith("/connexion/code")
        assert visitor.get("/journal", follow=False).status_code == 303
    assert first.submit("/connexion/code", "/connexion/code", {"code": "000000"}).status_code == 401
    assert "CANARI-A" in first.submit("/connexion/code", "/connexion/code", {"code": code}).text
    refused = second.submit("/connexion/code", "/connexion/code", {"code": code})
    assert (refused.status_code, SESSION in second.http.cookies) == (401, False)


def test_an_enrolled_account_is_not_enrolled_anew(strict: Running) -> None:
    visitor = strict.visitor()
    visitor.give_password("B")
    assert visitor.get("/connexion/application").url.endswith("/connexion")


def test_failures_cost_time_whether_the_account_exists_or_not(strict: Running) -> None:
    visitor = strict.visitor()
    sign_up(visitor, "perdue@exemple.example")
    for email in ("perdue@exemple.example", "jamais@exemple.example"):
        seen = [give(strict.visitor(), email, f"faux mot de passe {number}") for number in range(6)]
        assert seen == [401] * 5 + [429]
        assert give(strict.visitor(), email, NEW) == 429


def test_a_forgotten_password_leaves_the_second_factor(strict: Running) -> None:
    known, visitor = "oubliee@exemple.example", strict.visitor()
    seed = sign_up(visitor, known)
    with listening(f"127.0.0.1:{strict.ready['mail']}", [known]) as box:
        told = [
            notice(strict.visitor().submit("/mot-de-passe-oublie", "/mot-de-passe-oublie", {"email": email}))
            for email in ("inconnue@exemple.example", known)
        ]
        assert box is not None and told[0] == told[1]
        code = box.code(known)
    other = strict.visitor()
    other.http.cookies.update(visitor.http.cookies)
    page = other.get("/mot-de-passe-oublie").text
    token = page.partition('name="jeton" value="')[2].partition('"')[0]
    sent = {"jeton": token, "email": known, "code": code, "mot_de_passe": "encore une autre phrase"}
    assert "changé" in notice(other.http.post(f"{strict.url}/mot-de-passe-oublie/code", data=sent))
    assert visitor.get("/journal", follow=False).status_code == 303
    back = strict.visitor()
    assert give(back, known, "encore une autre phrase") == 200
    assert back.get("/journal", follow=False).status_code == 303
    assert back.submit("/connexion/code", "/connexion/code", {"code": pyotp.TOTP(seed).now()}).url.endswith("/journal")


def test_a_test_may_set_the_clock_of_sessions(strict: Running) -> None:
    visitor = strict.visitor()
    sign_up(visitor, "horloge@exemple.example")
    for ahead, status in ((0, 200), (1700, 200), (1700 + 1900, 303)):
        headers = {CLOCK: str(ahead)}
        answer = visitor.http.get(f"{strict.url}/journal", headers=headers, allow_redirects=False)
        assert answer.status_code == status


def test_without_being_told_so_the_clock_stays(tensio: Running) -> None:
    visitor = tensio.visitor()
    visitor.sign_in()
    assert visitor.http.get(f"{tensio.url}/journal", headers={CLOCK: "999999"}).url.endswith("/journal")


WEAK = ("motdepasse123", "123456789012", "azertyuiop123!", "aaaaaaaaaaaaaa", "P@ssw0rdP@ssw0rd", "claire.martin2026!!")


@pytest.mark.parametrize("password", WEAK)
def test_a_guessable_password_is_refused(password: str) -> None:
    assert is_guessable(password, "claire.martin@exemple.example")
    assert not is_guessable(NEW, "claire.martin@exemple.example")


@pytest.mark.parametrize(("moment", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")])
def test_codes_are_those_of_rfc_6238(moment: int, code: str) -> None:
    seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert code_at(seed, moment // 30) == code
    assert step_of(seed, code, moment + 30) == moment // 30
    assert step_of(seed, code, moment + 90) is None
