"""How a client proves who it is at the space, where it puts its bearer token, and which scopes it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeGuard

from criteria.check import Note, Seen, note
from criteria.facts.shown import Trigger
from criteria.facts.space import SpaceExchange
from criteria.observation import Secret

Exchange = Seen[SpaceExchange]

AUTHENTICATED = frozenset(("token", "revoke"))
"""Endpoints at which a confidential client authenticates (RFC 6749 section 3.2.1, RFC 7009 section 2.1)."""
BUSINESS = frozenset(("read", "write"))
REDIRECT, FOREIGN, UNTRUSTED = "foreign_redirect", "foreign", "certificate_untrusted"
LONGEST = 300
"""Seconds that an assertion may live."""
FARTHEST = 10**11
"""POSIX time past which no clock points; a stranger's number that has more digits is no time."""
CLOCKS = 60
"""Seconds by which two clocks may differ, where an assertion does not say when it was made."""


def authentication_faults(asked: Sequence[Exchange], client_id: str) -> Iterator[Note]:
    """Every request that does not come with a sound assertion of its own."""
    first: dict[str, Exchange] = {}
    for seen in asked:
        assertion = seen.fact.secret("client_assertion")
        if assertion is None or not assertion.derived:
            clause = "shared_secret" if _has_secret(seen) else "not_authenticated"
            yield note(clause, seen, endpoint=seen.fact.operation)
        else:
            yield from _assertion_faults(seen, assertion, client_id)
            yield from _reuse(seen, assertion, first)


def _assertion_faults(seen: Exchange, assertion: Secret, client_id: str) -> Iterator[Note]:
    endpoint, claims = seen.fact.operation, _claims(assertion)
    if str(_header(assertion).get("alg", "")).startswith("HS") or _has_secret(seen):
        yield note("shared_secret", seen, endpoint=endpoint)
    elif not _by_key(assertion, client_id) or not _for_the_space(claims, seen):
        yield note("not_authenticated", seen, endpoint=endpoint)
    life = _life(seen, claims)
    if life is None:
        yield note("endless_assertion", seen, endpoint=endpoint)
    elif life > LONGEST + (0 if _is_time(claims.get("iat")) else CLOCKS):
        yield note("long_assertion", seen, endpoint=endpoint, seconds=round(life), most=LONGEST)


def _reuse(seen: Exchange, assertion: Secret, first: dict[str, Exchange]) -> Iterator[Note]:
    jti = _claims(assertion).get("jti")
    if isinstance(jti, str) and jti:
        earlier = first.setdefault(jti, seen)
        if earlier is not seen:
            yield note("jti_reused", earlier, seen)


def bearer_faults(exchanges: Sequence[Exchange]) -> Iterator[Note]:
    """Business calls with an access token in their body, and access tokens that reached another host."""
    issued = {seen.fact.access_token for seen in exchanges} - {""}
    for seen in exchanges:
        if seen.fact.operation in BUSINESS and issued & set(seen.fact.carried):
            yield note("bearer_in_body", seen)
        if seen.fact.operation == FOREIGN and issued & {seen.fact.bearer, *seen.fact.carried}:
            yield note("bearer_redirected", seen)


def redirects(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """Business calls that the space answered with a redirect to another host."""
    altered = (seen for seen in exchanges if seen.fact.scenario == REDIRECT and seen.fact.altered)
    return [seen for seen in altered if seen.fact.operation in BUSINESS]


def certificate_notes(exchanges: Sequence[Exchange], triggers: Sequence[Seen[Trigger]]) -> Iterator[Note]:
    """What was said to a server that nobody vouches for; a remark where the client was given no reason to call it."""
    said = [seen for seen in exchanges if (seen.fact.scenario, seen.fact.phase) == (UNTRUSTED, "fault")]
    if said:
        yield note("untrusted_served", *said[:20], calls=len(said))
    elif not any(_tried(seen.fact) for seen in triggers):
        yield note("certificate_not_tried")


def _tried(one: Trigger) -> bool:
    """Whether the client was given a reason to call; of what was asked of a person, only what they confirmed counts."""
    return (one.scenario, one.phase) == (UNTRUSTED, "fault") and (one.outcome == "done" or not one.guided)


def scope_faults(asked: Sequence[Exchange], declared: Sequence[str]) -> Iterator[Note]:
    """Scopes that the dossier does not name, and those that it names for nothing."""
    wanted: dict[str, Exchange] = {}
    for seen in asked:
        for scope in seen.fact.params.get("scope", "").split():
            wanted.setdefault(scope, seen)
    for scope in sorted(set(wanted) - set(declared)):
        yield note("undeclared_scope", wanted[scope], scope=scope)
    unused = sorted(set(declared) - set(wanted))
    if asked and unused:
        yield note("unused_scope", *asked[:1], scopes=" ".join(unused))


def _has_secret(seen: Exchange) -> bool:
    return bool(seen.fact.params.get("client_secret")) or seen.fact.scheme == "basic"


def _life(seen: Exchange, claims: dict[str, Any]) -> float | None:
    """Seconds from when the assertion was made (or, if it does not say, arrived) to its end; ``None`` without end."""
    expires, made = claims.get("exp"), claims.get("iat")
    if not _is_time(expires):
        return None
    start = made if _is_time(made) else datetime.fromisoformat(seen.fact.at).timestamp()
    return float(expires) - float(start)


def _by_key(assertion: Secret, client_id: str) -> bool:
    """Whether a registered key of the client signed."""
    return str(assertion.derived.get("verified_by", "")).startswith(f"client:{client_id}:")


def _for_the_space(claims: dict[str, Any], seen: Exchange) -> bool:
    """Whether the audience is the space: its issuer or one of its endpoints (RFC 7523 section 3)."""
    origin = "/".join(seen.fact.url.split("/")[:3])
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    return any(isinstance(one, str) and (one == origin or one.startswith(f"{origin}/")) for one in named)


def _claims(assertion: Secret) -> dict[str, Any]:
    found = assertion.derived.get("claims")
    return found if isinstance(found, dict) else {}


def _header(assertion: Secret) -> dict[str, Any]:
    found = assertion.derived.get("header")
    return found if isinstance(found, dict) else {}


def _is_time(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < FARTHEST
