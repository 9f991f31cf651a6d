"""``probant space serve`` in a process of its own, as a vendor starts it, with the foreign clients registered."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple
from urllib.parse import urljoin

import msgspec

from conformance.space.people import Person
from conformance.space.settings import ClientRegistration
from tests.conformance.client import Browser, fields

SECONDS_TO_START = 120
SECONDS_TO_STOP = 30
_COMMAND = (sys.executable, "-c", "from harness.cli import main; main()", "space", "serve")


class Foreign(NamedTuple):
    """A space that answers: its addresses, its authority, people not yet signed in, and one who has not activated."""

    base: str
    issuer: str
    fhir: str
    ca: str
    people: tuple[Person, ...]
    newcomer: Person | None = None


@contextmanager
def served(folder: Path, clients: Sequence[ClientRegistration], *options: str) -> Iterator[Foreign]:
    """Serve a space for ``clients`` until the block ends; ``options`` are those of the command."""
    known = folder / "clients.yaml"
    known.write_bytes(msgspec.json.encode(clients))  # JSON is YAML
    kept = ("--port", "0", "--json", "--people", "6", "--lab-dir", str(folder / "lab"), "--clients", str(known))
    with (folder / "told.txt").open("w+") as told:
        process = subprocess.Popen([*_COMMAND, *kept, *options], stdout=subprocess.PIPE, stderr=told, text=True)
        late = Timer(SECONDS_TO_START, process.kill)
        late.start()
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            late.cancel()
            told.seek(0)
            assert line, told.read()
            yield _foreign(json.loads(line))
        finally:
            late.cancel()
            process.terminate()
            process.communicate(timeout=SECONDS_TO_STOP)


def follow(space: Foreign, person: Person, address: str, decision: str = "accept") -> str:
    """Do as ``person`` at the address that a client sends them to, signing in on the way; return the callback."""
    browser = Browser(space.base, space.ca)
    page = browser.http.get(address)
    form = fields(page) | {"login": person.login, "password": person.password}
    signed_in = browser.http.post(f"{space.base}/personne/connexion", data=form, allow_redirects=False)
    assert signed_in.status_code == 303, page.text
    return browser.consent(urljoin(space.base, signed_in.headers["location"]), decision)


def _foreign(ready: dict[str, Any]) -> Foreign:
    people = msgspec.convert(ready["people"], tuple[Person, ...])
    return Foreign(
        base=ready["base_url"],
        issuer=ready["issuer"],
        fhir=ready["fhir"],
        ca=ready["ca"],
        people=tuple(one for one in people if one.activated),
        newcomer=next((one for one in people if not one.activated), None),
    )
