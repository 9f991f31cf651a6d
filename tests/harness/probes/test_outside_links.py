"""Links to sources: asked once, gently, and never where nothing may be asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.net import NetPolicy, PinnedResolver, SafeClient
from tests.harness.probes.content_room import ContentBench
from tests.support.editorial import article
from tests.support.hostile_server import HostileServer, reply

CONTENT = {"pages": ["/articles/*"], "review_cycle_months": 12}
WORLD = "http://has-sante.example"


def cites(*urls: str) -> bytes:
    items = "".join(f"<li><a href='{url}'>fiche</a>, 2016.</li>" for url in urls)
    return reply(article(sources=f"<h2>Sources</h2><ul>{items}</ul>").encode(), kind="text/html; charset=utf-8")


def asked(tmp_path: Path, *urls: str, profile: str = "lab", **pages: bytes) -> tuple[dict[str, Any], ContentBench]:
    """What was recorded of each link, by address; ``pages`` are answers of the world by path."""
    served = {"/": reply(b"<a href='/articles/1'>x</a>"), "/articles/1": cites(*urls)}
    with HostileServer({**served, **{f"/{name}": answer for name, answer in pages.items()}}) as server:
        bench = ContentBench(tmp_path, server, profile=profile, content=CONTENT)
        if profile != "lab":  # the candidate itself stays on loopback, so its pages are handed over
            lab = ContentBench(tmp_path / "lab", server, content=CONTENT)
            lab.run("content.sample")
            bench.kept = lab.kept
        else:
            bench.run("http.crawl")
            bench.run("content.sample")
        bench.run("outside.links")
    return {one["url"]: one for one in bench.data("outside.link")}, bench


def gone(status: str) -> bytes:
    return reply(b"x", status=status)


def test_the_status_of_each_link_is_recorded_once(tmp_path: Path) -> None:
    found, bench = asked(
        tmp_path,
        *(f"{WORLD}/{name}" for name in ("ok", "gone", "closed", "ok")),
        "https://nobody.example/x",
        ok=reply(b"x"),
        gone=gone("410 Gone"),
        closed=gone("403 Forbidden"),
    )
    statuses = {url.rpartition("/")[2]: one["status"] for url, one in found.items()}
    assert statuses == {"ok": 200, "gone": 410, "closed": 403}
    assert found[f"{WORLD}/ok"]["method"] == "HEAD"
    assert found[f"{WORLD}/gone"]["method"] == "GET"
    assert len(found[f"{WORLD}/ok"]["pages"]) == 1
    (summary,) = bench.data("outside.links_summary")
    assert summary == {"found": 4, "asked": 3, "left": 1}


def test_a_redirect_is_followed_to_its_end(tmp_path: Path) -> None:
    moved = reply(b"", f"Location: {WORLD}/absent", status="301 Moved")
    found, _ = asked(tmp_path, f"{WORLD}/moved", moved=moved)
    assert found[f"{WORLD}/moved"]["status"] == 404
    assert found[f"{WORLD}/moved"]["end"] == f"{WORLD}/absent"


def test_a_lab_asks_only_the_hosts_of_its_world(tmp_path: Path) -> None:
    found, bench = asked(tmp_path, "https://elsewhere.example/a", "https://other.example/b")
    assert found == {}
    (summary,) = bench.data("outside.links_summary")
    assert summary == {"found": 2, "left": 2, "offline": "lab"}


def test_an_audit_never_asks_a_private_address(tmp_path: Path) -> None:
    found, bench = asked(tmp_path, f"{WORLD}/ok", "http://127.0.0.1:1/x", profile="standard", ok=reply(b"x"))
    assert {one["error"] for one in found.values()} == {"forbidden_address"}
    (summary,) = bench.data("outside.links_summary")
    assert summary["offline"] == "no_network"


@pytest.mark.parametrize("name", ["has-sante.example", "gone.example"])
def test_names_of_a_world_are_dialled_where_they_are_played(tmp_path: Path, name: str) -> None:
    with HostileServer({"/": reply(b"ok")}) as server:
        policy = NetPolicy(profile="lab")
        resolver = PinnedResolver(policy.permits, names={name: ("127.0.0.1",)}, ports={name: server.port})
        assert resolver.pin(name).port == server.port
        assert SafeClient(policy, resolver).policy.permits("127.0.0.1")


def test_pages_are_drawn_again_when_the_sample_is_not_in_memory(tmp_path: Path) -> None:
    served = {"/": reply(b"<a href='/articles/1'>x</a>"), "/articles/1": cites(f"{WORLD}/ok"), "/ok": reply(b"x")}
    with HostileServer(served) as server:
        bench = ContentBench(tmp_path, server, content=CONTENT)
        bench.run("outside.links")
    assert [one["status"] for one in bench.data("outside.link")] == [200]
