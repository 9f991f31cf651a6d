"""Spaces served over TLS, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from conformance.space.app import Space, create_space
from conformance.space.server import listen, port_of, serve
from conformance.space.settings import SpaceSettings
from tests.conformance.client import AppClient, Browser
from tests.conformance.tls import TlsFiles, make_tls


class Running(NamedTuple):
    """A space that answers, with one registered client."""

    space: Space
    base: str
    ca: str
    client: AppClient

    def browser(self) -> Browser:
        """Return the browser of a new person, signed in."""
        browser = Browser(self.base, self.ca)
        assert browser.sign_in(self.space.people.add()).status_code == 303
        return browser


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> TlsFiles:
    return make_tls(tmp_path_factory.mktemp("tls"))


def run_space(tls: TlsFiles, **settings: object) -> Iterator[Running]:
    listener = listen("127.0.0.1")
    base = f"https://127.0.0.1:{port_of(listener)}"
    space = create_space(SpaceSettings(base_url=base, **settings))  # type: ignore[arg-type]
    client = AppClient(base, str(tls.ca))
    space.register(client.registration)
    with serve(space.app, "127.0.0.1", 0, tls.cert, tls.key, listener=listener) as served:
        assert served == base
        yield Running(space, base, str(tls.ca), client)
    space.close()


@pytest.fixture(scope="module")
def running(tls: TlsFiles) -> Iterator[Running]:
    yield from run_space(tls)


@pytest.fixture(scope="module")
def lenient(tls: TlsFiles) -> Iterator[Running]:
    """A space as the instrument sets it: PKCE is not required."""
    yield from run_space(tls, require_pkce=False)
