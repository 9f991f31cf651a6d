"""Sommeil as a process, a mailbox, and a space whose answers a test may change, with a person in between."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
import requests
from starlette.types import Message, Receive, Scope, Send

from conformance.space.app import Space, create_space
from conformance.space.people import Person
from conformance.space.server import listen, serve
from conformance.space.settings import ClientRegistration, SpaceSettings
from harness.errors import ConfigurationError
from harness.mailbox import Mailbox, listening
from harness.samples import Running
from harness.sommeil import faults, running_sommeil
from tests.conformance.client import Browser


class Said(msgspec.Struct, kw_only=True):
    """One call at the space, and what it got; ``cut`` stands for an answer that never came whole."""

    method: str
    path: str
    query: str
    body: bytes
    status: int = 0
    answer: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ((b"content-type", b"application/fhir+json"),)
    cut: bool = False

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Change = Callable[[Said], None]


class Front:
    """The space with every call written down. ``change`` may alter what is said to the next business calls."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.calls: list[Said] = []
        self._came = threading.Condition()
        self.change: Change | None = None

    def of(self, *paths: str) -> list[Said]:
        return [call for call in self.calls if call.path in paths]

    @property
    def business(self) -> list[Said]:
        return self.of("/fhir", "/fhir/Observation")

    def wait_for_writes(self, number: int, seconds: float) -> bool:
        """Whether so many writes have arrived, in time."""
        with self._came:
            return self._came.wait_for(lambda: len(self.of("/fhir")) >= number, seconds)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        heard, start = bytearray(), dict[str, Any]()
        said = Said(method=scope["method"], path=scope["path"], query=scope["query_string"].decode(), body=b"")

        async def hear() -> Message:
            message = await receive()
            heard.extend(message.get("body", b""))
            return message

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                said.answer += message.get("body", b"")

        await self.space.app(scope, hear, keep)
        said.body, said.status, said.headers = bytes(heard), start["status"], tuple(start["headers"])
        with self._came:
            self.calls.append(said)
            self._came.notify_all()
        if self.change and said.path.startswith("/fhir"):
            self.change(said)
        size = len(said.answer) + (1000 if said.cut else 0)
        headers = [pair for pair in said.headers if pair[0].lower() != b"content-length"]
        headers.append((b"content-length", str(size).encode()))
        await send({"type": "http.response.start", "status": said.status, "headers": headers})
        await send({"type": "http.response.body", "body": said.answer})


class Bench:
    """A person who has an account at Sommeil and a record at the space."""

    def __init__(self, running: Running, front: Front, box: Mailbox, person: Person, base: str) -> None:
        self.running, self.front, self.box, self.person = running, front, box, person
        self.app = running.manifest.base_url
        self.ca = str(running.folder / "lab" / "ca.pem")
        self.login = running.manifest.accounts["a"].login
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.verify = self.ca
        self._at_space = Browser(base, self.ca)
        self._at_space.sign_in(person)

    def post(self, path: str, **body: Any) -> requests.Response:
        csrf = self.http.get(f"{self.app}/api/session").json().get("csrf", "")
        return self.http.post(f"{self.app}{path}", json=body, headers={"X-CSRF-Token": csrf})

    def told(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.post(path, **body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def sign_in(self) -> None:
        self.box.forget(self.login)
        password = self.running.environment["PROBANT_SOMMEIL_A_PASSWORD"]
        assert self.post("/api/sign-in", email=self.login, password=password).status_code == 200
        assert self.post("/api/sign-in/code", code=self.box.code(self.login)).status_code == 200

    def begin(self, **consent: Any) -> str:
        """Ask for a pairing and agree; returns the callback, not yet visited."""
        csrf = self.http.get(f"{self.app}/api/session").json()["csrf"]
        url = f"{self.app}/espace-sante/associer"
        sent = self.http.post(url, data={"csrf": csrf}, allow_redirects=False)
        assert sent.status_code == 303, sent.text
        return self._at_space.consent(sent.headers["location"], **consent)

    def pair(self) -> None:
        assert self.http.get(self.begin(), allow_redirects=False).status_code == 302
        assert self.http.get(f"{self.app}/api/space").json()["told"] == "paired"

    def share(self, value: int = 61) -> str:
        made = self.post("/api/diary/rates", value=value, takenAt="2026-11-20T07:00:00+01:00")
        return str(self.told("/api/space/share", id=made.json()["rate"]["id"])["told"])

    def withdraw_at_space(self) -> None:
        """End the pairing at the space: every token dies."""
        declared = self.running.manifest.space
        assert declared is not None
        self.front.space.consents.disconnect(declared.client_id, self.person.login)

    def sync(self) -> str:
        return str(self.told("/api/space/sync")["told"])

    def read(self) -> tuple[str, list[float]]:
        said = self.told("/api/space/read")
        return said["told"], [rate["value"] for rate in said["rates"]]


@contextmanager
def sommeil(folder: Path, *names: str, paired: bool = True) -> Iterator[Bench]:
    """Sommeil with these faults and a paired person (or one who is signed in only); skips where Node is missing."""
    chosen = [fault for fault in faults() if fault.name in names]
    try:
        with running_sommeil(folder, chosen) as running, _at(running, paired) as bench:
            yield bench
    except ConfigurationError as error:
        pytest.skip(f"{error.problem.en} {error.remedy.en if error.remedy else ''}")


@contextmanager
def _at(running: Running, paired: bool) -> Iterator[Bench]:
    manifest = running.manifest
    assert manifest.space and manifest.mailbox
    lab = running.folder / "lab"
    where = urlsplit(manifest.space.listen)
    space = create_space(SpaceSettings(base_url=manifest.space.listen))
    jwks = requests.get(manifest.space.jwks_uri, verify=str(lab / "ca.pem"), timeout=10).json()
    space.register(
        ClientRegistration(
            client_id=manifest.space.client_id,
            jwks=jwks,
            redirect_uris=manifest.space.redirect_uris,
            oid=manifest.space.oid,
            name=manifest.name,
            scopes=manifest.space.scopes,
        )
    )
    front = Front(space)
    files = lab / "space.pem", lab / "space.key"
    listener = listen(where.hostname or "", where.port or 0)
    with (
        serve(front.app, "", 0, *files, listener=listener),
        listening(manifest.mailbox.listen, [account.login for account in manifest.accounts.values()]) as box,
    ):
        assert box is not None
        bench = Bench(running, front, box, space.people.add(), manifest.space.listen)
        bench.sign_in()
        if paired:
            bench.pair()
        yield bench
    space.close()
