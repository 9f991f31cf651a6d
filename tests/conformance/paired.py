"""A person paired with the client, and requests made with their tokens."""

from __future__ import annotations

from typing import Any

import requests

from tests.conformance import samples
from tests.conformance.client import AppClient
from tests.conformance.conftest import Running

PERIOD = [("date", "ge2026-11-01"), ("date", "le2026-11-30")]
LAST = [("_sort", "-date"), ("_count", "1")]


class Paired:
    """A person's tokens, and requests made with them."""

    def __init__(self, running: Running, **consent: Any) -> None:
        self.client: AppClient = running.client
        self.tokens = self.client.pair(running.browser(), **consent)
        claims = self.client.claims(self.tokens["id_token"])
        self.idpe, self.authority = claims["sub"], f"urn:oid:{claims['assign_auth']}"

    def measure(self, indicator: str, at: str = "2026-11-02T07:30:00+01:00") -> dict[str, Any]:
        made = samples.observation(indicator, idpe=self.idpe, authority=self.authority)
        return made | {"effectiveDateTime": at}

    def write(self, indicator: str, at: str = "2026-11-02T07:30:00+01:00", device: bool = False) -> requests.Response:
        return self.client.write(self.tokens, samples.bundle(self.measure(indicator, at), device))

    def read(self, code: str, *more: tuple[str, str]) -> requests.Response:
        subject = ("subject.identifier", f"{self.authority}|{self.idpe}")
        return self.client.read(self.tokens, [("code", code), subject, *more])


def diagnostics(answer: requests.Response) -> list[str]:
    assert answer.headers["content-type"] == "application/fhir+json"
    told = answer.json()
    assert told["resourceType"] == "OperationOutcome"
    return [one["diagnostics"] for one in told["issue"]]
