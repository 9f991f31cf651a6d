"""The id_token: whose it is, for whom, and that it tells two apps nothing that they could join on."""

from __future__ import annotations

import time

from conformance.suite.app import unverified
from conformance.suite.bench import Bench
from conformance.suite.case import case
from conformance.suite.outcome import expect, expect_same

_SKEW = 120
_DAY = 24 * 3600
# Claims that say who a person is (OpenID Connect Core, section 5.1).
_TELLING = ("name", "given_name", "family_name", "preferred_username", "email", "birthdate", "phone_number", "address")


@case("id-token.signature")
def signature(bench: Bench) -> None:
    pair = bench.pair()
    bench.app().verified(pair.id_token, pair.answer)
    header = unverified(pair.id_token)[0]
    expect_same("alg", header.get("alg"), "ES256", pair.answer)
    expect(header.get("kid"), "absent", pair.answer, what="kid")


@case("id-token.issuer-audience")
def issuer_audience(bench: Bench) -> None:
    pair = bench.pair()
    expect_same("iss", pair.claims.get("iss"), bench.manifest.issuer, pair.answer)
    audience = pair.claims.get("aud")
    expect_same("aud", audience if isinstance(audience, list) else [audience], [bench.app().client_id], pair.answer)


@case("id-token.times")
def times(bench: Bench) -> None:
    pair, now = bench.pair(), time.time()
    told = {name: pair.claims.get(name) for name in ("iat", "exp")}
    issued, expires = (one if isinstance(one, int) else 0 for one in told.values())
    fresh = now - _DAY < issued <= now + _SKEW
    expect(fresh, "value", pair.answer, what="iat", seen=told["iat"], wanted=int(now))
    soon = now - _SKEW < expires <= now + 30 * _DAY and expires > issued
    expect(soon, "value", pair.answer, what="exp", seen=told["exp"], wanted=f"> {int(now)}")


@case("id-token.nonce")
def nonce(bench: Bench) -> None:
    asked, code = bench.code()
    pair = bench.pair_of(0, 0, bench.app().exchange(code, asked.verifier))
    expect_same("nonce", pair.claims.get("nonce"), asked.nonce, pair.answer)


@case("id-token.oids")
def oids(bench: Bench) -> None:
    pair = bench.pair()
    expect_same("oid", pair.claims.get("oid"), bench.app().oid, pair.answer)
    told = pair.claims.get("assign_auth")
    oid = isinstance(told, str) and told[:2] in ("0.", "1.", "2.") and told.replace(".", "").isdigit()
    expect(oid, "value", pair.answer, what="assign_auth", seen=told, wanted="OID")


@case("id-token.pairwise")
def pairwise(bench: Bench) -> None:
    first, second = bench.pair(0), bench.pair(1)
    expect(first.idpe != second.idpe, "shared", first.answer, second.answer, what="sub")


@case("id-token.person-apart")
def person_apart(bench: Bench) -> None:
    first, second = bench.pair(0, 0), bench.pair(0, 1)
    expect(first.idpe != second.idpe, "shared", first.answer, second.answer, what="sub")


@case("id-token.subject-stable")
def subject_stable(bench: Bench) -> None:
    first, second = bench.tokens(), bench.tokens()
    expect_same("sub", second.idpe, first.idpe, first.answer, second.answer)


@case("id-token.nothing-telling")
def nothing_telling(bench: Bench) -> None:
    pair = bench.pair()
    told = [name for name in _TELLING if name in pair.claims]
    expect(not told, "present", pair.answer, what=", ".join(told))
    login = bench.manifest.people[0].login
    expect(login not in map(str, pair.claims.values()), "leak", pair.answer, what="login")
