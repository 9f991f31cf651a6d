"""The look at releases: home, the pinned addresses and the page's own files, in each environment, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import tests.support.hostile_behaviours  # noqa: F401  (loads the behaviours)
from harness.errors import LookFailed
from harness.manifest.model import Environment
from tests.harness.probes.http_room import Bench
from tests.support.hostile_server import HostileServer, reply

HOME = (
    b"<meta name=application-version content=1.2><link rel=stylesheet href=/s.css><script src=/a.js></script>"
    b"<script src=https://ailleurs.example/b.js></script><a href=/loin>x</a>"
)


def asked(bench: Bench) -> list[tuple[str, str]]:
    seen = bench.exchanges("release")
    return [(one.tags["environment"], "/" + one.url.split("/", 3)[3]) for one in seen]


def test_it_asks_the_home_page_the_pinned_addresses_and_own_files(tmp_path: Path) -> None:
    with HostileServer({"/": reply(HOME), "/s.css": reply(b"a{}"), "/a.js": reply(b"1")}) as server:
        bench = Bench(tmp_path, server)
        bench.run("http.release")
    assert [path for _, path in asked(bench)] == [
        "/", "/version", "/version.json", "/app-version.json", "/build-info.json", "/a.js", "/s.css"
    ]
    assert all(request.startswith(b"GET ") for request in server.requests)


def test_staging_is_asked_by_this_look_alone(tmp_path: Path) -> None:
    with HostileServer({"/": reply(b"<a href=/x>x</a>")}) as server, HostileServer({"/": reply(HOME)}) as other:
        bench = Bench(tmp_path, server)
        staging = Environment(base_url=other.url("").rstrip("/"), cleartext_port=other.port)
        both = {**bench.manifest.environments, "staging": staging}
        bench.manifest = msgspec.structs.replace(bench.manifest, environments=both)
        bench.run("http.release")
        assert {name for name, _ in asked(bench)} == {"production", "staging"}
        before = len(other.requests)
        bench.run("http.crawl")
        assert len(other.requests) == before
        assert not bench.client.policy.in_scope("127.0.0.1", other.port)


def test_a_server_that_hangs_up_is_a_failed_look(tmp_path: Path) -> None:
    with HostileServer({}) as server:
        bench = Bench(tmp_path, server)
    with pytest.raises(LookFailed):
        bench.run("http.release")
