"""A browser among hostile pages: addresses that are refused, bounds that hold, secrets that are not kept."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from criteria.facts.browser import BrowserPage, BrowserRequest
from harness.manifest.model import Environment
from harness.net import NetPolicy, PinnedResolver
from harness.probes.browser import find, proxy, visits
from harness.probes.browser.proxy import Proxy
from tests.harness.probes.browser_room import candidate, look, need_browser
from tests.support.browser_sites import Served, site

pytestmark = pytest.mark.slow


def asked_through(proxy: Proxy, request: bytes) -> bytes:
    """All that the proxy answers, up to the end of the connection."""
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as client:
        client.sendall(request)
        with client.makefile("rb") as answered:
            return answered.read()


def proxy_of(profile: str, **world: str) -> Proxy:
    policy = NetPolicy(profile=profile)  # type: ignore[arg-type]
    names = {"inside.example": ["10.0.0.1"], "meta.example": ["169.254.169.254"]}
    return Proxy(policy, PinnedResolver(policy.permits, names=names), world)


@pytest.mark.parametrize(
    "where",
    ["127.0.0.1:80", "localhost:443", "10.0.0.1:443", "169.254.169.254:80", "[::1]:443", "inside.example:443", "x:0"],
)
def test_outside_the_lab_no_private_address_is_dialled(where: str) -> None:
    made = proxy_of("standard")
    answer = asked_through(made, f"CONNECT {where} HTTP/1.1\r\nHost: {where}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 502") and made.errors
    made.close()


def test_in_the_lab_link_local_addresses_stay_refused() -> None:
    made = proxy_of("lab")
    answer = asked_through(made, b"GET http://meta.example/latest HTTP/1.1\r\nHost: meta.example\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 502") and made.errors == {"meta.example": "forbidden_address"}
    made.close()


@pytest.mark.parametrize("request_", [b"\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"CONNECT [::1 HTTP/1.1\r\n\r\n"])
def test_a_broken_request_ends_nothing_but_itself(request_: bytes) -> None:
    with site({"/": Served("bonjour")}) as running:
        made = proxy_of("lab", **{"here.example": f"127.0.0.1:{running.port}"})
        assert asked_through(made, request_)[:12] in (b"HTTP/1.1 502", b"")
        assert b"200" in asked_through(made, b"GET http://here.example/ HTTP/1.1\r\nHost: here.example\r\n\r\n")[:20]
        made.close()


def test_a_second_request_on_a_plain_connection_reaches_nobody() -> None:
    """It may be meant for another host, and would hand its cookies to the first."""
    with site({"/": Served("bonjour")}) as running:
        made = proxy_of("lab", **{"here.example": f"127.0.0.1:{running.port}"})
        one = b"GET http://here.example/ HTTP/1.1\r\nHost: here.example\r\n\r\n"
        other = b"GET http://other.example/secret HTTP/1.1\r\nHost: other.example\r\nCookie: s=1\r\n\r\n"
        asked_through(made, one + other)
        assert not any("secret" in line for line in running.asked)
        made.close()


def test_beyond_its_bytes_nobody_is_dialled_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy, "MOST_BYTES_IN_ALL", 1000)
    with site({"/": Served("x" * 5000)}) as running:
        made = proxy_of("lab", **{"here.example": f"127.0.0.1:{running.port}"})
        asked = b"GET http://here.example/ HTTP/1.1\r\nHost: here.example\r\n\r\n"
        assert b"200" in asked_through(made, asked)[:20]
        assert b"502" in asked_through(made, asked)[:20] and made.errors == {"here.example": "too_much"}
        made.close()


def test_what_a_page_wants_of_a_refused_host_is_recorded_as_asked(tmp_path: Path) -> None:
    need_browser()
    html = '<title>x</title><img src="http://169.254.169.254/latest/meta-data"><img src="https://gone.invalid/p.gif">'
    with site({"/": Served(html)}) as running:
        looked = look(tmp_path / "b", candidate(running), "browser.visits")
    found = {one.host: (one.status, one.sent) for one in looked.facts(BrowserRequest)}
    assert found["169.254.169.254"][0] in (0, 502)
    assert found["gone.invalid"] == (0, True)


def test_a_page_that_never_yields_ends_the_look_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_browser()
    monkeypatch.setattr(visits, "SECONDS", 6.0)
    with site({"/": Served("<title>x</title><script>setTimeout(() => { for (;;); }, 100)</script>")}) as running:
        looked = look(tmp_path / "b", candidate(running), "browser.visits")
    assert looked.failure == "browser.held_up"


def test_a_page_cannot_open_more_pages_than_there_may_be(tmp_path: Path) -> None:
    need_browser()
    html = "<title>x</title><script>for (let i = 0; i < 60; i++) open('/p' + i); alert(1); confirm(2)</script>"
    with site({"/": Served(html)}) as running:
        looked = look(tmp_path / "b", candidate(running), "browser.visits")
    assert looked.failure == "" and looked.facts(BrowserPage)[0].title == "x"


def test_a_page_that_spoils_the_tools_of_its_world_is_read_all_the_same(tmp_path: Path) -> None:
    need_browser()
    html = """<title>vrai</title><p>visible</p><a href="/vrai">lien</a><script>
      Document.prototype.querySelectorAll = Element.prototype.querySelectorAll = () => [];
      Object.defineProperty(Document.prototype, "title", { get: () => "faux" });
      JSON.stringify = () => "{}"; Array.prototype.map = () => [];
    </script>"""
    with site({"/": Served(html)}) as running:
        looked = look(tmp_path / "b", candidate(running), "browser.visits")
    page = looked.facts(BrowserPage)[0]
    assert page.title == "vrai" and [one.text for one in page.links] == ["lien"]


def test_secrets_of_cookies_and_forms_are_not_kept(tmp_path: Path) -> None:
    need_browser()
    cookie, token = "q8Zt0vKJ4mXw7RbN2s", "Zk3P9xWm41LqTvB8Yc6D"
    html = f'<title>x</title><form method=post><input type=hidden name=csrf_token value="{token}"></form>'
    page = Served(html, headers=(("Set-Cookie", f"session={cookie}; Path=/; HttpOnly"),))
    with site({"/": page}) as running:
        looked = look(tmp_path / "b", candidate(running), "browser.visits")
    assert looked.failure == ""
    assert cookie.encode() not in looked.stored and token.encode() not in looked.stored


def test_without_a_browser_the_look_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find.executable.cache_clear()
    monkeypatch.setattr(find, "NAMES", ("no-such-browser",))
    with site({"/": Served("x")}) as running:
        looked = look(tmp_path / "b", candidate(running), "browser.visits")
    find.executable.cache_clear()
    assert looked.failure == "browser.not_found"


def test_root_gets_no_browser_outside_the_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find.os, "geteuid", lambda: 0)
    assert not find.sandboxed("lab")
    with pytest.raises(find.LookFailed) as failed:
        find.sandboxed("standard")
    assert failed.value.reason == "browser.root"
    monkeypatch.setattr(find.os, "geteuid", lambda: 1000)
    assert find.sandboxed("standard") and find.sandboxed("lab")


def test_the_browser_ends_with_its_lane(tmp_path: Path) -> None:
    need_browser()
    before = threading.active_count()
    with site({"/": Served("<title>x</title>")}) as running:
        look(
            tmp_path / "b",
            candidate(running, environments={"production": Environment(base_url=running.url)}),
            "browser.visits",
        )
    assert threading.active_count() <= before + 2
