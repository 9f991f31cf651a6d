"""The looks at names and at mail, with a real name server and a real mailbox."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import dns.message
import msgspec
import pytest

from criteria.browser_record import RequestRecord
from harness.errors import LookFailed
from harness.mailbox import listening
from harness.name_world import name_server, zone_answer
from harness.probes import KINDS
from harness.probes.outside import names
from harness.probing import ProbeRoom
from harness.processes import free_port
from tests.harness.probes.http_room import Bench
from tests.support.hostile_server import HostileServer, reply

WANTED = ("http.crawl", "outside.mail", "outside.names")
ZONE = {
    "stats.example": {"alias": "tracker.example"},
    "tracker.example": {"addresses": ["192.0.2.9"]},
    "rebound.example": {"addresses": ["127.0.0.1", "10.1.2.3"]},
    "contact.example": {"mail": ["mx.contact.example"]},
}
PAGE = b"<a href='mailto:aide@contact.example'>aide</a>"


def silent(_query: dns.message.Message, _tcp: bool) -> None:
    return None


@contextmanager
def bench(folder: Path, answers: Any = None, **more: Any) -> Iterator[Bench]:
    """A candidate whose manifest names a server that knows ``ZONE`` (or answers as told)."""
    behaviour = answers or (lambda query, _tcp: zone_answer(ZONE, query).to_wire())
    with HostileServer({"/": reply(PAGE, kind="text/html; charset=utf-8")}) as server, name_server(behaviour) as place:
        yield Bench(folder, server, kinds=[KINDS[kind] for kind in WANTED], dns=place, **more)


def ask_page(made: Bench, *hosts: str, subject: str = "candidate") -> None:
    """Let pages have asked these hosts, as another look recorded it."""
    (look,) = KINDS["http.crawl"].looks(made.manifest, "candidate")
    room = made.room(msgspec.structs.replace(look, id=f"{subject}:browser.visits/x"))
    for host in hosts:
        room.observe(kind="browser.request", data=RequestRecord(method="GET", url=f"https://{host}/p.gif"))


def told(made: Bench) -> dict[str, dict[str, Any]]:
    return {seen.data["host"]: seen.data for seen in made.observations if seen.kind == "outside.name"}


def summary(made: Bench) -> dict[str, Any]:
    (found,) = (seen.data for seen in made.observations if seen.kind == "outside.names_summary")
    return found


def test_names_of_pages_and_contacts_are_asked_once(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        made.run("http.crawl")
        ask_page(made, "stats.example", "STATS.example", "127.0.0.1", "gone.example")
        ask_page(made, "stranger.example", subject="control")
        made.run("outside.names")
    found = told(made)
    assert set(found) == {"stats.example", "gone.example", "contact.example"}
    assert (found["stats.example"]["chain"], found["stats.example"]["role"]) == (["tracker.example"], "page")
    assert found["gone.example"]["outcome"] == "no_name"
    contact = found["contact.example"]
    assert (contact["role"], contact["exchangers"]) == ("mail", ["mx.contact.example"])
    assert summary(made) == {"found": 3, "asked": 3}


def test_private_addresses_are_told_and_never_dialled(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        ask_page(made, "rebound.example")
        made.run("outside.names")
        assert told(made)["rebound.example"]["private"] == ["10.1.2.3", "127.0.0.1"]
        assert made.client.resolver.pins == ()


def test_a_server_that_never_answers_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "NameServers", lambda places: REAL(places, 0.05))
    with bench(tmp_path, silent) as made:
        ask_page(made, *(f"h{number}.example" for number in range(9)))
        made.run("outside.names")
    assert {one["outcome"] for one in told(made).values()} == {"no_answer"}
    assert summary(made) == {"found": 9, "asked": 5, "left": 4, "bound": "no_network"}


REAL = names.NameServers


def test_a_lab_without_a_server_asks_nobody(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        made.manifest = msgspec.structs.replace(made.manifest, dns="")
        with pytest.raises(LookFailed) as refused:
            made.run("outside.names")
    assert refused.value.params == {"input": "dns"}


def test_outside_the_lab_the_machines_own_servers_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with bench(tmp_path) as made:
        made.manifest = msgspec.structs.replace(made.manifest, profile="standard")
        monkeypatch.setattr(names, "system_servers", lambda: ())
        with pytest.raises(LookFailed) as refused:
            made.run("outside.names")
        assert refused.value.reason == "outside.no_name_server"
        host, port = made.manifest.dns.split(":")
        monkeypatch.setattr(names, "system_servers", lambda: ((host, int(port)),))
        ask_page(made, "stats.example")
        made.run("outside.names")
    assert told(made)["stats.example"]["resolver"] == "system"


def letter(text: str, html: str = "", to: str = "alice") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "app@x.example", to, "Nouvelles"
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def test_mail_that_came_is_recorded_without_its_codes(tmp_path: Path) -> None:
    where = f"127.0.0.1:{free_port()}"
    html = '<img src="https://stats.example/p.gif">'
    with bench(tmp_path) as made, listening(where, ["alice@x.example"]) as box:
        with smtplib.SMTP(*where.split(":")) as server:  # type: ignore[arg-type]
            server.send_message(letter("Votre code : 204 815", html, "alice@x.example"))
        run_with(made, "outside.mail", box)
        made.run("outside.names")
    (seen,) = (one for one in made.observations if one.kind == "mail.message")
    assert (seen.data["sender"], seen.data["subject"]) == ("app@x.example", "Nouvelles")
    assert set(seen.blobs) == {"text", "html"}
    assert b"204815" not in made.stored() and b"204 815" not in made.stored()
    assert told(made)["stats.example"]["role"] == "message"


def test_a_mailbox_that_is_not_open_is_said_so(tmp_path: Path) -> None:
    with bench(tmp_path) as made, pytest.raises(LookFailed) as refused:
        made.run("outside.mail")
    assert refused.value.params == {"input": "mailbox"}


def test_an_open_mailbox_without_mail_is_a_look(tmp_path: Path) -> None:
    with bench(tmp_path) as made, listening(f"127.0.0.1:{free_port()}", ["alice@x.example"]) as box:
        run_with(made, "outside.mail", box)
    assert [seen.kind for seen in made.observations] == ["mail.summary"]


def run_with(made: Bench, kind: str, box: Any) -> None:
    """Make a look whose room has this mailbox."""
    (look,) = KINDS[kind].looks(made.manifest, "candidate")
    around = msgspec.structs.replace(made.room(look).around, mailbox=box)
    KINDS[kind].run(look, ProbeRoom(look, around))
