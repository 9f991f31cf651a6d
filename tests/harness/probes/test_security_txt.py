"""The look at ``security.txt``: one address, followed within scope, read as RFC 9116 says."""

from __future__ import annotations

from pathlib import Path

import pytest

from criteria.facts.http.security_txt import SecurityTxt, security_txt
from criteria.observation import Observation
from harness.errors import LookFailed
from tests.harness.probes.http_room import Bench
from tests.support.evidence import Sight, exchange
from tests.support.hostile_server import HostileServer, reply

PATH = "/.well-known/security.txt"
TEXT = b"Contact: mailto:securite@exemple.example\nExpires: 2027-01-01T00:00:00Z\n"


def read(seen: Sight) -> list[SecurityTxt]:
    named = {name: f"sha256:{name}" for name in seen.blobs}
    about = Observation(id="o", look="l", kind=seen.kind, probe="http", at="", data=seen.data, blobs=named)
    return list(security_txt(about, lambda digest: seen.blobs[digest.removeprefix("sha256:")]))


def asked(text: str, **more: object) -> Sight:
    about = {"content_type": "text/plain", "purpose": "security_txt", **more}
    return exchange(f"https://app.example.fr{PATH}", text, **about)  # type: ignore[arg-type]


def test_the_file_is_asked_for_where_it_was_moved_to(tmp_path: Path) -> None:
    moved = reply(b"", "Location: /securite.txt", status="301 Moved Permanently")
    with HostileServer({PATH: moved, "/securite.txt": reply(TEXT, "Content-Type: text/plain")}) as server:
        bench = Bench(tmp_path, server)
        bench.run("http.security_txt")
        requests = [request.split(b" ")[1] for request in server.requests]
    assert requests == [PATH.encode(), b"/securite.txt"]


def test_a_host_that_does_not_answer_is_said_so(tmp_path: Path) -> None:
    with HostileServer({PATH: b"nonsense"}) as server, pytest.raises(LookFailed):
        Bench(tmp_path, server).run("http.security_txt")


def test_contacts_and_end_are_read() -> None:
    text = "# comment\ncontact:  https://exemple.example/s \nContact: me\nEXPIRES: 2027-01-01T00:00:00Z"
    (found,) = read(asked(text))
    assert found.contacts == ("https://exemple.example/s",)
    assert found.end is not None and found.end.year == 2027


@pytest.mark.parametrize(
    ("seen", "contacts"),
    [
        (asked("Contact: mailto:a@b", status=404), [()]),
        (asked("Contact: mailto:a@b", content_type="text/html"), [()]),
        (asked("Contact: mailto:a@b", purpose="crawl"), []),
        (asked("", status=301), []),
        (asked("\xff\x00" * 50_000), [()]),
        (asked("Contact: mailto:a@b\n" * 5000), [("mailto:a@b",) * 20]),
    ],
)
def test_what_is_no_such_file_holds_no_contact(seen: Sight, contacts: list[tuple[str, ...]]) -> None:
    assert [one.contacts for one in read(seen)] == contacts
