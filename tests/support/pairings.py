"""Pairings at the space in a few lines of memory, as the ``exchange`` probe records them."""

from __future__ import annotations

import msgspec

from criteria.candidate import SpaceClient
from criteria.http_exchange import HttpExchange, HttpRequest, HttpResponse
from criteria.observation import Secret
from tests.support.evidence import CANDIDATE, CONTROL, Sight, sight

SPACE = "https://space.test"
CALLBACK = "https://app.example.fr/retour"
CLIENT = SpaceClient(client_id="app", redirect_uris=(CALLBACK,))
PAIRING_CANDIDATE = msgspec.structs.replace(CANDIDATE, faces=("web", "space_client"), space=CLIENT)
PAIRING_CONTROL = msgspec.structs.replace(CONTROL, space=CLIENT)


def verifier(number: str, *, length: int = 64, charset: str = "base64url", s256: str = "") -> Secret:
    """What redaction leaves of a code verifier."""
    derived = {"s256": s256 or f"challenge-{number}"}
    return Secret(
        ref=f"code_verifier-{number}",
        kind="code_verifier",
        length=length,
        charset=charset,
        digest=number,
        derived=derived,
    )


def authorize(number: str, tags: dict[str, str] | None = None, *, altered: bool = False, **changed: str) -> Sight:
    """An authorization request; a parameter changed to an empty string is left out."""
    params = {
        "client_id": "app",
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "code_challenge": f"challenge-{number}",
        "code_challenge_method": "S256",
        "state": f"~~secret-state-{number}~~",
        "nonce": f"~~secret-nonce-{number}~~",
        **changed,
    }
    query = "&".join(f"{name}={value}" for name, value in params.items() if value)
    return _at_space("authorize", "GET", f"{SPACE}/oauth/authorize?{query}", 303, tags, altered=altered)


def token(
    number: str,
    tags: dict[str, str] | None = None,
    *,
    secret: Secret | None = None,
    with_verifier: bool = True,
    status: int = 200,
    altered: bool = False,
) -> Sight:
    """A token request for code ``number``; its answer issues access token ``number``."""
    known = secret or verifier(number)
    form = f"grant_type=authorization_code&code=~~secret-code-{number}~~"
    form += f"&code_verifier=~~secret-{known.ref}~~" if with_verifier else ""
    answer = f'{{"access_token": "~~secret-access_token-{number}~~"}}'.encode()
    return _at_space(
        "token",
        "POST",
        f"{SPACE}/oauth/token",
        status,
        tags,
        sent=form.encode(),
        answer=answer,
        secrets=(known,),
        altered=altered,
    )


def write(number: str, tags: dict[str, str] | None = None) -> Sight:
    """A business call with access token ``number``."""
    headers = (("authorization", f"Bearer ~~secret-access_token-{number}~~"),)
    return _at_space("write", "POST", f"{SPACE}/fhir", 200, tags, headers=headers)


def visit(number: str, tags: dict[str, str] | None = None, *, status: int = 200, error: str = "") -> Sight:
    """The person's browser at the callback address, with code ``number`` (none when empty)."""
    query = f"code=~~secret-code-{number}~~" if number else "error=access_denied"
    seen = HttpExchange(
        request=HttpRequest(method="GET", url=f"{CALLBACK}?{query}"),
        response=None if error else HttpResponse(status=status),
        error=error,
        purpose="exchange",
        tags={"step": "callback", **(tags or {})},
    )
    return sight("http.exchange", seen)


def _at_space(
    operation: str,
    method: str,
    url: str,
    status: int,
    tags: dict[str, str] | None,
    *,
    sent: bytes = b"",
    answer: bytes = b"",
    headers: tuple[tuple[str, str], ...] = (),
    secrets: tuple[Secret, ...] = (),
    altered: bool = False,
) -> Sight:
    form = (("content-type", "application/x-www-form-urlencoded"),) if sent else ()
    seen = HttpExchange(
        request=HttpRequest(method=method, url=url, headers=(*form, *headers)),
        response=HttpResponse(status=status),
        purpose=operation,
        tags={"client": "app", "altered": "yes" if altered else "", **(tags or {})},
    )
    blobs = {name: raw for name, raw in (("request_body", sent), ("response_body", answer)) if raw}
    return msgspec.structs.replace(sight("space.exchange", seen, blobs), secrets=secrets)
