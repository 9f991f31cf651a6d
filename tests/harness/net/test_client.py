"""The client's manners: what it sends, whom it trusts, what it keeps apart."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.lab_pki import Issued, make_ca, self_signed
from harness.net import Ask, Labels, NetPolicy, PinnedResolver, SafeClient, follow
from tests.support.hostile_server import HostileServer, reply

HOST = "app.lab.example"
CA = make_ca("Lab root")


def client(ca: str = "", **names: str) -> SafeClient:
    policy = NetPolicy(profile="lab", scope=(HOST, "127.0.0.1"), lab_ca=ca, deadline_s=8.0)
    return SafeClient(policy, PinnedResolver(policy.permits, names={HOST: ["127.0.0.1"]}))


def tls(issued: Issued, folder: Path) -> ssl.SSLContext:
    (folder / "chain.pem").write_bytes(issued.chain_pem)
    (folder / "key.pem").write_bytes(issued.key_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "chain.pem", folder / "key.pem")
    return context


@pytest.fixture
def plain() -> Iterator[HostileServer]:
    pages = {
        "/": reply(b"ok", "Set-Cookie: sid=abc; Path=/", "Set-Cookie: deep=1; Path=/deep"),
        "/moved": reply(b"", "Location: /", status="303 See Other"),
        "/kept": reply(b"", "Location: /", status="307 Temporary Redirect"),
    }
    with HostileServer(pages) as server:
        yield server


def test_it_says_who_it_is_and_asks_for_one_connection(plain: HostileServer) -> None:
    answer = client().send(Ask(method="GET", url=plain.url(host=HOST)))
    sent = plain.requests[0].decode()
    assert answer.exchange.peer == "127.0.0.1"
    assert f"Host: {HOST}:{plain.port}\r\n" in sent
    assert "(+conformance audit)" in sent
    assert "Connection: close\r\n" in sent
    assert "Accept-Encoding: gzip, deflate\r\n" in sent
    assert ("User-Agent", client().policy.agent) in answer.exchange.request.headers


def test_nothing_is_taken_from_the_environment(
    plain: HostileServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login stray password stray\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert client().send(Ask(method="GET", url=plain.url())).status == 200
    assert b"Authorization" not in plain.requests[0]


def test_contexts_keep_their_cookies_apart(plain: HostileServer) -> None:
    one = client()
    one.send(Ask(method="GET", url=plain.url(), labels=Labels(context="account:a")))
    assert one.jar("account:a").header(plain.url()) == "sid=abc"
    assert one.jar("account:a").header(plain.url("/deep/x")) == "deep=1; sid=abc"
    assert one.jar("account:a").header(plain.url("/deep/x"), without="sid") == "deep=1"
    assert one.jar("account:b").header(plain.url()) == ""
    one.send(Ask(method="GET", url=plain.url(), labels=Labels(context="account:a")))
    assert b"Cookie: sid=abc" in plain.requests[-1]
    one.send(Ask(method="GET", url=plain.url()))
    assert b"Cookie" not in plain.requests[-1]


def test_an_explicit_cookie_replaces_the_jar_and_may_leave_it_alone(plain: HostileServer) -> None:
    one = client()
    one.send(Ask(method="GET", url=plain.url(), cookie="other=1", keep_cookies=False))
    assert b"Cookie: other=1" in plain.requests[-1]
    assert one.jar("anonymous").pairs(plain.url()) == ()


def test_redirects_repeat_or_become_get_as_http_says(plain: HostileServer) -> None:
    for path, method in (("/moved", "GET"), ("/kept", "POST")):
        trail = follow(client(), Ask(method="POST", url=plain.url(path), body=b"a=1"))
        assert trail.ended == "final"
        assert trail.last.exchange.request.method == method
        assert trail.last.request_body == (b"a=1" if method == "POST" else b"")


def test_a_refused_connection_and_an_unknown_name_have_their_words(plain: HostileServer) -> None:
    plain.closing.set()
    with HostileServer() as gone:
        port = gone.port
    assert client().send(Ask(method="GET", url=f"http://127.0.0.1:{port}/")).exchange.error == "refused"
    nowhere = PinnedResolver(NetPolicy().permits, lookup=lambda host: [])
    lost = SafeClient(NetPolicy(scope=(HOST,)), nowhere).send(Ask(method="GET", url=f"http://{HOST}/"))
    assert lost.exchange.error in ("dns", "forbidden_address")


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "169.254.169.254", "2130706433", "0x7f.1"])
def test_inner_addresses_are_refused_outside_the_lab(host: str) -> None:
    outside = SafeClient(NetPolicy(scope=("127.0.0.1", "::1", "169.254.169.254", "2130706433", "0x7f.1")))
    answer = outside.send(Ask(method="GET", url=f"http://{host}/"))
    assert answer.exchange.error == "forbidden_address"
    assert answer.bytes_read == 0


def test_certificates_are_verified_by_name_against_the_lab_authority(tmp_path: Path) -> None:
    with HostileServer({"/": reply(b"ok")}, tls(CA.issue(HOST), tmp_path)) as server:
        sound = client(CA.pem.decode()).send(Ask(method="GET", url=server.url(host=HOST)))
        assert (sound.status, sound.exchange.tags["tls_verified"]) == (200, "true")
        by_address = client(CA.pem.decode()).send(Ask(method="GET", url=server.url()))
        assert by_address.exchange.error == "tls"
        untrusted = client().send(Ask(method="GET", url=server.url(host=HOST)))
        assert (untrusted.exchange.error, untrusted.exchange.tags["tls_verified"]) == ("tls", "false")


def test_an_unverified_answer_is_recorded_only_when_asked_for(tmp_path: Path) -> None:
    with HostileServer({"/": reply(b"ok")}, tls(self_signed("other.example"), tmp_path)) as server:
        answer = client().send(Ask(method="GET", url=server.url(host=HOST), verify="record"))
        assert (answer.status, answer.body) == (200, b"ok")
        assert answer.exchange.tags["tls_verified"] == "false"
        assert "CERTIFICATE_VERIFY_FAILED" in answer.exchange.tags["tls_error"]


class AnyAddress(NetPolicy, frozen=True):
    """A standard policy that lets a test listen on loopback."""

    def permits(self, address: str) -> bool:
        return True


def test_secrets_are_not_shown_to_an_unverified_peer_outside_the_lab(tmp_path: Path) -> None:
    with HostileServer({"/": reply(b"ok")}, tls(self_signed(HOST), tmp_path)) as server:
        policy = AnyAddress(scope=(HOST,))
        one = SafeClient(policy, PinnedResolver(policy.permits, names={HOST: ["127.0.0.1"]}))
        url = server.url(host=HOST)
        observed = one.send(Ask(method="GET", url=url, cookie="sid=1", verify="record"))
        assert (observed.status, [b"Cookie" in sent for sent in server.requests]) == (200, [False])
        assert one.send(Ask(method="POST", url=url, body=b"secret", verify="record")).exchange.error == "tls"
        assert len(server.requests) == 1


def test_the_policy_is_asked_again_at_the_dial() -> None:
    careless = PinnedResolver(lambda address: True, names={HOST: ["127.0.0.1"]})
    with HostileServer() as server:
        answer = SafeClient(NetPolicy(scope=(HOST,)), careless).send(Ask(method="GET", url=server.url(host=HOST)))
        assert answer.exchange.error == "forbidden_address"
        assert server.requests == []
