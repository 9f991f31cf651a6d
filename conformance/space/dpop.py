"""Proofs of possession (DPoP, RFC 9449): a token is worth nothing without the key that it is bound to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import urlsplit

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from conformance.space.once import first_use
from conformance.space.store import Store

ALGORITHMS = ("ES256",)
NONCE_HEADER = "DPoP-Nonce"
# Seconds. A proof is short-lived (section 11.1); a client's clock may be somewhat ahead.
_OLDEST, _AHEAD = 60, 30
_NONCE_LASTS = 300
_LONGEST = 8 * 1024


class ProofRefused(Exception):
    """A proof that is missing, wrong, or lacks the space's nonce; ``code`` is the error of RFC 9449."""

    def __init__(self, description: str, code: Literal["invalid_dpop_proof", "use_dpop_nonce"]) -> None:
        super().__init__(description)
        self.code = code


class Proofs:
    """Checks proofs, each used once. ``with_nonce`` asks for a nonce that the space gave (section 8)."""

    def __init__(self, store: Store, *, with_nonce: bool) -> None:
        self._store, self.with_nonce = store, with_nonce
        self._secret = secrets.token_bytes(32)

    def nonce(self, ago: int = 0) -> str:
        """Return the nonce of now, or of so many periods ago."""
        period = self._store.clock.world() // _NONCE_LASTS - ago
        made = hmac.digest(self._secret, str(period).encode(), "sha256")
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()

    def check(self, sent: Sequence[str], method: str, url: str, access_token: str = "") -> str:
        """Return the thumbprint (RFC 7638) of the key that made the one proof sent with a request.

        ``url`` is the request's, without query; ``access_token`` the one that came with it. Raises ``ProofRefused``.
        """
        if len(sent) != 1 or len(sent[0]) > _LONGEST:
            raise _wrong("exactly one DPoP header of a sane size is needed")
        key, claims = _verified(sent[0])
        self._check_claims(claims, method, url)
        if access_token and claims.get("ath") != _hash(access_token):
            raise _wrong("ath is not the hash of the access token")
        if self.with_nonce and claims.get("nonce") not in (self.nonce(), self.nonce(1)):
            raise ProofRefused("The proof needs the nonce of the DPoP-Nonce header.", "use_dpop_nonce")
        thumbprint = key.thumbprint()
        expires = self._store.clock.world() + _OLDEST + _AHEAD
        if not first_use(self._store, "proof", f"{thumbprint} {claims['jti']}", expires):
            raise _wrong("jti was used before")
        return thumbprint

    def _check_claims(self, claims: dict[str, Any], method: str, url: str) -> None:
        jti, issued = claims.get("jti"), claims.get("iat")
        if not isinstance(jti, str) or not jti:
            raise _wrong("jti is missing")
        if claims.get("htm") != method:
            raise _wrong("htm is not the method of the request")
        if not _same_address(claims.get("htu"), url):
            raise _wrong("htu is not the address of the request")
        now = self._store.clock.world()
        if isinstance(issued, bool) or not isinstance(issued, int | float):
            raise _wrong("iat is missing")
        if not now - _OLDEST <= issued <= now + _AHEAD:
            raise _wrong("iat is too old or in the future")


def _wrong(why: str) -> ProofRefused:
    return ProofRefused(f"The DPoP proof is refused: {why}.", "invalid_dpop_proof")


def _verified(proof: str) -> tuple[ECKey, dict[str, Any]]:
    """The public key in the proof's header, and the claims that it signed (section 4.3, checks 3 to 7)."""
    try:
        header = jws.extract_compact(proof.encode("ascii")).headers()
        told = header.get("jwk")
        if header.get("typ") != "dpop+jwt" or not isinstance(told, dict) or told.get("kty") != "EC" or "d" in told:
            raise _wrong("its header does not say dpop+jwt and one public EC key")
        key = ECKey.import_key(told)
        return key, dict(jwt.decode(proof, key, list(ALGORITHMS)).claims)
    except (JoseError, ValueError, TypeError) as error:
        raise _wrong("it cannot be verified") from error


def _same_address(told: object, url: str) -> bool:
    """Compare after normalisation, without query and fragment (section 4.3, check 9)."""
    return isinstance(told, str) and _normal(told) == _normal(url)


def _normal(url: str) -> tuple[str, str, int | None, str] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return None
    return parts.scheme.lower(), (parts.hostname or "").lower(), port, parts.path or "/"


def _hash(token: str) -> str:
    digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
