"""``probant space serve``: a real process, asked over TLS, told to stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from conformance.space.people import Person
from harness.cli import main
from harness.exit_codes import Exit
from harness.space_serving import Wanted, certificate, served_space
from tests.conformance.client import AppClient, Browser


class Started:
    """The process, and its ready line."""

    def __init__(self, process: subprocess.Popen[str], ready: dict[str, Any]) -> None:
        self.process, self.ready = process, ready


@contextmanager
def started(*arguments: str) -> Iterator[Started]:
    command = [sys.executable, "-c", "from harness.cli import main; main()", "space", "serve", "--port", "0", "--json"]
    environment = os.environ | {"PROBANT_LANG": "fr"}
    process = subprocess.Popen(
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        yield Started(process, json.loads(line))
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_tells_where_it_is_and_stops_when_told(tmp_path: Path, number: signal.Signals) -> None:
    with started("--lab-dir", str(tmp_path / "lab"), "--people", "2") as running:
        ready = running.ready
        first, last = (msgspec.convert(one, Person) for one in ready["people"])
        for person, lands in ((first, "/personne"), (last, "/personne/activation")):
            browser = Browser(ready["base_url"], ready["ca"])
            found = browser.http.get(f"{ready['issuer']}/.well-known/openid-configuration")
            assert found.json()["issuer"] == ready["issuer"]
            assert browser.sign_in(person).status_code == 303
            assert browser.http.get(ready["sign_in"]).url.partition("?")[0] == f"{ready['base_url']}{lands}"
        running.process.send_signal(number)
        _, told = running.process.communicate(timeout=30)
        assert running.process.returncode == Exit.PASS
        assert ready["ca"] in told and first.password in told and "n’a pas encore activé" in told


@pytest.mark.slow
def test_what_it_knows_outlives_it(tmp_path: Path) -> None:
    client = AppClient("", "")
    clients = tmp_path / "clients.yaml"
    clients.write_text(yaml.safe_dump([msgspec.to_builtins(client.registration)]), "utf-8")
    kept = ("--lab-dir", str(tmp_path / "lab"), "--database", f"sqlite:///{tmp_path / 'space.db'}")
    with started(*kept, "--clients", str(clients)) as running:
        client.base, client.http.verify = running.ready["base_url"], running.ready["ca"]
        browser = Browser(client.base, running.ready["ca"])
        assert browser.sign_in(msgspec.convert(running.ready["people"][0], Person)).status_code == 303
        tokens = client.pair(browser)
    authority = (tmp_path / "lab" / "ca.pem").read_bytes()
    port = client.base.rpartition(":")[2]
    with started(*kept, "--port", port) as running:
        assert running.ready["base_url"] == client.base
        assert client.read(tokens, []).status_code == 400, "let in: tokens, consent and keys are as they were"
        assert client.refresh(tokens["refresh_token"]).status_code == 200
    assert (tmp_path / "lab" / "ca.pem").read_bytes() == authority


def test_what_cannot_be_had_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = tmp_path / "clients.yaml"
    odd.write_text("- {client_id: x}\n", "utf-8")
    taken = tmp_path / "taken"
    taken.write_text("", "utf-8")
    for arguments in (
        ["--database", "bogus"],
        ["--database", "mysql://x/y"],
        ["--clients", str(odd)],
        ["--clients", str(tmp_path / "none.yaml")],
        ["--lab-dir", str(taken)],
        ["--port", "99999"],
        ["--profile", "lax"],
    ):
        with pytest.raises(SystemExit) as left:
            main(["space", "serve", "--port", "0", "--lab-dir", str(tmp_path / "lab"), *arguments])
        assert left.value.code == Exit.CONFIGURATION, arguments
        assert "probant:" in capsys.readouterr().err


def test_a_taken_port_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with served_space(Wanted(port=0, lab=tmp_path, people=1)) as served:
        assert served.people[0].activated
        port = served.base_url.rpartition(":")[2]
        with pytest.raises(SystemExit) as left:
            main(["space", "serve", "--port", port, "--lab-dir", str(tmp_path)])
    assert left.value.code == Exit.CONFIGURATION
    assert port in capsys.readouterr().err


def test_the_certificate_is_kept_while_it_lasts(tmp_path: Path) -> None:
    certificate(tmp_path)
    first = (tmp_path / "space.pem").read_bytes()
    certificate(tmp_path)
    assert (tmp_path / "space.pem").read_bytes() == first
    (tmp_path / "space.pem").write_text("spoiled", "utf-8")
    certificate(tmp_path)
    assert (tmp_path / "space.pem").read_bytes() != b"spoiled"
