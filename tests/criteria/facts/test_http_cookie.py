"""``Set-Cookie`` as browsers read it."""

from __future__ import annotations

from criteria.facts.http import parse_set_cookie
from criteria.facts.http.cookie import SetCookie


def read(header: str) -> SetCookie:
    found = parse_set_cookie(header)
    assert found is not None
    return found


def test_a_sound_session_cookie() -> None:
    cookie = read("__Host-session=~~secret-cookie-1~~; Path=/; Secure; HttpOnly; SameSite=Lax")
    assert (cookie.prefix, cookie.secure, cookie.http_only, cookie.same_site) == ("__Host-", True, True, "lax")
    assert (cookie.host_only, cookie.path) == (True, "/")


def test_attributes_are_read_without_case_and_the_last_one_wins() -> None:
    cookie = read("a=1; secure; HTTPONLY; samesite=None; SameSite=Strict; Domain=.Example.FR; Path=x; max-age=60")
    assert (cookie.secure, cookie.http_only, cookie.same_site) == (True, True, "strict")
    assert (cookie.domain, cookie.path, cookie.max_age) == ("example.fr", "", 60)


def test_absent_and_unknown_same_site_differ() -> None:
    assert read("a=1").same_site == ""
    assert read("a=1; SameSite").same_site == "other"
    assert read("a=1; SameSite=Whatever").same_site == "other"
    assert read("a=1; SameSite=none").same_site == "none"


def test_what_a_browser_ignores_is_no_cookie() -> None:
    assert parse_set_cookie("") is None
    assert parse_set_cookie("; Secure") is None
    assert parse_set_cookie(f"a={'x' * 5000}") is None


def test_odd_pairs() -> None:
    assert (read("just-a-value").name, read("just-a-value").value) == ("", "just-a-value")
    assert (read(" a = b=c ").name, read(" a = b=c ").value) == ("a", "b=c")
    assert read("a=1; Max-Age=banana").max_age is None
    assert read("a=1; Max-Age=-1").max_age == -1
    assert read(f"a=1; Max-Age={'9' * 900}").max_age == 10**12
