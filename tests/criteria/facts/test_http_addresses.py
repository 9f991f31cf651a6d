"""``Address`` and ``Journeys``: what a recorded exchange shows, at the candidate and at the space."""

from __future__ import annotations

import msgspec
import pytest

from criteria.facts.http.addresses import MOST_URL, Address, addresses, space_addresses
from criteria.facts.http.journeys import Journey, Journeys, journeys
from criteria.http_exchange import Headers, HttpExchange, HttpRequest, HttpResponse
from criteria.observation import Observation

URL = "https://app.example.fr/a/b?c=d"


def seen(
    kind: str = "http.exchange", *, sent: Headers = (), got: Headers = (), url: str = URL, purpose: str = ""
) -> Observation:
    exchange = HttpExchange(
        request=HttpRequest(method="GET", url=url, headers=sent),
        response=HttpResponse(status=303, headers=got),
        purpose=purpose,
    )
    return Observation(id="o-1", look="l", kind=kind, probe="p", at="", data=msgspec.to_builtins(exchange))


def no_blob(digest: str) -> bytes:
    raise AssertionError(digest)


@pytest.mark.parametrize(
    ("sent", "got", "place", "url"),
    [
        ((("REFERER", "https://app.example.fr/x?y"),), (), "Referer", "https://app.example.fr/x?y"),
        ((), (("Location", "/e?f#g"),), "Location", "https://app.example.fr/e?f#g"),
        ((), (("location", "https://other.test/"),), "Location", "https://other.test/"),
        ((), (("location", "//[::1/x"),), "Location", "//[::1/x"),
        ((), (("Content-Location", "e"),), "Content-Location", "https://app.example.fr/a/e"),
        ((), (("Refresh", "0; URL='/r?s'"),), "Refresh", "https://app.example.fr/r?s"),
        ((), (("refresh", "5,/r"),), "Refresh", "https://app.example.fr/r"),
    ],
)
def test_addresses_of_an_exchange(sent: Headers, got: Headers, place: str, url: str) -> None:
    found = list(addresses(seen(sent=sent, got=got), no_blob))
    assert found[0] == Address(url=URL, place="request", sent_to=URL)
    assert found[1:] == [Address(url=url, place=place, sent_to=URL)]  # type: ignore[arg-type]


def test_an_exchange_without_answer_still_has_its_address() -> None:
    bare = Observation(
        id="o-1", look="l", kind="http.exchange", probe="p", at="",
        data={"request": {"method": "GET", "url": URL}, "error": "timeout"},
    )  # fmt: skip
    assert [one.url for one in addresses(bare, no_blob)] == [URL]


def test_a_long_address_is_cut_and_says_so() -> None:
    found = list(addresses(seen(url=f"{URL}{'x' * 2 * MOST_URL}"), no_blob))
    assert (len(found[0].url), found[0].cut) == (MOST_URL, True)


def test_at_the_space_the_answer_is_not_the_candidates() -> None:
    arrived = seen("space.exchange", sent=(("referer", "https://r.test/"),), got=(("location", "/x"),), purpose="read")
    found = list(space_addresses(arrived, no_blob))
    assert [(one.place, one.url, one.at_space) for one in found] == [
        ("request", URL, True),
        ("Referer", "https://r.test/", True),
    ]


def test_what_arrived_at_somebody_elses_is_left_out() -> None:
    assert list(space_addresses(seen("space.exchange", purpose="foreign"), no_blob)) == []


def test_journeys_read_back() -> None:
    made = Journeys(walked=(Journey(name="enter_measure", outcome="accepted", step=2, canaries=("health",)),))
    data = msgspec.json.decode(msgspec.json.encode(made))
    read = Observation(id="o-1", look="l", kind="http.journeys_summary", probe="p", at="", data=data)
    assert list(journeys(read, no_blob)) == [made]
