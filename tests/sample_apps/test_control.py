"""The control app: every flaw is there to be seen."""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from conformance.space.app import create_space
from conformance.space.server import listen, port_of, serve
from conformance.space.settings import ClientRegistration, SpaceSettings
from harness.processes import started
from tests.conformance.client import Browser
from tests.sample_apps.conftest import Lab


class Meeting:
    """The control app, paired with a space of its own."""

    def __init__(self, ready: dict[str, Any], browser: Browser, http: requests.Session) -> None:
        self.ready, self.url, self.browser, self.http = ready, ready["url"], browser, http

    def get(self, path: str) -> requests.Response:
        return self.http.get(self.url + path, allow_redirects=False)


@pytest.fixture(scope="module")
def control(lab: Lab) -> Iterator[Meeting]:
    listener = listen("127.0.0.1")
    base = f"https://127.0.0.1:{port_of(listener)}"
    space = create_space(SpaceSettings(base_url=base, require_pkce=False))
    arguments = [*lab.serving("old"), "--space-issuer", f"{base}/oauth", "--space-ca", lab.ca, "--client-id", "control"]
    with (
        serve(space.app, "127.0.0.1", 0, lab.folder / "app.pem", lab.folder / "app.key", listener=listener),
        started("sample_apps.control", arguments) as ready,
    ):
        http = requests.Session()
        http.trust_env = False
        http.verify = str(lab.folder / "old.pem")
        jwks = http.get(f"{ready['url']}/.well-known/jwks.json").json()
        redirects = (ready["redirect_uri"],)
        space.register(
            ClientRegistration(client_id="control", jwks=jwks, redirect_uris=redirects, oid="2.25.101", name="Control")
        )
        browser = Browser(base, lab.ca)
        browser.sign_in(space.people.add())
        yield Meeting(ready, browser, http)
    space.close()


@pytest.mark.parametrize("version", ["TLSv1", "TLSv1_1", "TLSv1_2", "TLSv1_3"])
def test_every_tls_version_is_accepted(control: Meeting, version: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    place = urlsplit(control.url)
    with create_connection((place.hostname, place.port)) as sock, context.wrap_socket(sock) as secured:
        assert secured.version() == version.replace("_", ".")


def test_no_security_header_and_content_in_clear(control: Meeting) -> None:
    for address in (control.url, control.ready["cleartext_url"]):
        response = control.http.get(f"{address}/")
        assert response.status_code == 200
        assert {name.lower() for name in response.headers} <= {"date", "content-type", "content-length"}
        assert "<a " not in response.text


def test_session_cookie_is_bare(control: Meeting) -> None:
    form = {"email": "x", "mot_de_passe": "y"}
    answer = control.http.post(f"{control.url}/connexion", data=form, allow_redirects=False)
    name, _, rest = answer.headers["Set-Cookie"].partition("=")
    assert (name, rest.partition("; ")[2]) == ("session", "Path=/")
    assert "CONTROL-CANARY" in control.get("/journal").text
    control.http.cookies.clear()
    assert control.get("/journal").status_code == 403


def test_exposures(control: Meeting) -> None:
    assert control.get("/.git/HEAD").text == "ref: refs/heads/main\n"
    assert "DB_PASSWORD" in control.get("/.env").text
    assert "Traceback" in control.get("/recherche?page=abc").text
    echoed = control.http.request("TRACE", f"{control.url}/", headers={"X-Probe": "echo-me"})
    assert "echo-me" in echoed.text


def test_pairing_accepts_anything(control: Meeting) -> None:
    asked = control.get("/espace-sante/associer").headers["Location"]
    query = dict(parse_qsl(urlsplit(asked).query))
    assert (query["response_type"], query["code_challenge_method"]) == ("code", "plain")
    again = dict(parse_qsl(urlsplit(control.get("/espace-sante/associer").headers["Location"]).query))
    assert again["code_challenge"] == query["code_challenge"]
    code = dict(parse_qsl(urlsplit(control.browser.consent(asked)).query))["code"]
    assert "non associé" not in control.get(f"/espace-sante/retour?code={code}&state=x&iss=https://evil.example").text
    assert "Envoi : 422" in control.http.post(f"{control.url}/espace-sante/partager").text
    assert control.get("/espace-sante/retour?error=access_denied").status_code == 500


def test_stops_with_its_input(lab: Lab, tmp_path: Path) -> None:
    with started("sample_apps.control", lab.serving("old")) as ready:
        place = urlsplit(str(ready["url"]))
    with pytest.raises(ConnectionRefusedError), create_connection((place.hostname, place.port)):
        pass
