"""SEC-06: whose scripts may read what the person is shown."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.evidence import (
    BASE,
    CANDIDATE,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    crawl_summary,
    exchange,
    judge_one,
    looked,
    page,
)
from tests.support.identity import APP, evidence

URL = f"{BASE}/journal"
HOSTILE = ("https://attacker.test", "null")
ACAO, ACAC = "access-control-allow-origin", "access-control-allow-credentials"


def asked(experiment: str, origin: str = "", headers: tuple[tuple[str, str], ...] = (), **more: Any) -> Sight:
    tags = {"experiment": experiment, "origin": origin} | ({"canary": "h"} if experiment != "preflight" else {})
    method = "OPTIONS" if experiment == "preflight" else "GET"
    sent = more.pop("sent_headers", ())
    seen = exchange(URL, "canari", method=method, headers=headers, purpose="identity", tags=tags, **more)
    seen.data["request"]["headers"] = [list(one) for one in sent]
    return seen


def replays(*headers: tuple[str, str], preflight: tuple[tuple[str, str], ...] = (), **more: Any) -> list[Sight]:
    """A page asked intact and by each hostile origin; only the first origin is given these headers."""
    found = [asked("intact")]
    for place, origin in enumerate(HOSTILE):
        found.append(asked("hostile", origin, () if place else headers, **({} if place else more)))
        found.append(asked("preflight", origin, () if place else preflight))
    return found


ECHO = ((ACAO, HOSTILE[0]), (ACAC, "true"))
CONTROL = replays(*ECHO)
TOKEN = {"sent_headers": (("Authorization", "Bearer ~~secret-token-1~~"),)}


def bundle(sights: list[Sight]) -> MemoryEvidence:
    return evidence("identity.origins", sights, CONTROL)


CASES: dict[str, tuple[list[Sight], str, list[str]]] = {
    "no header at all": (replays(), "pass", ["sound"]),
    "echo with credentials": (replays(*ECHO), "fail", ["readable"]),
    "null with credentials": (replays((ACAO, "null"), (ACAC, "TRUE")), "fail", ["readable"]),
    "echo in the preflight": (replays(preflight=ECHO), "fail", ["readable_preflight"]),
    "another origin": (replays((ACAO, "https://partenaire.example"), (ACAC, "true")), "pass", ["sound"]),
    "echo without credentials": (replays(ECHO[0]), "pass", ["sound"]),
    "any origin, by token": (replays((ACAO, "*"), **TOKEN), "pass", ["sound", "readable_with_token"]),
    "any origin, by cookie": (replays((ACAO, "*"), (ACAC, "true")), "pass", ["sound"]),
    "throttled": (replays(status=429), "inconclusive", ["unanswered"]),
    "no answer": (replays(error="timeout"), "inconclusive", ["unanswered"]),
    "no preflight": (replays()[:-1], "inconclusive", ["not_all_asked"]),
    "nothing hostile asked": (replays()[:1], "inconclusive", ["not_all_asked"]),
}


@pytest.mark.parametrize(("sights", "verdict", "expected"), CASES.values(), ids=CASES.keys())
def test_who_may_read(sights: list[Sight], verdict: str, expected: list[str]) -> None:
    judged = judge_one("SEC-06", bundle(sights))
    assert (str(judged.verdict), clauses(judged)) == (verdict, expected)


def test_without_a_canary_nothing_is_concluded() -> None:
    blind = asked("intact")
    del blind.data["tags"]["canary"]
    judged = judge_one("SEC-06", bundle([blind]))
    assert (str(judged.verdict), clauses(judged)) == ("inconclusive", ["no_canary"])


def test_without_a_sign_in_it_does_not_apply() -> None:
    crawl = looked("http.crawl", page("/", "<h1>Accueil</h1>"), crawl_summary())
    control = looked("http.crawl", page("/", "x"), crawl_summary(), subject="control")
    looks = (crawl, looked("identity.origins", page("/", "x")), control)
    at_control = looked("identity.origins", *CONTROL, subject="control")
    assert judge_one("SEC-06", bundle_of(*looks, at_control, candidate=CANDIDATE)).verdict == "not_applicable"
    assert judge_one("SEC-06", bundle_of(*looks, at_control, candidate=APP)).verdict == "inconclusive"


def test_a_deleted_observation_never_makes_a_pass() -> None:
    for sights in (replays(), replays(*ECHO)):
        assert_deletion_never_passes("SEC-06", bundle(sights))
