"""The person's pages: from activation to who looked, without a script, in both languages, against forged forms."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import msgspec
import pytest
import requests
import yaml
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from tests.conformance.client import Browser, callback, fields
from tests.conformance.conftest import Running
from tests.conformance.paired import PERIOD, Paired
from tests.conformance.space.pairing.purposes import FOLLOW, RESEARCH, two

PLACES = re.compile(r"\{\w+\}")
OWN_PAGES = ("", "/services", "/mesures", "/acces", "/deconnexion", "/service?client=app-1", "/accord?client=app-1")


def show(own: Running, browser: Browser, path: str, lang: str = "en") -> requests.Response:
    headers = {"Accept-Language": lang}
    return browser.http.get(f"{own.base}/personne{path}", headers=headers, allow_redirects=False)


def send(own: Running, browser: Browser, path: str, **form: str) -> requests.Response:
    told = fields(show(own, browser, path)) | form
    return browser.http.post(f"{own.base}/personne{path}", data=told, allow_redirects=False)


def words(page: requests.Response) -> str:
    body = HTMLParser(page.text).body
    assert body is not None
    return re.sub(r"\s+", " ", body.text())


class Followed(Paired):
    """A paired person whose browser stays at hand."""

    def __init__(self, own: Running, **consent: Any) -> None:
        self.browser = own.browser()
        self.client = own.client
        self.tokens = own.client.pair(self.browser, **consent)
        claims = own.client.claims(self.tokens["id_token"])
        self.idpe, self.authority = claims["sub"], f"urn:oid:{claims['assign_auth']}"


@pytest.fixture
def followed(own: Running) -> Followed:
    own.space.register(msgspec.structs.replace(own.client.registration, purposes=two()))
    return Followed(own, boxes=(f"{FOLLOW}.write", f"{FOLLOW}.read", f"{RESEARCH}.read"))


def test_a_person_is_followed_from_activation_to_who_looked(own: Running) -> None:
    person, browser = own.space.people.add(activated=False), Browser(own.base, own.ca)
    url = own.client.ask("v" * 43)
    assert browser.sign_in(person).status_code == 303
    assert browser.http.get(url, allow_redirects=False).headers["location"].startswith("/personne/activation?next=")
    door = browser.http.get(url)
    assert "Activer mon espace" in door.text
    unread = browser.http.post(door.url, data=fields(door), allow_redirects=False)
    assert unread.status_code == 400 and 'role="alert"' in unread.text
    opened = browser.http.post(door.url, data=fields(door) | {"agree": "yes"}, allow_redirects=False)
    assert opened.headers["location"] == url.removeprefix(own.base)
    tokens = own.client.exchange(callback(browser.consent(url))["code"], "v" * 43).json()
    own.client.read(tokens, [])
    assert "Carnet d'essai" in words(show(own, browser, "/services"))
    looked = words(show(own, browser, "/acces"))
    assert "Searched my measures" in looked and "Refused" in looked


def test_measures_and_accesses_are_shown_in_words(own: Running, followed: Followed) -> None:
    assert followed.write("blood_pressure").status_code == 200
    assert followed.read("85354-9", *PERIOD).status_code == 200
    assert followed.write("body_weight").status_code == 403
    measures = words(show(own, followed.browser, "/mesures", "fr"))
    assert "Pression artérielle" in measures and "mmHg" in measures and "2 novembre 2026" in measures
    assert "no measure here" in words(show(own, followed.browser, "/mesures?mesure=body_weight"))
    assert "mmHg" in words(show(own, followed.browser, "/mesures?mesure=blood_pressure"))
    looked = words(show(own, followed.browser, "/acces"))
    assert "Added to my measures (blood pressure)" in looked
    assert "Searched my measures (blood pressure)" in looked
    assert "you do not allow it" in looked


def test_long_lists_are_paged(own: Running, followed: Followed) -> None:
    for minute in range(25):
        assert followed.write("blood_pressure", f"2026-11-02T07:{minute:02d}:00+01:00").status_code == 200
    for path in ("/mesures", "/acces"):
        first = HTMLParser(show(own, followed.browser, path).text)
        assert len(first.css("tbody tr")) == 20
        older = (first.css_first("a[rel=next]") or first).attributes["href"] or ""
        second = HTMLParser(followed.browser.http.get(f"{own.base}{older}").text)
        assert len(second.css("tbody tr")) == 5
        assert second.css_first("a[rel=next]") is None and second.css_first("a[rel=prev]") is not None


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=99999", "page=é", "page=9999999999999", "mesure=<b>"])
def test_odd_addresses_show_an_empty_or_a_first_page(own: Running, followed: Followed, query: str) -> None:
    for path in ("/mesures", "/acces", "/services"):
        page = show(own, followed.browser, f"{path}?{query.replace('page', 'avant') if path == '/acces' else query}")
        assert page.status_code == 200
        assert "<b>" not in page.text


def test_one_purpose_is_withdrawn_on_the_page(own: Running, followed: Followed) -> None:
    path = "/service?client=app-1"
    assert followed.read("41950-7", *PERIOD).status_code == 200
    answer = send(own, followed.browser, path, withdraw=f"{RESEARCH}.read")
    assert answer.status_code == 303
    assert followed.read("41950-7", *PERIOD).status_code == 403
    assert followed.read("85354-9", *PERIOD).status_code == 200
    page = followed.browser.http.get(f"{own.base}{answer.headers['location']}", headers={"Accept-Language": "en"})
    assert 'role="status"' in page.text and "Not allowed" in page.text
    assert page.text.count('name="withdraw"') == 2


def test_a_service_is_disconnected_on_the_page(own: Running, followed: Followed) -> None:
    answer = send(own, followed.browser, "/service?client=app-1", decision="disconnect")
    assert answer.headers["location"].startswith("/personne/services")
    assert followed.read("85354-9", *PERIOD).status_code == 401
    assert own.client.refresh(followed.tokens["refresh_token"]).status_code == 400
    assert "No service is connected" in words(show(own, followed.browser, "/services"))
    assert show(own, followed.browser, "/service?client=app-1").status_code == 303


def test_changed_exchanges_are_approved_on_the_page(own: Running, followed: Followed) -> None:
    own.space.services.declare("app-1", two()[:1])
    assert followed.read("85354-9", *PERIOD).status_code == 403
    assert "waits for your approval" in words(show(own, followed.browser, ""))
    assert "are stopped until you approve" in words(show(own, followed.browser, "/services"))
    nothing = send(own, followed.browser, "/accord?client=app-1")
    assert nothing.status_code == 400 and 'role="alert"' in nothing.text
    approved = send(own, followed.browser, "/accord?client=app-1", **{f"{FOLLOW}.read": "yes"})
    assert approved.status_code == 303
    assert followed.read("85354-9", *PERIOD).status_code == 200
    assert followed.write("blood_pressure").status_code == 403
    assert "waits" not in words(show(own, followed.browser, ""))


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/service?client=app-1", {"withdraw": f"{FOLLOW}.read"}),
        ("/service?client=app-1", {"decision": "disconnect"}),
        ("/accord?client=app-1", {f"{RESEARCH}.read": "yes"}),
        ("/deconnexion", {}),
    ],
)
def test_a_forged_form_changes_nothing(own: Running, followed: Followed, path: str, form: dict[str, str]) -> None:
    for token in ("", "x" * 43, "é"):
        url = f"{own.base}/personne{path}"
        answer = followed.browser.http.post(url, data=form | {"form_token": token}, allow_redirects=False)
        assert answer.status_code == 400
    assert followed.read("85354-9", *PERIOD).status_code == 200
    assert show(own, followed.browser, "").status_code == 200, "still signed in"


def test_signing_out_ends_the_session(own: Running, followed: Followed) -> None:
    kept = followed.browser.http.cookies.copy()
    assert send(own, followed.browser, "/deconnexion").headers["location"] == "/personne/connexion"
    followed.browser.http.cookies.update(kept)
    assert show(own, followed.browser, "/mesures").status_code == 303, "even with the old cookie"


@pytest.mark.parametrize("path", OWN_PAGES)
def test_nobody_sees_a_page_without_signing_in(own: Running, path: str) -> None:
    answer = show(own, Browser(own.base, own.ca), path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/personne/connexion?next=%2Fpersonne")


def test_another_persons_services_are_not_there(own: Running, followed: Followed) -> None:
    other = own.browser()
    assert show(own, other, "/service?client=app-1").headers["location"] == "/personne/services"
    assert send(own, other, "/deconnexion").status_code == 303
    assert followed.read("85354-9", *PERIOD).status_code == 200


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("path", [*OWN_PAGES, "/connexion", "authorize"])
def test_every_page_is_accessible_and_has_no_script(own: Running, followed: Followed, path: str, lang: str) -> None:
    if path == "authorize":
        page = followed.browser.http.get(own.client.ask("v" * 43), headers={"Accept-Language": lang})
    else:
        page = show(own, followed.browser, path, lang)
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    tree = HTMLParser(page.text)
    assert (tree.css_first("html") or tree).attributes["lang"] == lang
    assert len(tree.css("h1")) == len(tree.css("main")) == 1
    assert not tree.css("script, [onclick], [style]")
    labels = {node.attributes["for"] for node in tree.css("label")}
    for control in tree.css("input:not([type=hidden]), select"):
        assert control.attributes["id"] in labels
    for form in tree.css("form[method=post]"):
        assert form.css_first("input[name=form_token]") is not None
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    assert "{" not in words(page)


def test_the_language_is_chosen_for_the_pages_that_follow(own: Running, followed: Followed) -> None:
    link = HTMLParser(show(own, followed.browser, "/services", "fr").text).css_first(".languages a[hreflang=en]")
    assert link is not None
    assert '<html lang="en">' in followed.browser.http.get(f"{own.base}{link.attributes['href']}").text
    assert '<html lang="en">' in show(own, followed.browser, "/mesures", "fr").text


def test_what_a_service_calls_itself_is_text(own: Running, followed: Followed) -> None:
    hostile = msgspec.structs.replace(own.client.registration, name="<script>alert(1)</script>{{ 7*7 }}{client}")
    own.space.register(hostile)
    for path in OWN_PAGES:
        page = show(own, followed.browser, path)
        assert "<script>" not in page.text and "49" not in words(page)


def test_every_word_is_in_both_languages() -> None:
    told = yaml.safe_load(files("conformance.space").joinpath("pages", "messages.yaml").read_text("utf-8"))
    for key, texts in told.items():
        assert set(texts) == {"en", "fr"} and all(texts.values()), key
        assert sorted(PLACES.findall(texts["en"])) == sorted(PLACES.findall(texts["fr"])), key
