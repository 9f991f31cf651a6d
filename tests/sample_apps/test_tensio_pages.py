"""The sound app's pages, as anyone sees them."""

from __future__ import annotations

import json

import pytest
import requests
from selectolax.lexbor import LexborHTMLParser

from sample_apps.tensio import VERSION
from sample_apps.tensio.articles import ARTICLES
from tests.sample_apps.conftest import Running

PUBLIC = [
    "/", "/inscription", "/connexion", "/articles", *(f"/articles/{one.slug}" for one in ARTICLES), "/confidentialite",
    "/mentions-legales", "/aide", "/contact", "/droits", "/accessibilite", "/ecoconception", "/a-propos",
    "/financement",
]
FOOT = {"/mentions-legales", "/confidentialite", "/aide", "/contact", "/contact?sujet=erreur", "/accessibilite"}
PERSONAL = ["/journal", "/espace-sante"]


def check_html(response: requests.Response) -> LexborHTMLParser:
    headers = response.headers
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "base-uri 'none'" in headers["Content-Security-Policy"]
    assert int(headers["Strict-Transport-Security"].split(";")[0].removeprefix("max-age=")) >= 31_536_000
    assert "Server" not in headers
    page = LexborHTMLParser(response.text)
    assert [one.attributes["lang"] for one in page.css("html")] == ["fr"]
    assert len(page.css("h1")) == 1
    assert not page.css("script, style, [style], [onclick], iframe")
    links = {one.attributes["href"] for one in page.css("footer a")}
    assert links >= FOOT
    return page


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page(tensio: Running, path: str) -> None:
    response = tensio.visitor().get(path)
    assert response.status_code == 200
    check_html(response)


@pytest.mark.parametrize("path", PERSONAL)
def test_personal_page_asks_to_sign_in_and_is_never_stored(tensio: Running, path: str) -> None:
    visitor = tensio.visitor()
    refused = visitor.get(path, follow=False)
    assert (refused.status_code, refused.headers["Location"]) == (303, f"/connexion?suite={path}")
    visitor.sign_in()
    shown = visitor.get(path)
    assert shown.headers["Cache-Control"] == "no-store"
    check_html(shown)


def test_every_label_has_its_field_and_every_field_its_label(tensio: Running) -> None:
    for path in ("/inscription", "/connexion", "/contact", "/droits"):
        page = LexborHTMLParser(tensio.visitor().get(path).text)
        named = {one.attributes["for"] for one in page.css("label")}
        assert named == {one.attributes["id"] for one in page.css("input:not([type=hidden]), select, textarea")}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/inconnue", 404), ("/articles/inconnu", 404), ("/articles?page=abc", 400), ("/articles?page=99", 404),
     ("/static/../site.py", 404), ("/.git/HEAD", 404), ("/.env", 404), ("/deconnexion", 405)],
)
def test_error_page_is_clean(tensio: Running, path: str, status: int) -> None:
    response = tensio.visitor().get(path)
    assert response.status_code == status
    check_html(response)
    assert "Traceback" not in response.text and "tarlette" not in response.text


def test_trace_is_refused(tensio: Running) -> None:
    response = tensio.visitor().http.request("TRACE", tensio.url + "/", headers={"X-Probe": "echo-me"})
    assert response.status_code == 405
    assert "echo-me" not in response.text


def test_large_body_is_refused(tensio: Running) -> None:
    assert tensio.visitor().http.post(tensio.url + "/contact", data={"message": "x" * 70_000}).status_code == 413


def test_machine_pages(tensio: Running) -> None:
    visitor = tensio.visitor()
    assert visitor.get("/version").json() == {"version": VERSION}
    (key,) = visitor.get("/.well-known/jwks.json").json()["keys"]
    assert (key["crv"], key["alg"], key["use"]) == ("P-256", "ES256", "sig")
    assert "d" not in key
    assert "Expires: 20" in visitor.get("/.well-known/security.txt").text
    assert "User-agent: *" in visitor.get("/robots.txt").text


def test_style_sheet_is_kept_by_caches(tensio: Running) -> None:
    visitor = tensio.visitor()
    (link,) = LexborHTMLParser(visitor.get("/").text).css("link[rel=stylesheet]")
    address = link.attributes["href"] or ""
    response = visitor.get(address)
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]


def test_cleartext_port_only_redirects(tensio: Running) -> None:
    address = f"{tensio.ready['cleartext_url']}/aide?x=1"
    response = requests.get(address, allow_redirects=False, headers={"Host": "evil.example"}, timeout=10)
    assert response.status_code == 301
    assert response.headers["Location"] == f"{tensio.url}/aide?x=1"


def test_ready_line(tensio: Running) -> None:
    assert tensio.ready["ready"] is True
    assert tensio.ready["redirect_uri"] == f"{tensio.url}/espace-sante/retour"
    assert json.dumps(tensio.ready["faults"]) == '["code_taken_twice"]'
