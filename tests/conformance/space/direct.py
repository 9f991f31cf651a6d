"""The space asked in this process, without a socket; people paired without the pages."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import MutableMapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from conformance.space.app import Space
from conformance.space.purposes import Purpose, boxes
from conformance.space.settings import SCOPES, ClientRegistration
from tests.conformance import samples

BASE = "https://space.example.test"
PERIOD = (("date", "ge2026-11-01"), ("date", "le2026-11-30"))
LAST = (("_sort", "-date"), ("_count", "1"))
OBSERVATION = "/fhir/Observation"


class Answer(NamedTuple):
    """An answer; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def errors(self) -> list[str]:
        """The diagnostics of an OperationOutcome."""
        assert self.headers["content-type"] == "application/fhir+json"
        assert self.json["resourceType"] == "OperationOutcome"
        return [one["diagnostics"] for one in self.json["issue"]]


class Direct:
    """A space, asked by one thread."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self._runner = asyncio.Runner()

    def ask(self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Answer:
        return self._runner.run(self._ask(method, target, headers or {}, body))

    async def _ask(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        path, _, query = target.partition("?")
        scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
            "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in headers.items()], "scheme": "https",
            "server": ("space.example.test", 443), "client": ("127.0.0.1", 1), "root_path": "", "http_version": "1.1",
            "asgi": {"version": "3.0"},
        }  # fmt: skip
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        await self.space.app(scope, receive, send)
        told = {name.decode("latin-1"): value.decode("latin-1") for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], told, b"".join(one.get("body", b"") for one in sent[1:]))

    def register(self, client_id: str, oid: str = "", purposes: tuple[Purpose, ...] = ()) -> str:
        """Register a client that has no keys; return its id."""
        oid = oid or f"2.25.{int.from_bytes(client_id.encode()):d}"
        client = ClientRegistration(
            client_id=client_id, jwks={"keys": []}, redirect_uris=(), oid=oid, name=client_id, purposes=purposes
        )
        self.space.register(client)
        return client_id

    def pair(self, client_id: str, login: str = "", actions: tuple[str, ...] = ("write", "read")) -> Member:
        """Pair a person (a new one unless named) who allows these actions."""
        login = login or self.space.people.add().login
        self.consent(client_id, login, actions)
        return Member(self, client_id, login)

    def consent(self, client_id: str, login: str, actions: tuple[str, ...]) -> None:
        service = self.space.services.get(client_id)
        assert service is not None
        self.space.consents.give(service, login, list(boxes(service.purposes, actions)))


class Member:
    """One person as one client knows them, with live tokens."""

    def __init__(self, direct: Direct, client_id: str, login: str, scope: str = " ".join(SCOPES)) -> None:
        self.direct, self.client_id, self.login = direct, client_id, login
        state, space = direct.space.app.state, direct.space
        service = space.services.get(client_id)
        pairing = state.pairings.live(client_id, login)
        assert service and pairing
        self.idpe, self.oid, self.authority = pairing.idpe, service.oid, f"urn:oid:{space.settings.assigning_authority}"
        access = secrets.token_urlsafe(32)
        told = {"access_token": access, "scope": scope}
        state.tokens.add_token(told, family=secrets.token_hex(8), client_id=client_id, login=login, jkt=None)
        claims = {
            "iss": space.settings.issuer,
            "aud": client_id,
            "sub": self.idpe,
            "exp": space.store.now() + 3600,
            "oid": service.oid,
            "assign_auth": space.settings.assigning_authority,
        }
        self.headers = {"Authorization": f"Bearer {access}", "ID-Token": space.signing_keys.sign(claims)}

    def measure(self, indicator: str, at: str = "2026-11-02T07:30:00+01:00", value: Any = None) -> dict[str, Any]:
        made = samples.observation(indicator, idpe=self.idpe, authority=self.authority) | {"effectiveDateTime": at}
        if value is not None:
            made["valueQuantity"]["value"] = value
        return made

    def write(self, indicator: str, *args: Any, device: bool = False, **changes: Any) -> Answer:
        return self.send(samples.bundle(self.measure(indicator, *args) | changes, device))

    def send(self, bundle: Any, **headers: str) -> Answer:
        body = bundle if isinstance(bundle, bytes) else json.dumps(bundle).encode()
        return self.direct.ask("POST", "/fhir", self._headers(headers), body)

    def search(self, code: str, *more: tuple[str, str], **headers: str) -> Answer:
        fields = [("code", code), ("subject.identifier", f"{self.authority}|{self.idpe}"), *more]
        return self.get(f"{OBSERVATION}?{urlencode(fields)}", **headers)

    def audit(self, *more: tuple[str, str]) -> list[dict[str, Any]]:
        fields = urlencode([("date", "ge2020"), ("date", "le2100"), ("_count", "100"), *more])
        answer = self.get(f"/fhir/AuditEvent?{fields}")
        assert answer.status == 200, answer
        return [one["resource"] for one in answer.json["entry"]]

    def get(self, target: str, **headers: str) -> Answer:
        return self.direct.ask("GET", target, self._headers(headers))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        told = {"content-type": "application/fhir+json"} | self.headers | more
        return {key.replace("_", "-").lower(): value for key, value in told.items()}


def location(answer: Answer, entry: int = 0) -> str:
    """The location of a created resource."""
    assert answer.status == 200, answer
    return str(answer.json["entry"][entry]["response"]["location"])
