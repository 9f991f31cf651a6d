"""``Address``: every address that a recorded exchange itself shows, at the candidate or at the health space."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urljoin

import msgspec

from criteria.browser_record import RequestRecord
from criteria.facts.http.exchange import KIND
from criteria.facts.registry import Blob, extractor
from criteria.http_exchange import HttpExchange
from criteria.observation import Observation

Place = Literal["request", "Location", "Content-Location", "Refresh", "Referer"]
MOST_URL = 1 << 20
"""Characters kept of one address; ``cut`` says that there were more."""
_REFRESH = re.compile(r"[^;,]{0,40}[;,]\s{0,20}(?:url\s{0,20}=\s{0,20})?[\"']?([^\"']*)", re.IGNORECASE)
OTHER = "foreign"


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """One address. ``sent_to`` is the address of the request that carried it or whose answer did.

    ``at_space`` says that the request arrived at the audit's own health space; what arrived at the host of somebody
    else, led there by the lab, is left out.
    """

    url: str
    place: Place
    sent_to: str
    at_space: bool = False
    cut: bool = False


@extractor(Address, kind=KIND, version=1)
def addresses(seen: Observation, blob: Blob) -> Iterator[Address]:
    """The request's own address, its Referer, and where the answer points."""
    exchange = msgspec.convert(seen.data, HttpExchange)
    url = exchange.request.url
    yield _address(url, "request", url)
    for name, value in exchange.request.headers:
        if name.lower() == "referer":
            yield _address(value, "Referer", url)
    for name, value in exchange.response.headers if exchange.response else ():
        match name.lower():
            case "location":
                yield _address(_joined(url, value), "Location", url)
            case "content-location":
                yield _address(_joined(url, value), "Content-Location", url)
            case "refresh" if found := _REFRESH.match(value):
                yield _address(_joined(url, found[1]), "Refresh", url)


@extractor(Address, kind="space.exchange", version=1)
def space_addresses(seen: Observation, blob: Blob) -> Iterator[Address]:
    """The address of a request at the space, and its Referer; answers are the space's own."""
    exchange = msgspec.convert(seen.data, HttpExchange)
    if exchange.purpose == OTHER:
        return
    url = exchange.request.url
    yield _address(url, "request", url, at_space=True)
    for name, value in exchange.request.headers:
        if name.lower() == "referer":
            yield _address(value, "Referer", url, at_space=True)


@extractor(Address, kind="browser.request", version=1)
def browser_addresses(seen: Observation, blob: Blob) -> Iterator[Address]:
    """What a browser asked for, on behalf of scripts too, its Referer, and where the answer points."""
    record = msgspec.convert(seen.data, RequestRecord)
    yield _address(record.url, "request", record.url)
    for name, value in record.headers:
        if name.lower() == "referer":
            yield _address(value, "Referer", record.url)
    for name, value in record.response_headers:
        if name.lower() == "location":
            yield _address(_joined(record.url, value), "Location", record.url)


def _address(url: str, place: Place, sent_to: str, *, at_space: bool = False) -> Address:
    return Address(
        url=url[:MOST_URL],
        place=place,
        sent_to=sent_to[:MOST_URL],
        at_space=at_space,
        cut=len(url) > MOST_URL,
    )


def _joined(base: str, value: str) -> str:
    """Absolute, its fragment kept: a token there stays in the browser's history all the same."""
    try:
        return urljoin(base[: 1 << 16], value.strip())
    except ValueError:
        return value
