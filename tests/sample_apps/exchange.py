"""Tensio in this process, paired with the reference space, of which single answers are played."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests

from conformance.space.app import Space, create_space
from conformance.space.people import Person
from conformance.space.server import listen, port_of, serve
from conformance.space.settings import ClientRegistration, SpaceSettings
from sample_apps.tensio.application import application
from sample_apps.tensio.build import sound_build
from sample_apps.tensio.faults import apply_faults
from sample_apps.tensio.settings import Settings, seeds_of
from tests.conformance.client import Browser
from tests.sample_apps.conftest import Lab
from tests.sample_apps.stage import Played, Stage
from tests.sample_apps.visitor import ACCOUNTS, Visitor, notice


class Exchange(NamedTuple):
    """The space and its stage, the app's settings, the person at the app, and the person at the space."""

    space: Space
    stage: Stage
    visitor: Visitor
    browser: Browser
    person: Person

    def pair(self, browser: Browser | None = None) -> None:
        """Pairs (anew)."""
        # The form is on the page only while there is no pairing, or something is stopped.
        asked = self.visitor.submit("/espace-sante", "/espace-sante/synchroniser")
        token = asked.text.partition('name="jeton" value="')[2].partition('"')[0]
        sent = self.visitor.http.post(
            f"{self.visitor.url}/espace-sante/associer", data={"jeton": token}, allow_redirects=False
        ).headers["Location"]
        callback = dict(parse_qsl(urlsplit((browser or self.browser).consent(sent)).query))
        assert self.visitor.get(f"/espace-sante/retour?{urlencode(callback)}", follow=False).status_code == 302

    def press(self, name: str, *script: Played) -> requests.Response:
        """Presses the button of that path while the space plays these answers."""
        self.stage.script[:] = script
        return self.visitor.submit("/espace-sante", f"/espace-sante/{name}")

    def told(self, name: str, *script: Played) -> str:
        """What the person is told then."""
        return " ".join(notice(self.press(name, *script)).split())

    def post(self, name: str, fields: dict[str, str] | None = None) -> requests.Response:
        """Sends a form that the page need not show."""
        page = self.visitor.get("/espace-sante").text
        token = page.partition('name="jeton" value="')[2].partition('"')[0]
        return self.visitor.http.post(
            f"{self.visitor.url}/espace-sante/{name}", data={"jeton": token, **(fields or {})}
        )

    def newest(self) -> str:
        """The id of the measure that the share form lists first."""
        return self.visitor.get("/espace-sante").text.partition('name="mesure" value="')[2].partition('"')[0]


@contextmanager
def exchange(lab: Lab, data: Path, *faults: str) -> Iterator[Exchange]:
    """A space, and a Tensio with these faults that is paired with it."""
    at_space, at_app = listen("127.0.0.1"), listen("127.0.0.1")
    base, url = (f"https://127.0.0.1:{port_of(one)}" for one in (at_space, at_app))
    space = create_space(SpaceSettings(base_url=base))
    stage = Stage(space.app)
    build = sound_build(Settings(data, url, "tensio", f"{base}/oauth", Path(lab.ca), seeds_of(ACCOUNTS)))
    apply_faults(build, faults)
    pair = (lab.folder / "app.pem", lab.folder / "app.key")
    with (
        serve(stage, "127.0.0.1", 0, *pair, listener=at_space),
        serve(application(build), "127.0.0.1", 0, *pair, listener=at_app),
    ):
        visitor = Visitor(url, lab.ca)
        visitor.sign_in()
        space.register(ClientRegistration(
            client_id="tensio", jwks=visitor.get("/.well-known/jwks.json").json(),
            redirect_uris=(f"{url}/espace-sante/retour",), oid="2.25.100", name="Tensio",
        ))
        person = space.people.add()
        browser = Browser(base, lab.ca)
        browser.sign_in(person)
        here = Exchange(space, stage, visitor, browser, person)
        here.pair()
        yield here
    space.close()
