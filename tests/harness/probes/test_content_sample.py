"""The sample of health pages: where its addresses come from, how it is drawn, and what it never does."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from criteria.facts.content_sample import draw
from criteria.facts.dossier_content import matches
from tests.harness.probes.content_room import ContentBench
from tests.support.editorial import article
from tests.support.hostile_server import HostileServer, reply

PAGE = reply(article().encode(), kind="text/html; charset=utf-8")
CONTENT = {"pages": ["/articles/*"], "review_cycle_months": 12}


def sitemap(server: HostileServer, *paths: str, tag: str = "urlset") -> bytes:
    listed = "".join(f"<url><loc> {server.url(path)} </loc></url>" for path in paths)
    return reply(f"<?xml version='1.0'?><{tag}>{listed}</{tag}>".encode(), kind="application/xml")


def links(*paths: str) -> bytes:
    return reply("".join(f"<a href='{path}'>x</a>" for path in paths).encode())


def test_pages_of_crawl_and_sitemap_are_drawn_and_read(tmp_path: Path) -> None:
    pages = {"/": links("/articles/1", "/aide"), **{f"/articles/{rank}": PAGE for rank in range(1, 4)}}
    with HostileServer(pages) as server:
        server.pages["/sitemap.xml"] = sitemap(server, "/articles/2", "/articles/3", "/contact")
        bench = ContentBench(tmp_path, server, content=CONTENT)
        bench.run("http.crawl")
        bench.run("content.sample")
    found = bench.sampled()
    known = [server.url(f"/articles/{rank}") for rank in range(1, 4)]
    assert (found.population, found.sitemap, found.cut, found.patterns) == (3, "read", False, ("/articles/*",))
    assert found.drawn == draw(found.seed, known)
    assert sorted(one.start for one in bench.exchanges("content")) == known


def test_fifty_are_drawn_and_anyone_can_draw_them_again(tmp_path: Path) -> None:
    with HostileServer({"/": links()}) as server:
        paths = [f"/articles/{rank}" for rank in range(120)]
        server.pages.update(dict.fromkeys(paths, PAGE))
        server.pages["/sitemap.xml"] = sitemap(server, *paths)
        bench = ContentBench(tmp_path, server, content=CONTENT)
        bench.run("http.crawl")
        bench.run("content.sample")
        known = [server.url(path) for path in paths]
    found = bench.sampled()
    assert (found.population, len(found.drawn)) == (120, 50)
    assert found.drawn == draw(found.seed, reversed(known))
    assert found.drawn != draw("another", known)


def test_a_look_that_is_resumed_without_the_crawl_finds_its_own_way(tmp_path: Path) -> None:
    with HostileServer({"/": links("/liste"), "/liste": links("/articles/1"), "/articles/1": PAGE}) as server:
        bench = ContentBench(tmp_path, server, content=CONTENT)
        bench.run("content.sample")
    assert bench.sampled().population == 1


def test_without_a_pattern_addresses_are_guessed(tmp_path: Path) -> None:
    with HostileServer({"/": links("/blog/1", "/contact", "/conseils/")}) as server:
        bench = ContentBench(tmp_path, server)
        bench.run("http.crawl")
        bench.run("content.sample")
    assert [url.rpartition("/")[2] for url in bench.sampled().drawn] == ["1"]


def test_robots_and_an_index_lead_to_sitemaps(tmp_path: Path) -> None:
    with HostileServer({"/": links()}) as server:
        robots = f"User-agent: *\nSitemap: {server.url('/index.xml')}\n".encode()
        server.pages["/robots.txt"] = reply(robots, kind="text/plain")
        server.pages["/index.xml"] = sitemap(server, "/one.xml", "/two.xml.gz", tag="sitemapindex")
        server.pages["/one.xml"] = sitemap(server, "/articles/1")
        packed = gzip.compress(sitemap(server, "/articles/2").partition(b"\r\n\r\n")[2])
        server.pages["/two.xml.gz"] = reply(packed, kind="application/gzip")
        bench = ContentBench(tmp_path, server, content=CONTENT)
        bench.run("http.crawl")
        bench.run("content.sample")
    assert bench.sampled().population == 2


ENTITIES = b"<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>"
BOMB = b"<!DOCTYPE x [" + ENTITIES + b"]><urlset><url><loc>&b;</loc></url></urlset>"
TRAPS = {
    "/index.xml": b"<sitemapindex><sitemap><loc>SELF</loc></sitemap></sitemapindex>",
    "/bomb.xml": BOMB,
    "/zip.xml": gzip.compress(b"<urlset>" + b" " * 40_000_000),
    "/far.xml": b"<urlset><url><loc>https://other.example/articles/1</loc></url></urlset>",
    "/odd.xml": b"<urlset><url><loc>javascript:alert(1)</loc></url><url><loc>http://[::1</loc></url></urlset>",
    "/unclosed.xml": b"<urlset>" + b"<loc>" * 50_000,
}


@pytest.mark.parametrize("path", TRAPS)
def test_a_hostile_sitemap_leads_nowhere(tmp_path: Path, path: str) -> None:
    with HostileServer({"/": links()}) as server:
        server.pages["/robots.txt"] = reply(f"Sitemap: {server.url(path)}\n".encode(), kind="text/plain")
        server.pages[path] = reply(TRAPS[path].replace(b"SELF", server.url(path).encode()), kind="application/xml")
        bench = ContentBench(tmp_path, server, content=CONTENT)
        bench.run("http.crawl")
        bench.run("content.sample")
    assert bench.sampled().drawn == ()


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/articles/*", "/articles/a", True),
        ("/articles/*", "/articles/a/b", True),
        ("/articles/*", "/articles", False),
        ("/articles/*", "/autres/a", False),
        ("/fr/*/sante/*", "/fr/x/sante/y", True),
        ("/fr/*/sante/*", "/fr/x/y", False),
        ("/a*a", "/a", False),
        ("/", "/", True),
        ("/x/", "/x", True),
        ("/sant%C3%A9/*", "/sant%C3%A9/a", False),
        ("/santé/*", "/sant%C3%A9/a", True),
    ],
)
def test_patterns_of_paths(pattern: str, path: str, fits: bool) -> None:
    assert matches(pattern, f"https://app.example.fr{path}?x=1") is fits


def test_a_pattern_cannot_be_made_to_take_long() -> None:
    assert not matches("/" + "*a" * 140, "https://app.example.fr/" + "a" * 130 + "b")
