"""The cookie jar keeps what RFC 6265bis lets it keep, and nothing wider."""

from __future__ import annotations

import pytest

from harness.net.jar import Jar

URL = "https://app.example.fr/compte/page"


@pytest.mark.parametrize(
    ("header", "sent"),
    [
        ("a=1", "a=1"),
        ("a=1; Path=/", "a=1"),
        ("a=1; Path=/autre", ""),
        ("a=1; Domain=example.fr; Path=/", "a=1"),
        ("a=1; Domain=.example.fr; Path=/", "a=1"),
        ("a=1; Domain=fr; Path=/", ""),
        ("a=1; Domain=other.fr; Path=/", ""),
        ("a=1; Domain=co.uk", ""),
        ("a=1; Max-Age=0", ""),
        ("a=1; Max-Age=-5", ""),
        ("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", ""),
        ("a=1; Expires=Thu, 01-Jan-1970 00:00:00 GMT", ""),
        ("a=1; Expires=nonsense", "a=1"),
        ("__Host-a=1; Secure; Path=/", "__Host-a=1"),
        ("__Host-a=1; Secure; Path=/; Domain=example.fr", ""),
        ("__Host-a=1; Path=/", ""),
        ("__Secure-a=1; Path=/", ""),
        ("", ""),
    ],
)
def test_what_is_sent_back(header: str, sent: str) -> None:
    jar = Jar()
    jar.store(URL, [header])
    assert jar.header(URL) == sent


def test_secure_cookies_stay_off_cleartext() -> None:
    jar = Jar()
    jar.store(URL, ["a=1; Secure; Path=/"])
    assert jar.header("http://app.example.fr/") == ""
    jar.store("http://app.example.fr/", ["b=1; Secure"])
    assert jar.dropped == 1


def test_a_deletion_deletes_and_a_domain_cookie_reaches_its_subdomains() -> None:
    jar = Jar()
    jar.store(URL, ["a=1; Path=/; Domain=example.fr", "b=1; Path=/"])
    assert jar.header("https://www.example.fr/") == "a=1"
    assert jar.header("https://notexample.fr/") == ""
    jar.store(URL, ["b=; Path=/; Max-Age=0"])
    assert jar.header(URL) == "a=1"
