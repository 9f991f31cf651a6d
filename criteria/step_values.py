"""What a reviewer must see of a request and its answer: parameters, credentials, tokens, what is known of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from criteria.business_values import business_values
from criteria.facts.space import MARK, SpaceExchange, reference
from criteria.http_exchange import Headers, HttpExchange
from criteria.observation import Secret
from criteria.text import tamed

MOST_FIELDS = 200
BUSINESS = frozenset(("read", "write"))
PARAMETERS = (
    "error",
    "code",
    "state",
    "iss",
    "nonce",
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "code_challenge",
    "code_challenge_method",
    "request_uri",
    "grant_type",
    "code_verifier",
    "refresh_token",
    "token",
    "access_token",
    "client_secret",
    "client_assertion",
)
"""Those of OAuth and OpenID Connect, as the RFCs write them; the rest stands in the bundle."""
HEADER = ("alg", "kid", "jku")
CLAIMS = ("iss", "aud", "nonce", "iat", "exp", "jti")


def sent_with(exchange: HttpExchange, fact: SpaceExchange | None) -> dict[str, str]:
    """The parameters of a request at the space or at the callback, and its credentials."""
    params = fact.params if fact else _query(exchange.request.url)
    asked = urlsplit(exchange.request.url).query
    known = _chosen(params)
    if exchange.purpose in BUSINESS:
        known = {"query": tamed(asked)} if asked else {}
    authorization = header(exchange.request.headers, "authorization") if fact else ""
    credentials = {"authorization": tamed(authorization)} if authorization else {}
    return _explained({**credentials, **known}, fact)


def answered_with(exchange: HttpExchange, fact: SpaceExchange | None, body: bytes = b"") -> dict[str, str]:
    """Where a redirect leads and with what, the tokens that were issued, or what a business call was told."""
    if exchange.purpose in BUSINESS and fact:
        told = {name: _header_of(exchange, name) for name in ("location", "retry-after")}
        return {**{name: tamed(value) for name, value in told.items() if value}, **business_values(body)}
    location = _header_of(exchange, "location")
    target = {"location": tamed(location.partition("?")[0])} if location else {}
    if not fact:
        return target  # where it leads is the next step, with its parameters
    issued = {ref.partition("-")[0]: _stands_for(ref) for ref in fact.issued if ref != fact.id_token}
    if fact.id_token:
        issued["id_token"] = _stands_for(fact.id_token)
    query = _query(location)
    carried = {} if "response_type" in query else _chosen(query)  # else it leads to the next request, which tells them
    return _explained({**target, **carried, **issued}, fact)


def _stands_for(ref: str) -> str:
    return f"{MARK}{ref}~~"


def _explained(values: dict[str, str], fact: SpaceExchange | None) -> dict[str, str]:
    """Each value, followed by what is known of the secret that it stands for."""
    told: dict[str, str] = {}
    for name, value in values.items():
        told[name] = value
        secret = fact.secrets.get(reference(value)) if fact else None
        told |= {f"{name}.{part}": tamed(known) for part, known in _derived(secret)}
    return told


def _derived(secret: Secret | None) -> Iterator[tuple[str, Any]]:
    derived = secret.derived if secret else {}
    if derived.get("s256"):
        yield "s256", derived["s256"]
    head, claims = derived.get("header"), derived.get("claims")
    if isinstance(head, dict):
        yield from ((name, head[name]) for name in HEADER if name in head)
        yield "signed_by", derived.get("verified_by") or "?"
    if isinstance(claims, dict):
        yield from ((name, claims[name]) for name in CLAIMS if name in claims)


def _chosen(params: dict[str, str]) -> dict[str, str]:
    return {name: tamed(params[name]) for name in PARAMETERS if name in params}


def _query(url: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def _header_of(exchange: HttpExchange, wanted: str) -> str:
    return header(exchange.response.headers, wanted) if exchange.response else ""


def header(headers: Headers, wanted: str) -> str:
    """The first header of this name (lower case); empty when there is none."""
    return next((value for name, value in headers if name.lower() == wanted), "")
