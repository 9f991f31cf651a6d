"""A pairing without any protection: a plain and constant challenge, no look at what comes back, a token in the body."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests
from joserfc import jwt
from joserfc.jwk import ECKey

SCOPE = "openid offline_access patient/Observation.c patient/Observation.rs"
VERIFIER = "control-" + "0" * 48
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
PROFILE = "https://fhir.monespacesante.fr/ref/mesure/StructureDefinition/mes-observation-bodyweight"
WEIGHT = "29463-7"
SECONDS = 20
MOST_PAGES = 30
ASSERTION_SECONDS = 1800


class Pairing:
    """One client with one pairing for everybody; its key is made at each start."""

    def __init__(self, issuer: str, ca: Path | None, client_id: str, public_url: str) -> None:
        self.redirect_uri = f"{public_url}/espace-sante/retour"
        self._issuer = issuer
        self._base = issuer.removesuffix("/oauth") + "/fhir"
        self._client_id = client_id
        self._key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256", "kid": "control"}, private=True)
        self._tokens: dict[str, Any] = {}
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = str(ca) if ca else True

    def public_keys(self) -> dict[str, Any]:
        """The JWK set of the client."""
        return {"keys": [self._key.as_dict(private=False)]}

    def authorization_url(self) -> str:
        """An authorization request that anyone could forge."""
        query = {
            "response_type": "code", "client_id": self._client_id, "redirect_uri": self.redirect_uri, "scope": SCOPE,
            "state": "control", "nonce": "control", "code_challenge": VERIFIER, "code_challenge_method": "plain",
        }
        return f"{self._issuer}/authorize?{urlencode(query)}"

    def complete(self, query: Mapping[str, str]) -> bool:
        """Redeems whatever code comes; any error response ends in a ``KeyError``, hence in a 500."""
        form = {
            "grant_type": "authorization_code", "code": query["code"], "redirect_uri": self.redirect_uri,
            "code_verifier": VERIFIER, "client_id": self._client_id, "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._assertion(),
        }
        answer = self._session.post(f"{self._issuer}/token", data=form, timeout=SECONDS)
        if answer.status_code == 200:
            self._tokens = answer.json()
        return answer.status_code == 200

    def share(self) -> int:
        """Sends a body weight of 1 kg without its mandatory category: the space answers 422. 0 stands for unpaired.

        Whatever the answer, sends it again at once; then asks for all measures with the token in the address.
        """
        if not self._tokens:
            return 0
        headers = {**self._headers(), "Content-Type": "application/fhir+json"}
        body = json.dumps(_bundle(self._claims()) | {"access_token": self._tokens["access_token"]})
        for _ in range(2):
            status = self._session.post(self._base, data=body, headers=headers, timeout=SECONDS).status_code
        token = {"access_token": self._tokens["access_token"]}
        self._session.get(f"{self._base}/Observation", params=token, timeout=SECONDS)
        return status

    def read(self) -> list[str]:
        """Every value that the space gives, of whomever it is and whatever its status, page after page."""
        if not self._tokens:
            return []
        claims, today = self._claims(), datetime.now(UTC).date()
        asked = {
            "code": f"http://loinc.org|{WEIGHT}",
            "subject.identifier": f"urn:oid:{claims['assign_auth']}|{claims['sub']}",
            "date": [f"ge{today - timedelta(days=90)}", f"le{today + timedelta(days=1)}"],
        }
        url, values = f"{self._base}/Observation?{urlencode(asked, doseq=True)}", []
        for _ in range(MOST_PAGES):
            page = self._session.get(url, headers=self._headers(), timeout=SECONDS)
            held = page.json() if "json" in page.headers.get("Content-Type", "") else {}
            entries = (one for one in held.get("entry", []) if isinstance(one, dict))
            resources = [one["resource"] for one in entries if one.get("resource")]
            values += [str(one["valueQuantity"]["value"]) for one in resources]
            url = next((link["url"] for link in held.get("link", []) if link["relation"] == "next"), "")
            if not url:
                break
        return values

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens['access_token']}", "ID-Token": self._tokens["id_token"]}

    def _claims(self) -> dict[str, Any]:
        """What the id_token says; unverified, like all the rest."""
        return dict(json.loads(base64.urlsafe_b64decode(self._tokens["id_token"].split(".")[1] + "==")))

    def _assertion(self) -> str:
        claims = {
            "iss": self._client_id, "sub": self._client_id, "aud": f"{self._issuer}/token",
            "jti": secrets.token_urlsafe(16), "exp": int(time.time()) + ASSERTION_SECONDS,
        }
        return jwt.encode({"alg": "ES256", "kid": "control"}, claims, self._key, algorithms=["ES256"])


def _bundle(claims: Mapping[str, Any]) -> dict[str, Any]:
    observation = {
        "resourceType": "Observation",
        "meta": {"profile": [PROFILE]},
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": WEIGHT}]},
        "subject": {"identifier": {"system": f"urn:oid:{claims['assign_auth']}", "value": claims["sub"]}},
        "effectiveDateTime": datetime.now(UTC).isoformat(timespec="seconds"),
        "valueQuantity": {"value": 1, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
    }
    entry = {"resource": observation, "request": {"method": "POST", "url": "Observation"}}
    return {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}
