"""``Page``: what a person and a browser find in a response."""

from __future__ import annotations

import tests.support.hostile_behaviours  # noqa: F401  (loads the behaviours)
from criteria.facts.html import Field, Form, Link, Page, Script, Subresource, read_page
from criteria.facts.html.extract import pages
from criteria.facts.http.exchange import cookies, exchanges
from criteria.observation import Observation
from tests.support.hostile_server import BEHAVIOURS, HostileServer

URL = "https://app.example.fr/a/"
FRENCH = (
    "Vous trouverez dans cette page les données que nous recueillons, pour quelles raisons, et avec qui elles sont "
    "partagées. Elle est à vous, et vous pouvez nous écrire."
)
ENGLISH = (
    "This page tells you which data we collect, for what reasons, and with whom they are shared. You can write to us "
    "at any time if this is not clear to you."
)


def page(html: str, **headers: str) -> Page:
    return read_page(html.encode(), URL, **headers)


def test_links_with_what_they_say() -> None:
    found = page(
        "<a href='/x'>Mentions <b>légales</b></a><a href=b><img alt='Aide'></a>"
        "<a href='mailto:a@b.example' aria-label=Contact></a><a name=z>no link</a><area href=/carte alt=Carte>"
    )
    assert found.links == (
        Link(url="https://app.example.fr/x", text="Mentions légales"),
        Link(url="https://app.example.fr/a/b", text="Aide"),
        Link(url="mailto:a@b.example", text="Contact"),
        Link(url="https://app.example.fr/carte", text="Carte"),
    )


def test_the_base_element_moves_every_address() -> None:
    assert page("<base href='/other/'><a href=x>x</a>").links[0].url == "https://app.example.fr/other/x"


def test_forms_fields_and_labels() -> None:
    found = page(
        "<form action=/envoi method=post><label for=m>Message</label><textarea id=m name=message required></textarea>"
        "<label>Oui <input type=checkbox name=ok checked></label><input type=hidden name=jeton value=secret>"
        "<input name=q placeholder='Chercher'><select name=s></select><button>OK</button></form><input name=loose>"
    )
    assert found.forms == (
        Form(
            action="https://app.example.fr/envoi",
            method="POST",
            fields=(
                Field(name="message", type="textarea", required=True, label="Message"),
                Field(name="ok", type="checkbox", checked=True, label="Oui"),
                Field(name="jeton", type="hidden"),
                Field(name="q", label="Chercher"),
                Field(name="s", type="select"),
                Field(type="submit"),
            ),
        ),
        Form(action="", fields=(Field(name="loose"),)),
    )


def test_what_the_page_loads() -> None:
    found = page(
        "<script src=https://cdn.example/x.js integrity=sha384-x crossorigin=anonymous></script>"
        "<script nonce=n>let a = 1</script><link rel=stylesheet href=/s.css><img src=http://other.example/i.png>"
        "<img src=data:x><iframe src=/f></iframe>"
        "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">"
        "<meta http-equiv=refresh content='5; url=/next'><meta name=referrer content=Unsafe-URL>"
    )
    assert found.scripts == (
        Script(url="https://cdn.example/x.js", integrity="sha384-x", crossorigin="anonymous"),
        Script(nonce=True, inline=9),
    )
    assert found.subresources == (
        Subresource(tag="link", url="https://app.example.fr/s.css", rel="stylesheet"),
        Subresource(tag="img", url="http://other.example/i.png"),
    )
    assert found.subresources[1].scheme == "http"
    assert found.meta_csp == ("script-src 'self'",)
    assert (found.refresh, found.frames) == ("https://app.example.fr/next", ("https://app.example.fr/f",))
    assert (found.meta_referrer, found.has_script) == ("unsafe-url", True)


def test_text_that_shows() -> None:
    found = page(
        "<html lang=FR><title> Ma\npage </title><body><p>Un</p><p>deux<br>trois</p><script>no()</script>"
        "<style>no</style><noscript>no</noscript><template>no<a href=no>no</a></template><b>qua</b>tre"
    )
    assert (found.lang, found.title, found.text) == ("fr", "Ma page", "Un deux trois quatre")
    assert found.links == ()


def test_the_language_is_that_of_the_text() -> None:
    assert (page(f"<html lang=en><p>{FRENCH}").language, page(f"<p>{ENGLISH}").language) == ("fr", "en")
    assert page(f"<p>{FRENCH}").confidence > 0.8
    assert page("<p>Bonjour").language == ""
    assert (
        page("<p>" + "Wir erheben keine Daten ohne Ihre Zustimmung und löschen sie danach sofort. " * 4).language
        == "other"
    )


def test_a_page_that_only_scripts_can_show() -> None:
    assert page("<div id=root></div><script src=/app.js></script>").script_rendered
    assert not page(f"<p>{FRENCH}{FRENCH}</p><script src=/app.js></script>").script_rendered


def test_encodings_are_read_as_browsers_do() -> None:
    word = "confidentialité"
    assert read_page(f"{word}.".encode("latin-1"), URL, "text/html; charset=utf-8").text == f"{word}."
    assert read_page(word.encode("latin-1"), URL, "text/html; charset=ISO-8859-1").text == word
    assert read_page(b"\xff\xfe" + word.encode("utf-16-le"), URL).text == word
    assert read_page(b"<meta charset=windows-1252>" + word.encode("cp1252"), URL).text == word
    assert read_page(b"+ADw-script+AD4-x()+ADw-/script+AD4-", URL, "text/html; charset=utf-7").scripts == ()
    assert read_page("é".encode()[:1], URL).text == ""


def test_hostile_pages_end_in_bounded_facts() -> None:
    with HostileServer() as server:
        bodies = {
            path: b"".join(BEHAVIOURS[path](server, path)).partition(b"\r\n\r\n")[2]
            for path in ("/deep", "/million-links", "/broken-markup", "/huge-title", "/nulls")
        }
    found = {path: read_page(body, URL) for path, body in bodies.items()}
    assert [link.text for link in found["/deep"].links] == ["deep"]
    assert len(found["/million-links"].links) == 500
    assert found["/million-links"].links_more > 1000
    assert found["/broken-markup"].links == (Link(url="https://app.example.fr/fine", text="x"),)
    assert len(found["/huge-title"].title) == 500
    assert found["/nulls"].text == "ab x"


def seen(headers: list[tuple[str, str]], body: str = "sha256:1") -> Observation:
    response = {"status": 200, "headers": headers, "size": 1}
    data = {"request": {"method": "GET", "url": URL}, "response": response, "purpose": "crawl", "start": "home"}
    blobs = {"response_body": body}
    return Observation(id="o1", look="l", kind="http.exchange", probe="http", at="", data=data, blobs=blobs)


def test_extractors_read_an_observation() -> None:
    html = seen([("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1; Secure"), ("set-cookie", "b=2")])
    (exchange,) = exchanges(html, lambda digest: b"")
    assert (exchange.status, exchange.host, exchange.is_html, exchange.start) == (200, "app.example.fr", True, "home")
    assert [(cookie.name, cookie.secure, cookie.purpose) for cookie in cookies(html, lambda digest: b"")] == [
        ("a", True, "crawl"),
        ("b", False, "crawl"),
    ]
    (found,) = pages(html, lambda digest: b"<title>x</title>")
    assert (found.title, found.purpose, found.start) == ("x", "crawl", "home")


def test_other_types_are_no_pages() -> None:
    assert list(pages(seen([("Content-Type", "application/json")]), lambda digest: b"<html>")) == []
    assert list(pages(seen([]), lambda digest: b"{}")) == []
    assert len(list(pages(seen([]), lambda digest: b"<!DOCTYPE html><p>x"))) == 1
