"""Two applications that serve the same person can join their records on no field of any answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance import samples
from tests.conformance.client import AppClient, Browser
from tests.conformance.conftest import Running
from tests.conformance.paired import PERIOD


def test_no_answer_to_two_apps_has_a_value_that_only_this_person_has(own: Running) -> None:
    apps = [own.client, AppClient(own.base, own.ca, "app-2", "2.25.101")]
    own.space.register(apps[1].registration)
    first, second = own.browser(), own.browser()
    one, other, stranger = (values_of(app, who) for app, who in ((apps[0], first), (apps[1], first), (apps[1], second)))
    shared = one & other
    assert shared, "some things are everybody's: the issuer, the scopes"
    assert shared - stranger == set(), "and these would tell that both serve one person"


def test_what_one_app_wrote_does_not_tell_the_other_its_idpe(own: Running) -> None:
    writer, reader = own.client, AppClient(own.base, own.ca, "app-2", "2.25.101")
    own.space.register(reader.registration)
    browser = own.browser()
    written, read = writer.pair(browser), reader.pair(browser)
    its, mine = (app.claims(one["id_token"]) for app, one in ((writer, written), (reader, read)))
    authority = f"urn:oid:{its['assign_auth']}"
    measure = samples.observation("body_weight", idpe=its["sub"], authority=authority)
    assert writer.write(written, samples.bundle(measure, True)).status_code == 200
    subject = ("subject.identifier", f"{authority}|{mine['sub']}")
    found = reader.read(read, [("code", "29463-7"), subject, *PERIOD])
    assert found.json()["total"] == 1
    assert its["sub"] not in found.text
    assert mine["sub"] in found.text


def values_of(app: AppClient, browser: Browser) -> set[str]:
    """Every value that an app is told about a person who pairs it, writes and reads."""
    tokens = app.pair(browser)
    claims = app.claims(tokens["id_token"])
    authority = f"urn:oid:{claims['assign_auth']}"
    measure = samples.observation("steps_by_day", idpe=claims["sub"], authority=authority)
    written = app.write(tokens, samples.bundle(measure))
    subject = ("subject.identifier", f"{authority}|{claims['sub']}")
    empty = app.read(tokens, [("code", "8302-2"), subject, *PERIOD])
    told = [tokens, claims, written.json(), empty.json(), app.post("introspect", token=tokens["access_token"]).json()]
    headers = [dict(one.headers) | {"Date": ""} for one in (written, empty)]
    moments = {str(claims[name]) for name in ("iat", "exp")}  # of this answer, and not of the person
    return {value for part in (*told, *headers) for value in leaves(part)} - moments


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    else:
        yield str(value)
