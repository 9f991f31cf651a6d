"""Sharing one measure with the space, and reading the measures back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sample_apps.tensio.clock import now
from sample_apps.tensio.pairing.client import SpaceClient
from sample_apps.tensio.pairing.errors import SpaceSaidNo, SpaceUnavailable
from sample_apps.tensio.pairing.fhir import LOINC, PANEL, Reading, authority_uri, readings, transaction
from sample_apps.tensio.pairing.wire import Answer
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.measures import Measure
from sample_apps.tensio.store.pairings import Pairing

READ_DAYS = 90
PAGE = 50
REASONS = {403: "consent", 409: "conflict", 413: "invalid", 422: "invalid", 400: "invalid"}


class SpaceMeasures:
    """The measures interface, under the pairing of an account. All methods raise any :class:`.SpaceError`."""

    def __init__(self, client: SpaceClient) -> None:
        self._client = client
        self._base = client.provider.issuer.removesuffix("/oauth") + "/fhir"

    def share(self, account: Account, measure: Measure) -> None:
        """Sends one measure."""
        self._call(account, lambda pairing: self._client.wire.post_json(
            self._base, self._client.policy.sent_measure(transaction(measure, pairing), pairing.access_token),
            _headers(pairing)))

    def read(self, account: Account) -> list[Reading]:
        """The blood pressures of the last 90 days, as the space has them (at most 50)."""
        answer = self._call(account, self._search)
        return readings(answer.body)

    def _search(self, pairing: Pairing) -> Answer:
        params = {
            "code": f"{LOINC}|{PANEL}",
            "subject.identifier": f"{authority_uri(pairing)}|{pairing.subject}",
            "date": [f"ge{(now() - timedelta(days=READ_DAYS)).date()}", f"le{(now() + timedelta(days=1)).date()}"],
            "_count": str(PAGE),
        }
        sent = self._client.policy.sent_query(params, pairing.access_token)
        return self._client.wire.get(f"{self._base}/Observation", sent, _headers(pairing))

    def _call(self, account: Account, call: Callable[[Pairing], Answer]) -> Answer:
        answer = call(self._client.fresh(account))
        if answer.status == 401:  # one renewal and one more try; the identifier keeps a doubled write harmless
            answer = call(self._client.fresh(account, renew=True))
        if answer.status >= 500 or answer.status == 429:
            raise SpaceUnavailable("unavailable")
        if answer.status not in (200, 201):
            raise SpaceSaidNo(REASONS.get(answer.status, "refused_by_space"), answer.status)
        return answer


def _headers(pairing: Pairing) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {pairing.access_token}", "ID-Token": pairing.id_token,
        "Accept": "application/fhir+json",
    }
