"""The authorization code flow as the space saw it: requests, challenges, verifiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Note, Seen, note
from criteria.facts.space import SpaceExchange, reference

SHORTEST, LONGEST = 43, 128
"""Characters of a code verifier (RFC 7636 section 4.1)."""
UNRESERVED = frozenset(("digits", "hex", "alphanumeric", "base64url", "unreserved"))
"""Character sets of a secret that lie within ALPHA / DIGIT / "-" / "." / "_" / "~"."""

Exchange = Seen[SpaceExchange]


def authorization_requests(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """The client's requests, each once: a browser that comes back from signing in repeats the same one."""
    found: dict[tuple[tuple[str, str], ...], Exchange] = {}
    for seen in exchanges:
        if seen.fact.operation == "authorize" and seen.fact.method == "GET" and "client_id" in seen.fact.params:
            found.setdefault(tuple(sorted(seen.fact.params.items())), seen)
    return list(found.values())


def request_faults(seen: Exchange, registered: Sequence[str]) -> Iterator[Note]:
    """What is wrong with one authorization request by itself."""
    params = seen.fact.params
    kind = params.get("response_type", "")
    if kind != "code":
        yield note("other_flow", seen, response_type=kind or "-")
    method = params.get("code_challenge_method", "")
    if not params.get("code_challenge"):
        yield note("no_challenge", seen)
    elif method != "S256":
        yield note("not_s256", seen, method=method or "plain")
    if params.get("redirect_uri", "") not in registered:
        yield note("redirect_differs", seen, redirect_uri=params.get("redirect_uri", "-"))


def verifier_faults(asked: Sequence[Exchange], redeemed: Sequence[Exchange]) -> Iterator[Note]:
    """What is wrong with the verifiers: their form, their reuse, and whether they fit any challenge."""
    challenges = {seen.fact.params.get("code_challenge", "") for seen in asked}
    first: dict[str, Exchange] = {}
    for seen in redeemed:
        secret = seen.fact.secret("code_verifier")
        if secret is None:
            if seen.fact.params.get("code_verifier") or any(challenges):
                yield note("verifier_unfit", seen)
            continue
        if not SHORTEST <= secret.length <= LONGEST or secret.charset not in UNRESERVED:
            yield note("bad_verifier", seen, length=secret.length, charset=secret.charset)
        if secret.derived.get("s256") not in challenges and not _plain(secret.ref, asked):
            yield note("verifier_unfit", seen)
        earlier = first.setdefault(secret.ref, seen)
        if earlier is not seen and seen.fact.params.get("code") != earlier.fact.params.get("code"):
            yield note("verifier_reused", earlier, seen)


def _plain(ref: str, asked: Sequence[Exchange]) -> bool:
    """Whether a challenge is the verifier itself (method plain): that is told by ``not_s256`` already."""
    return any(reference(seen.fact.params.get("code_challenge", "")) == ref for seen in asked)
