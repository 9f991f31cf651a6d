"""The crawl: deterministic, polite, bounded, and honest about what it did not read."""

from __future__ import annotations

from pathlib import Path

import pytest

import tests.support.hostile_behaviours  # noqa: F401  (loads the behaviours)
from harness.errors import LookFailed
from tests.harness.probes.http_room import Bench
from tests.support.hostile_server import HostileServer, reply


def links(*addresses: str) -> bytes:
    return reply("".join(f"<a href='{address}'>x</a>" for address in addresses).encode())


def paths(bench: Bench, purpose: str = "crawl") -> list[str]:
    return ["/" + one.url.split("/", 3)[3] for one in bench.exchanges(purpose)]


def test_it_goes_three_clicks_deep_and_records_the_way(tmp_path: Path) -> None:
    pages = {"/": links("/b", "/a"), "/a": links("/c"), "/c": links("/d"), "/d": links("/e"), "/b": links("/")}
    with HostileServer(pages) as server:
        bench = Bench(tmp_path, server, pages={"home": "/", "sign_up": "/inscription"})
        bench.run("http.crawl")
    assert paths(bench) == ["/", "/inscription", "/a", "/b", "/c", "/d"]
    assert [(one.depth, one.start) for one in bench.exchanges("crawl")] == [
        (0, "home"),
        (0, "sign_up"),
        (1, "home"),
        (1, "home"),
        (2, "home"),
        (3, "home"),
    ]
    assert bench.exchanges("crawl")[4].parent == server.url("/a")
    found = bench.summary()
    assert (found.pages, found.truncated, found.why) == (6, False, "")
    assert found.reached == {"home": True, "sign_up": False}
    assert all(request.startswith(b"GET ") for request in server.requests)


def test_the_same_site_gives_the_same_crawl(tmp_path: Path) -> None:
    pages = {"/": links(*[f"/p{number}" for number in range(30, 0, -1)], "/contact", "/mentions-legales")}
    with HostileServer(pages) as server:
        first, second = Bench(tmp_path / "1", server), Bench(tmp_path / "2", server)
        first.run("http.crawl")
        second.run("http.crawl")
    assert paths(first) == paths(second)
    assert paths(first)[:4] == ["/", "/contact", "/mentions-legales", "/p1"]


def test_what_it_leaves_it_names(tmp_path: Path) -> None:
    pages = {
        "/": reply(
            b"<a href=/logout>x</a><a href=/compte>Supprimer mon compte</a><a href=/guide.pdf>x</a>"
            b"<a href=https://other.example/>x</a><a href='javascript:alert(1)'>x</a><a href='data:text/html,x'>x</a>"
            b"<a href=http://user:p@127.0.0.1/>x</a><a href=http://127.0.0.1:0/>x</a><a href=mailto:a@b.example>x</a>"
            b"<a href=http://127.0.0.1:99999/>x</a><a href='http://\xd0\xb0pp.example.fr/'>x</a>"
        )
    }
    with HostileServer(pages) as server:
        bench = Bench(tmp_path, server)
        bench.run("http.crawl")
    assert server.asked == ["/"]
    left = {one.url.rsplit("/", 1)[1]: one.why for one in bench.summary().unreached}
    assert left == {"logout": "destructive", "compte": "destructive", "guide.pdf": "not_html"}
    assert not bench.summary().truncated


def test_sixty_pages_are_enough_and_the_rest_is_said(tmp_path: Path) -> None:
    pages = {"/": links(*[f"/p{number:03}" for number in range(100)])}
    pages |= {f"/p{number:03}": links("/") for number in range(100)}
    with HostileServer(pages) as server:
        bench = Bench(tmp_path, server)
        bench.run("http.crawl")
    found = bench.summary()
    assert (len(server.asked), found.pages, found.truncated, found.why) == (60, 60, True, "pages")
    assert len(found.unreached) == 41
    assert {one.why for one in found.unreached} == {"pages"}


def test_variants_of_one_address_end(tmp_path: Path) -> None:
    with HostileServer({"/": links(*[f"/cal?d={number}" for number in range(50)])}) as server:
        bench = Bench(tmp_path, server)
        bench.run("http.crawl")
    assert len(server.asked) == 6
    assert bench.summary().why == "variants"


def test_assets_are_read_and_their_source_maps(tmp_path: Path) -> None:
    page = reply(b"<script src=/app.js></script><link rel=stylesheet href=/s.css><script src=https://cdn.example/x.js>")
    script = reply(b"let a\n//# sourceMappingURL=app.js.map\n", kind="text/javascript")
    with HostileServer({"/": page, "/app.js": script}) as server:
        bench = Bench(tmp_path, server)
        bench.run("http.crawl")
    assert paths(bench, "asset") == ["/app.js", "/s.css", "/app.js.map"]
    assert bench.exchanges("asset")[2].tags["asset"] == "source_map"
    assert (bench.summary().pages, bench.summary().assets) == (1, 3)


@pytest.mark.parametrize(
    ("path", "asked", "why"),
    [
        ("/deep", 1, "cut"),
        ("/million-links", 60, "cut,links,pages"),
        ("/broken-markup", 2, ""),
        ("/huge-title", 1, "cut"),
        ("/loop-a", 2, ""),
        ("/bomb", 1, "cut"),
        ("/endless", 1, "cut"),
        ("/length-too-long", 1, "cut"),
        ("/nulls", 2, ""),
        ("/endless-redirect-body", 2, ""),
        ("/to?file:///etc/hostname", 1, ""),
        ("/to?http://169.254.169.254/", 1, ""),
    ],
)
def test_hostile_pages_end_the_crawl_honestly(tmp_path: Path, path: str, asked: int, why: str) -> None:
    with HostileServer() as server:
        bench = Bench(tmp_path, server, pages={"home": path})
        bench.run("http.crawl")
        assert len(server.asked) == asked
    assert bench.summary().why == why
    assert bench.summary().truncated is bool(why)


@pytest.mark.parametrize(
    ("path", "why"), [("/slow-headers", "timeout"), ("/empty", "closed"), ("/garbage", "protocol")]
)
def test_a_home_page_that_never_answers_fails_the_look(tmp_path: Path, path: str, why: str) -> None:
    with HostileServer() as server:
        bench = Bench(tmp_path, server, deadline_s=0.4, pages={"home": path})
        with pytest.raises(LookFailed) as failed:
            bench.run("http.crawl")
    assert failed.value.reason == "gap.unreachable"
    assert bench.exchanges("crawl")[0].error == why
    assert (bench.summary().truncated, bench.summary().reached) == (True, {"home": False})


def test_it_stops_when_the_server_asks_for_peace(tmp_path: Path) -> None:
    pages = {"/": links("/a", "/b"), "/a": reply(b"slow down", status="429 Too Many Requests")}
    with HostileServer(pages) as server:
        bench = Bench(tmp_path, server)
        bench.run("http.crawl")
    assert server.asked == ["/", "/a"]
    assert bench.summary().why == "throttled"


def test_many_failures_end_it(tmp_path: Path) -> None:
    pages = {"/": links(*[f"/p{number:02}" for number in range(40)])} | {f"/p{number:02}": b"" for number in range(40)}
    pages = {path: body or b"x" for path, body in pages.items()}
    with HostileServer(pages) as server:
        bench = Bench(tmp_path, server)
        bench.run("http.crawl")
    assert len(server.asked) == 9
    assert bench.summary().why == "errors"
