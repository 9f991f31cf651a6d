"""Pairings at the space in a few lines of memory, as the ``exchange`` probe records them."""

from __future__ import annotations

import msgspec

from criteria.candidate import SpaceClient
from criteria.http_exchange import HttpExchange, HttpRequest, HttpResponse
from criteria.observation import Secret
from tests.support.evidence import CANDIDATE, CONTROL, Sight, sight

SPACE = "https://space.test"
CALLBACK = "https://app.example.fr/retour"
SCOPES = ("openid", "patient/Observation.c")
CLIENT = SpaceClient(client_id="app", redirect_uris=(CALLBACK,), scopes=SCOPES)
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
    with_id_token: bool = True,
    assertion: Secret | None = None,
    more: str = "",
    headers: tuple[tuple[str, str], ...] = (),
) -> Sight:
    """A token request for code ``number``; its answer issues the tokens ``number``. ``more`` ends the form."""
    known = secret or verifier(number)
    form = f"grant_type=authorization_code&code=~~secret-code-{number}~~"
    form += f"&code_verifier=~~secret-{known.ref}~~" if with_verifier else ""
    form += f"&client_assertion=~~secret-{assertion.ref}~~" if assertion else ""
    return _at_space(
        "token",
        "POST",
        f"{SPACE}/oauth/token",
        status,
        tags,
        sent=(form + more).encode(),
        answer=_issued(number, with_id_token) if status == 200 else b"",
        headers=headers,
        secrets=(known, *([assertion] if assertion else [])),
        altered=altered,
    )


def refresh(number: str, of: str, tags: dict[str, str] | None = None, *, altered: bool = False) -> Sight:
    """A renewal by refresh token ``of``; its answer issues the tokens ``number``."""
    form = f"grant_type=refresh_token&refresh_token=~~secret-refresh_token-{of}~~".encode()
    url = f"{SPACE}/oauth/token"
    return _at_space("token", "POST", url, 200, tags, sent=form, answer=_issued(number), altered=altered)


def revoke(number: str, tags: dict[str, str] | None = None, *, assertion: Secret | None = None) -> Sight:
    """A revocation of refresh token ``number``."""
    form = f"token=~~secret-refresh_token-{number}~~"
    form += f"&client_assertion=~~secret-{assertion.ref}~~" if assertion else ""
    secrets = (assertion,) if assertion else ()
    return _at_space("revoke", "POST", f"{SPACE}/oauth/revoke", 200, tags, sent=form.encode(), secrets=secrets)


def signed(number: str, *, alg: str = "ES256", by: str = "client:app:0", **claims: object) -> Secret:
    """What redaction leaves of a client assertion; a claim changed to ``None`` is left out."""
    held = {"aud": f"{SPACE}/oauth/token", "jti": f"jti-{number}", "iat": 1000, "exp": 1060, **claims}
    kept = {name: value for name, value in held.items() if value is not None}
    derived = {"header": {"alg": alg}, "claims": kept, "verified_by": by}
    ref = f"client_assertion-{number}"
    return Secret(ref=ref, kind="client_assertion", length=400, charset="unreserved", digest=number, derived=derived)


def _issued(number: str, with_id_token: bool = True) -> bytes:
    names = ("access_token", "refresh_token", *(["id_token"] if with_id_token else []))
    return msgspec.json.encode({name: f"~~secret-{name}-{number}~~" for name in names})


def write(
    number: str, tags: dict[str, str] | None = None, *, sent: bytes = b"", altered: bool = False, at: str = "write"
) -> Sight:
    """A business call with access token ``number``; ``at="foreign"``: at another host."""
    headers = (("authorization", f"Bearer ~~secret-access_token-{number}~~"), ("content-type", "application/fhir+json"))
    url = f"{SPACE}/fhir" if at == "write" else "https://other.test/fhir"
    return _at_space(at, "POST", url, 200, tags, headers=headers, sent=sent, altered=altered)


def document_call(number: str, path: str) -> Sight:
    """A call with access token ``number`` at this path of the space."""
    headers = (("authorization", f"Bearer ~~secret-access_token-{number}~~"),)
    return _at_space("other", "GET", f"{SPACE}{path}", 404, None, headers=headers)


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
    typed = any(name == "content-type" for name, _ in headers)
    form = (("content-type", "application/x-www-form-urlencoded"),) if sent and not typed else ()
    seen = HttpExchange(
        request=HttpRequest(method=method, url=url, headers=(*form, *headers)),
        response=HttpResponse(status=status),
        purpose=operation,
        tags={"client": "app", "altered": "yes" if altered else "", **(tags or {})},
    )
    blobs = {name: raw for name, raw in (("request_body", sent), ("response_body", answer)) if raw}
    return msgspec.structs.replace(sight("space.exchange", seen, blobs), secrets=secrets)
