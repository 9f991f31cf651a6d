"""Reading the measures back, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from sample_apps.tensio.clock import now
from sample_apps.tensio.pairing.calls import SpaceCalls, is_done
from sample_apps.tensio.pairing.fhir import LOINC, PANEL, authority_uri
from sample_apps.tensio.pairing.links import next_address
from sample_apps.tensio.pairing.readings import Reading
from sample_apps.tensio.pairing.verdicts import Verdict
from sample_apps.tensio.pairing.wire import Answer
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.pairings import Pairing
from sample_apps.tensio.store.standing import READ

READ_DAYS = 90
PAGE = 50


@dataclass
class ReadBack:
    """What was read; ``reason`` is why nothing or not all was read, ``whole`` whether the list is complete."""

    readings: list[Reading] = field(default_factory=list)
    whole: bool = True
    reason: str = ""
    pages: int = 0


class SpaceMeasures:
    """Searches the measures of an account at the space."""

    def __init__(self, calls: SpaceCalls) -> None:
        self._calls = calls

    def read(self, account: Account) -> ReadBack:
        """The blood pressures of the last 90 days, as the space has them, newest first."""
        found, names = ReadBack(), set[str]()
        pairing = self._calls.client.pairings.of(account)
        if pairing is None:
            return ReadBack(whole=False, reason="not_paired")
        here, asked = self._first(pairing), list[str]()
        while here:
            asked.append(here)
            verdict, bundle = self._page(account, here)
            if not is_done(verdict):
                found.whole, found.reason = False, verdict.reason
                break
            found.pages += 1
            found.readings += self._shown(bundle, pairing, names)
            onward = next_address(bundle, here)
            if onward and not self._calls.policy.next_allowed(onward, self._calls.base, asked):
                found.whole, onward = False, ""
            here = onward
        return found

    def _page(self, account: Account, address: str) -> tuple[Verdict, dict[str, Any]]:
        verdict, answer = self._calls.make(
            account, READ, lambda pairing: self._calls.client.wire.get(address, None, self._calls.headers(pairing))
        )
        body = answer.body
        if is_done(verdict) and (
            body.get("resourceType") != "Bundle" or body.get("type") != "searchset"
            or not isinstance(body.get("entry", []), list)
        ):
            verdict = Verdict("later", "unreadable")
        return verdict, body

    def _shown(self, bundle: dict[str, Any], pairing: Pairing, names: set[str]) -> list[Reading]:
        found = []
        for entry in bundle.get("entry", []):
            resource = entry.get("resource") if isinstance(entry, dict) else None
            if not isinstance(resource, dict) or resource.get("resourceType") != "Observation":
                continue
            if not self._calls.policy.is_own(resource, pairing) or not self._calls.policy.is_valid(resource):
                continue
            own_names = self._calls.policy.names_of(resource)
            reading = self._calls.policy.reading_of(resource) if not own_names & names else None
            if reading is not None:
                names |= own_names
                found.append(reading)
        return found

    def first_page(self, pairing: Pairing) -> Answer:
        """The answer to the search, whatever it is. Raises :class:`.SpaceUnavailable`."""
        return self._calls.client.wire.get(self._first(pairing), None, self._calls.headers(pairing))

    def _first(self, pairing: Pairing) -> str:
        params = self._calls.policy.search({
            "code": f"{LOINC}|{PANEL}",
            "subject.identifier": f"{authority_uri(pairing)}|{pairing.subject}",
            "date": [f"ge{(now() - timedelta(days=READ_DAYS)).date()}", f"le{(now() + timedelta(days=1)).date()}"],
            "_count": str(PAGE),
        })
        sent = self._calls.client.policy.sent_query(params, pairing.access_token)
        return f"{self._calls.base}/Observation?{urlencode(sent, doseq=True)}"
