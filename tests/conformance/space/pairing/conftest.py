"""Spaces of one's own, and spaces of the strict profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from conformance.space.app import Space
from tests.conformance.client import Browser
from tests.conformance.conftest import Running, run_space
from tests.conformance.space.pairing.proving import ProvingClient
from tests.conformance.tls import TlsFiles


class Strict(NamedTuple):
    """A space of the strict profile, with one right client."""

    space: Space
    base: str
    ca: str
    client: ProvingClient

    def browser(self) -> Browser:
        """Return the browser of a new person, signed in."""
        browser = Browser(self.base, self.ca)
        assert browser.sign_in(self.space.people.add()).status_code == 303
        return browser


@pytest.fixture
def own(tls: TlsFiles) -> Iterator[Running]:
    """A space for one test, which may move its clock or change its services."""
    yield from run_space(tls)


@pytest.fixture
def on_each(tls: TlsFiles, database: str) -> Iterator[Running]:
    """A space for one test, on each database in turn."""
    yield from run_space(tls, database=database)


@pytest.fixture(scope="module")
def strict(tls: TlsFiles) -> Iterator[Strict]:
    yield from _strict(tls)


@pytest.fixture(scope="module")
def strict_with_nonce(tls: TlsFiles) -> Iterator[Strict]:
    yield from _strict(tls, dpop_nonce=True)


def _strict(tls: TlsFiles, **settings: object) -> Iterator[Strict]:
    for running in run_space(tls, profile="strict", **settings):
        client = ProvingClient(running.base, running.ca)
        running.space.register(client.registration)
        yield Strict(running.space, running.base, running.ca, client)
