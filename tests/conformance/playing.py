"""A lab that answers over TLS, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from conformance.lab.lab import Lab
from conformance.space.app import Space, create_space
from conformance.space.people import Person
from conformance.space.server import listen, port_of, serve
from conformance.space.settings import SpaceSettings
from tests.conformance.client import AppClient, Browser, callback
from tests.conformance.tls import TlsFiles


class Playing(NamedTuple):
    """A lab that answers, with one client, one person and their browser."""

    space: Space
    lab: Lab
    client: AppClient
    person: Person
    browser: Browser

    def authorize(self, verifier: str = "v" * 43) -> tuple[dict[str, str], dict[str, str], str]:
        """Do an authorization; return what was asked, what was answered, and the whole address."""
        url = self.client.ask(verifier)
        location = self.browser.consent(url)
        return dict(parse_qsl(urlsplit(url).query)), callback(location), location


@contextmanager
def run_lab(tls: TlsFiles) -> Iterator[Playing]:
    """Serve a lab until the block ends."""
    listener = listen("127.0.0.1")
    base = f"https://127.0.0.1:{port_of(listener)}"
    space = create_space(SpaceSettings(base_url=base))
    lab, client, person = Lab(space), AppClient(base, str(tls.ca)), space.people.add()
    space.register(client.registration)
    with serve(lab.app, "127.0.0.1", 0, tls.cert, tls.key, listener=listener):
        browser = Browser(base, str(tls.ca))
        browser.sign_in(person)
        yield Playing(space, lab, client, person, browser)
    space.close()
