"""How each scenario alters a right answer: small functions, one for each fault; see also ``id_tokens``."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from conformance.lab.forge import Forge
from conformance.lab.id_tokens import ID_TOKEN_ALTERATIONS, OTHER_ISSUER, Alteration
from conformance.lab.journal import Answer

Pairs = list[tuple[str, str]]


def unchanged(answer: Answer, forge: Forge) -> Answer:
    """The right answer: the scenario is a control, or the person's doing."""
    return answer


def state_wrong(answer: Answer, forge: Forge) -> Answer:
    """Another state, as long as the right one and as plausible."""
    return _with(answer, lambda pairs: [(k, _other(v) if k == "state" else v) for k, v in pairs])


def state_absent(answer: Answer, forge: Forge) -> Answer:
    """No state."""
    return _with(answer, lambda pairs: [pair for pair in pairs if pair[0] != "state"])


def iss_wrong(answer: Answer, forge: Forge) -> Answer:
    """Another issuer."""
    return _with(answer, lambda pairs: [(k, OTHER_ISSUER if k == "iss" else v) for k, v in pairs])


def iss_absent(answer: Answer, forge: Forge) -> Answer:
    """No issuer."""
    return _with(answer, lambda pairs: [pair for pair in pairs if pair[0] != "iss"])


def error_response(answer: Answer, forge: Forge) -> Answer:
    """An error in place of the code."""
    return _with(answer, lambda pairs: [("error", "access_denied") if k == "code" else (k, v) for k, v in pairs])


def foreign_redirect(answer: Answer, forge: Forge) -> Answer:
    """In place of the answer, a redirect (307: method and body are kept) to a server of somebody else."""
    headers = (("location", forge.foreign_fhir), ("content-length", "0"))
    return Answer(status=307, headers=headers, body=b"")


ALTERATIONS: Mapping[str, Alteration] = {
    "right": unchanged,
    "state_wrong": state_wrong,
    "state_absent": state_absent,
    "iss_wrong": iss_wrong,
    "iss_absent": iss_absent,
    "error_response": error_response,
    "callback_replayed": unchanged,
    "callback_of_another_session": unchanged,
    "unpaired": unchanged,
    "write_not_granted": unchanged,
    "certificate_untrusted": unchanged,
    "foreign_redirect": foreign_redirect,
    **ID_TOKEN_ALTERATIONS,
}


def _with(answer: Answer, change: Callable[[Pairs], Pairs]) -> Answer:
    """Change the parameters with which the browser is sent back, and no other part of the address."""
    parts = urlsplit(answer.header("location"))
    query = urlencode(change(parse_qsl(parts.query, keep_blank_values=True)))
    location = urlunsplit(parts._replace(query=query))
    headers = tuple((k, location if k.lower() == "location" else v) for k, v in answer.headers)
    return msgspec.structs.replace(answer, headers=headers)


def _other(value: str) -> str:
    """Other random text of the same length (at least 16 characters)."""
    size = max(len(value), 16)
    return secrets.token_urlsafe(size)[:size]
