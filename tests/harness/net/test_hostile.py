"""Every hostile answer ends, within its bounds, in a record that says what happened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import tests.support.hostile_behaviours  # noqa: F401  (loads the behaviours)
from harness.net import Answer, Ask, NetPolicy, SafeClient, follow
from tests.support.hostile_server import HostileServer

LIMIT = 100_000
HEADERS = 8_192
AHEAD = 2 * 8_192


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def client(server: HostileServer, deadline_s: float = 8.0, max_body_bytes: int = LIMIT) -> SafeClient:
    return SafeClient(
        NetPolicy(
            profile="lab",
            scope=(f"127.0.0.1:{server.port}",),
            deadline_s=deadline_s,
            max_body_bytes=max_body_bytes,
            max_header_bytes=HEADERS,
        )
    )


def ask(server: HostileServer, path: str, deadline_s: float = 8.0) -> Answer:
    return client(server, deadline_s).send(Ask(method="GET", url=server.url(path)))


def outcome(answer: Answer) -> str:
    """The error, or the cut, or ``whole``."""
    response = answer.exchange.response
    return answer.exchange.error or (response.cut if response else "?") or "whole"


@pytest.mark.parametrize(
    ("path", "ends"),
    [
        ("/endless", "size"),
        ("/endless-chunked", "size"),
        ("/endless-trailers", "size"),
        ("/endless-continue", "protocol"),
        ("/endless-redirect-body", "size"),
        ("/endless-members", "size"),
        ("/bomb", "bomb"),
        ("/nested-bomb", "bomb"),
        ("/many-layers", "broken"),
        ("/not-gzip", "broken"),
        ("/cut-gzip", "broken"),
        ("/unknown-encoding", "broken"),
        ("/raw-deflate", "whole"),
        ("/length-too-long", "broken"),
        ("/length-too-short", "whole"),
        ("/length-nonsense", "whole"),
        ("/broken-chunks", "broken"),
        ("/cut-chunks", "broken"),
        ("/latin1", "whole"),
        ("/utf7", "whole"),
        ("/nulls", "whole"),
        ("/many-headers", "protocol"),
        ("/giant-header", "protocol"),
        ("/no-colon", "whole"),
        ("/bad-status", "protocol"),
        ("/garbage", "protocol"),
        ("/http09", "protocol"),
        ("/empty", "closed"),
        ("/huge-title", "size"),
        ("/fine", "whole"),
    ],
)
def test_every_answer_ends_within_its_bounds(server: HostileServer, path: str, ends: str) -> None:
    answer = ask(server, path)
    assert outcome(answer) == ends
    assert len(answer.body) <= LIMIT
    assert answer.bytes_read <= HEADERS + 4 * LIMIT + AHEAD


@pytest.mark.parametrize(
    ("path", "ends"), [("/slow-headers", "timeout"), ("/slow-body", "time"), ("/silent", "timeout")]
)
def test_the_deadline_holds_against_one_byte_at_a_time(server: HostileServer, path: str, ends: str) -> None:
    answer = ask(server, path, deadline_s=0.4)
    assert outcome(answer) == ends
    assert answer.bytes_read < 1_000


def test_what_was_read_before_the_cut_is_kept(server: HostileServer) -> None:
    assert ask(server, "/length-too-long").body == b"only this"
    assert ask(server, "/length-too-short").body == b"more"
    assert ask(server, "/length-nonsense").body == b"all of it"
    assert ask(server, "/broken-chunks").body == b"hello"
    assert ask(server, "/cut-chunks").body == b"hellonot a hundred"
    assert ask(server, "/raw-deflate").body == b"deflated"
    assert ask(server, "/cut-gzip").body.startswith(b"some text")
    assert ask(server, "/slow-body", deadline_s=0.4).body.startswith(b"yyy")


def test_bytes_stay_as_they_came(server: HostileServer) -> None:
    assert ask(server, "/latin1").body == "<p>confidentialité</p>".encode("latin-1")
    assert b"\0" in ask(server, "/nulls").body


def test_a_bomb_is_never_unfolded(server: HostileServer) -> None:
    for path in ("/bomb", "/nested-bomb"):
        answer = ask(server, path)
        assert answer.exchange.response is not None
        assert answer.exchange.response.size == LIMIT
        assert answer.exchange.response.wire_size < LIMIT


def test_headers_are_bounded_before_they_are_read(server: HostileServer) -> None:
    answer = ask(server, "/giant-header")
    assert "headers" in answer.exchange.detail
    assert answer.bytes_read <= HEADERS + AHEAD


def test_a_line_without_colon_is_recorded(server: HostileServer) -> None:
    assert ask(server, "/no-colon").exchange.tags["header_defect"] == "MissingHeaderBodySeparatorDefect"


def test_giant_and_countless_cookies_stay_out_of_the_jar(server: HostileServer) -> None:
    roomy = SafeClient(NetPolicy(profile="lab", scope=("127.0.0.1",)))
    roomy.send(Ask(method="GET", url=server.url("/giant-cookie")))
    assert roomy.jar("anonymous").pairs(server.url()) == (("small", "1"),)
    roomy.send(Ask(method="GET", url=server.url("/many-cookies")))
    assert len(roomy.jar("anonymous").pairs(server.url())) == 51
    assert roomy.jar("anonymous").dropped == 41


def test_loops_and_long_chains_end(server: HostileServer) -> None:
    loop = follow(client(server), Ask(method="GET", url=server.url("/loop-a")))
    assert (loop.ended, len(loop.answers)) == ("loop", 2)
    chain = follow(client(server), Ask(method="GET", url=server.url("/long-chain")), max_hops=5)
    assert (chain.ended, len(chain.answers)) == ("hops", 6)
    assert chain.last.exchange.tags == {"hop": "5"}


def test_the_body_of_a_redirect_is_bounded_too(server: HostileServer) -> None:
    trail = follow(client(server), Ask(method="GET", url=server.url("/endless-redirect-body")))
    assert [outcome(answer) for answer in trail.answers] == ["size", "whole"]


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("file:///etc/hostname", "forbidden_url"),
        ("javascript:alert(1)", "forbidden_url"),
        ("gopher://127.0.0.1/", "forbidden_url"),
        ("http://user:pass@127.0.0.1/", "forbidden_url"),
        ("http://127.0.0.1:0/", "forbidden_url"),
        ("http://127.0.0.1:99999/", "forbidden_url"),
        ("http://other.example/", "out_of_scope"),
        ("//other.example/", "out_of_scope"),
        ("http://169.254.169.254/latest/", "out_of_scope"),
    ],
)
def test_redirects_elsewhere_are_recorded_and_not_made(server: HostileServer, where: str, error: str) -> None:
    trail = follow(client(server), Ask(method="GET", url=server.url(f"/to?{where}")))
    assert len(trail.answers) == 2
    assert trail.last.exchange.error == error
    assert trail.last.bytes_read == 0
