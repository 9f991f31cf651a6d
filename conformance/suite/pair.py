"""One person paired with one test client: their tokens, and FHIR calls made with them."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

import msgspec

from conformance.suite import samples
from conformance.suite.answer import Answer, at
from conformance.suite.app import App, unverified
from conformance.suite.http import Http

FHIR_JSON = "application/fhir+json"
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Pair:
    """A pairing. ``answer`` is the token response; ``claims`` those of its id_token, whoever signed it."""

    def __init__(self, app: App, person: int, answer: Answer, http: Http, id_token_header: str) -> None:
        self.app, self.person, self.answer = app, person, answer
        self.access, self.refresh = str(answer.member("access_token")), str(answer.member("refresh_token"))
        self.id_token = str(answer.member("id_token"))
        self.claims = unverified(self.id_token)[1]
        self._http, self._header, self._fhir = http, id_token_header, app.endpoints.fhir
        life = answer.member("expires_in")
        self._until = time.monotonic() + (life if isinstance(life, int) else 60) / 2

    @property
    def stale(self) -> bool:
        """Whether half of the life of its tokens is over."""
        return time.monotonic() > self._until

    @property
    def idpe(self) -> str:
        """The opaque id of the person for this client."""
        return str(self.claims.get("sub", ""))

    @property
    def subject(self) -> dict[str, str]:
        """The person, as ``subject.identifier`` of an Observation."""
        return {"system": f"urn:oid:{self.claims.get('assign_auth', '')}", "value": self.idpe}

    def headers(self, **changes: str | None) -> dict[str, str]:
        """The headers of a right call, but for ``changes``: ``access`` and ``id_token``; ``None`` leaves one out."""
        told = {"access": self.access, "id_token": self.id_token} | changes
        access, id_token = told["access"], told["id_token"]
        sent = {"Accept": FHIR_JSON}
        sent |= {} if access is None else {"Authorization": f"Bearer {access}"}
        return sent | ({} if id_token is None else {self._header: id_token})

    def call(self, method: str, path: str, params: Any = None, body: Any = None, **headers: str | None) -> Answer:
        """One FHIR call. ``body`` is JSON, or bytes that are sent as they are."""
        sent = self.headers(**{k: headers.pop(k) for k in ("access", "id_token") if k in headers})
        if body is not None:
            sent["Content-Type"] = FHIR_JSON
        sent |= {name: value for name, value in headers.items() if value is not None}
        data = body if isinstance(body, bytes | None) else _ENCODER.encode(body)
        return self._http.send(method, f"{self._fhir}{path}", params=params, data=data, headers=sent)

    def get(self, path: str, params: Any = None, **headers: str | None) -> Answer:
        """A right ``GET``, but for ``headers``."""
        return self.call("GET", path, params, **headers)

    def post(self, body: Any, **headers: str | None) -> Answer:
        """Feed (``POST`` of a transaction), rightly but for ``headers``."""
        return self.call("POST", "", body=body, **headers)

    def follow(self, url: str) -> Answer:
        """A right ``GET`` of an address that the space gave."""
        return self._http.send("GET", url, headers=self.headers())

    def measure(self, indicator: str, instant: str, value: Any = None) -> dict[str, Any]:
        """A right Observation of this person."""
        made: dict[str, Any] = samples.observation(indicator, self.subject, instant, value)
        return made

    def write(self, indicator: str, instant: str, value: Any = None, device: str = "") -> Answer:
        """Feed one right measure, from a device with this identifier if one is given."""
        made = self.measure(indicator, instant, value)
        name = str(uuid4()) if device else ""
        return self.post(samples.bundle(made, name, f"urn:oid:{self.app.oid}|{device}"))

    def search(self, indicator: str, *more: tuple[str, str], subject: str | None = None) -> Answer:
        """Search the measures of one indicator."""
        told = f"{self.subject['system']}|{self.idpe}" if subject is None else subject
        return self.get("/Observation", [("code", samples.code_of(indicator)), ("subject.identifier", told), *more])


def locations(answer: Answer) -> list[str]:
    """The locations of a ``transaction-response``, in order."""
    entries = answer.member("entry")
    found = [at(one, "response", "location") for one in entries] if isinstance(entries, list) else []
    return [one for one in found if isinstance(one, str)]


def found(answer: Answer, kind: str = "Observation") -> list[dict[str, Any]]:
    """The resources of this kind in a Bundle."""
    entries = answer.member("entry")
    listed = [at(one, "resource") for one in entries] if isinstance(entries, list) else []
    return [one for one in listed if at(one, "resourceType") == kind]


def link(answer: Answer, relation: str) -> str:
    """The address of a link of a Bundle; empty when it has none."""
    links = answer.member("link")
    listed = links if isinstance(links, list) else []
    return next((str(at(one, "url")) for one in listed if at(one, "relation") == relation), "")
