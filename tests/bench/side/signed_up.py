"""A person of the sample for the tools: signed up, with one measure, and a token of the interface."""

from __future__ import annotations

import re
import secrets
import warnings

import msgspec
import pyotp
from urllib3.exceptions import InsecureRequestWarning

from tests.bench.side.tool import Target
from tests.sample_apps.visitor import Visitor

SEED = re.compile(r"secret=([A-Z2-7]{16,})")
MEASURE = {"systolique": "130", "diastolique": "80", "date": "2026-01-20T10:00", "note": "banc d’essai"}


def signed_up(target: Target) -> Target:
    """The target with the cookies and the token of a fresh account.

    The certificate is not looked at: some faults lie there, and the session is the same.
    """
    visitor = Visitor(target.base_url, str(target.authority))
    visitor.http.verify = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InsecureRequestWarning)
        person = {
            "email": f"banc-{secrets.token_hex(4)}@essai.example",
            "mot_de_passe": secrets.token_urlsafe(18),
            "date_naissance": "1980-01-01",
            "conditions": "oui",
            "consentement_sante": "oui",
        }
        seed = SEED.search(visitor.submit("/inscription", "/inscription", person).text)
        assert seed is not None, "the sample shows no seed after a sign-up"
        code = pyotp.TOTP(seed[1]).now()
        visitor.submit("/connexion/application", "/connexion/application", {"code": code})
        visitor.submit("/journal", "/mesures", MEASURE)
        token = visitor.http.post(f"{target.base_url}/api/v1/jeton", json={}).json()["jeton"]
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.http.cookies.items())
    return msgspec.structs.replace(target, cookies=cookies, token=token)
