"""How scenarios answer a client whose access token has ended: refused, delayed, or renewed for somebody else."""

from __future__ import annotations

import json

import msgspec

from conformance.lab.journal import Answer
from conformance.lab.outcomes import RETRY_AFTER, oauth_error, outcome
from conformance.lab.pages import Call
from conformance.lab.readings import other_person

REFRESH = b"grant_type=refresh_token"


def expired() -> Answer:
    """The access token has ended (RFC 6750, section 3.1)."""
    return outcome("access_token_invalid", headers=(("www-authenticate", 'Bearer error="invalid_token"'),))


def refresh_refused(call: Call) -> Answer | None:
    """The access token has ended, and is not renewed."""
    return oauth_error(400, "invalid_grant") if call.operation == "token" else expired()


def token_unavailable(call: Call) -> Answer | None:
    """The access token has ended; the token endpoint asks for patience, then renews it."""
    if call.seconds >= RETRY_AFTER:
        return None
    if call.operation != "token":
        return expired()
    return oauth_error(503, "temporarily_unavailable", ("retry-after", str(RETRY_AFTER)))


def refresh_other_subject(call: Call) -> Answer | None:
    """The access token has ended; the renewal brings the id_token of somebody else, signed by the right key."""
    if call.operation != "token":
        return expired()
    if REFRESH not in call.body.split(b"&") or call.right.status != 200:
        return None
    told = json.loads(call.right.body)
    if "id_token" not in told:
        return None
    told["id_token"] = call.forge.sign(call.forge.verify(told["id_token"]) | {"sub": other_person()})
    return msgspec.structs.replace(call.right, body=json.dumps(told).encode())
