"""Addresses as strangers write them."""

from __future__ import annotations

import pytest

from criteria.facts.http import click_distances
from criteria.facts.http.urls import BadUrl, canonical, origin, registrable_domain, resolve, same_site, target


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("HTTPS://App.Example.FR:443/a/../b?x=1#top", "https://app.example.fr/b?x=1"),
        ("http://app.example.fr", "http://app.example.fr/"),
        ("https://app.example.fr./", "https://app.example.fr/"),
        ("https://[::1]:8443/", "https://[::1]:8443/"),
        ("https://аpp.example.fr/", "https://xn--pp-6kc.example.fr/"),
    ],
)
def test_canonical(written: str, url: str) -> None:
    assert canonical(written) == url


@pytest.mark.parametrize(
    "written",
    [
        "", "mailto:a@b.example", "file:///etc/hostname", "javascript:alert(1)", "//host/", "https://",
        "https://user@host.example/", "https://user:p@host.example/", "https://host.example:0/",
        "https://host.example:99999/", "https://a..b/", "https://[::1/", "https://host\x00.example/",
        "https://host.example/" + "x" * 5000, f"https://{'a' * 64}.example/", "https://\u200d.example/",
    ],
)  # fmt: skip
def test_addresses_that_no_request_may_be_sent_to(written: str) -> None:
    with pytest.raises(BadUrl):
        target(written)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("b", "https://app.example.fr/a/b"),
        ("/b#c", "https://app.example.fr/b"),
        ("//cdn.example/x", "https://cdn.example/x"),
        (" \n/b ", "https://app.example.fr/b"),
        ("mailto:aide@app.example.fr", "mailto:aide@app.example.fr"),
        ("java\nscript:alert(1)", "javascript:alert(1)"),
        ("https://user:p@app.example.fr/", "https://user:p@app.example.fr/"),
        ("http://[", ""),
        ("x" * 9000, ""),
    ],
)
def test_resolve(href: str, url: str) -> None:
    assert resolve("https://app.example.fr/a/page", href) == url


def test_sites_and_origins() -> None:
    assert registrable_domain("www.app.co.uk") == "app.co.uk"
    assert registrable_domain("127.0.0.1") == "127.0.0.1"
    assert same_site("www.example.fr", "api.example.fr")
    assert not same_site("a.github.io", "b.github.io")
    assert origin("https://App.example.fr/x") == "https://app.example.fr:443"
    assert origin("nonsense") == ""


def test_clicks_count_from_any_start_and_redirects_are_free() -> None:
    links = {"/": ["/a", "/old"], "/a": ["/b"], "/new": ["/c"], "/b": ["/"]}
    redirects = {"/old": "/new", "/new": "/new"}
    assert click_distances("/", links, redirects) == {"/": 0, "/a": 1, "/old": 1, "/new": 1, "/b": 2, "/c": 2}
    assert click_distances("/b", links, redirects, limit=1) == {"/b": 0, "/": 1}
