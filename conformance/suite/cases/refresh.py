"""Refreshing: new tokens for old, each refresh token once, and an alarm when one comes twice (RFC 9700, 4.14.2)."""

from __future__ import annotations

from conformance.suite.answer import Answer
from conformance.suite.bench import Bench, during
from conformance.suite.case import case
from conformance.suite.outcome import Unseen, expect, expect_oauth_error, expect_same, expect_status
from conformance.suite.pair import Pair


def _refreshed(bench: Bench) -> tuple[Pair, Pair]:
    before = bench.tokens()
    return before, bench.pair_of(0, 0, bench.app().refresh(before.refresh))


def _try(bench: Bench, pair: Pair) -> Answer:
    return pair.search("body_weight", *during(bench.minute()))


@case("refresh.new-tokens")
def new_tokens(bench: Bench) -> None:
    before = bench.tokens()
    answer = bench.app().refresh(before.refresh)
    expect_status(answer, 200)
    after = bench.pair_of(0, 0, answer)
    expect(after.access != before.access, "same_token", before.answer, answer, what="access_token")
    id_token = before.id_token if answer.member("id_token") is None else after.id_token
    expect_status(after.get("/Observation", _params(bench, before), id_token=id_token), 200)


def _params(bench: Bench, pair: Pair) -> list[tuple[str, str]]:
    subject = f"{pair.subject['system']}|{pair.idpe}"
    return [("code", "29463-7"), ("subject.identifier", subject), *during(bench.minute())]


@case("refresh.rotated")
def rotated(bench: Bench) -> None:
    before, after = _refreshed(bench)
    told = after.answer.member("refresh_token")
    expect(isinstance(told, str) and told, "absent", after.answer, what="refresh_token")
    expect(told != before.refresh, "same_token", after.answer, what="refresh_token")


@case("refresh.old-one-refused")
def old_refused(bench: Bench) -> None:
    before, after = _refreshed(bench)
    if after.refresh == before.refresh:
        raise Unseen("not_rotated", after.answer)
    expect_oauth_error(bench.app().refresh(before.refresh), "invalid_grant")


@case("refresh.reuse-ends-all")
def reuse_ends_all(bench: Bench) -> None:
    before, after = _refreshed(bench)
    if after.refresh == before.refresh or _try(bench, after).status != 200:
        raise Unseen("not_rotated", after.answer)
    if bench.app().refresh(before.refresh).status == 200:
        raise Unseen("not_rotated", after.answer)
    expect_oauth_error(bench.app().refresh(after.refresh), "invalid_grant")
    expect_status(_try(bench, after), 401)


@case("refresh.of-another-client")
def of_another(bench: Bench) -> None:
    pair = bench.tokens()
    expect_oauth_error(bench.app(1).refresh(pair.refresh), "invalid_grant")


@case("refresh.scope-not-widened")
def scope_not_widened(bench: Bench) -> None:
    asked = bench.app().ask(scope="openid offline_access patient/Observation.rs")
    returned = bench.authorize(asked, allow=("read",))
    if "code" not in returned.params:
        raise Unseen("no_code", returned.answer, call=returned.answer.name, status=returned.answer.status)
    pair = bench.pair_of(0, 0, bench.app().exchange(returned.params["code"], asked.verifier))
    answer = bench.app().refresh(pair.refresh, scope="openid offline_access patient/Observation.c")
    expect(
        "patient/Observation.c" not in str(answer.member("scope")).split(),
        "value",
        answer,
        what="scope",
        seen=str(answer.member("scope")),
        wanted="patient/Observation.rs",
    )


@case("refresh.same-person")
def same_person(bench: Bench) -> None:
    before, after = _refreshed(bench)
    if after.answer.member("id_token") is None:
        return  # an id_token is optional in the answer to a refresh (OpenID Connect Core, section 12.2)
    for claim in ("iss", "sub", "aud"):
        expect_same(claim, after.claims.get(claim), before.claims.get(claim), before.answer, after.answer)
