"""SEC-12: failures in a row, and what known and unknown addresses are told."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.facts.identity import Trial
from tests.support.evidence import (
    BASE,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    clauses,
    exchange,
    judge_one,
)
from tests.support.identity import evidence, seen, trial

WRONG = "Adresse ou mot de passe incorrect."
SENT = "Si un compte existe, un code vient d’être envoyé."
KNOWN, UNKNOWN = "essai-1@exemple.example", "inconnu-2@exemple.example"


def side(pair: str, subject: str, words: str, status: int = 200, **more: Any) -> Sight:
    """One side of a comparison; the page repeats the address, as forms do."""
    login = KNOWN if subject == "known" else UNKNOWN
    tags = {"pair": pair, "subject": subject, "login": login, "number": "1", "outcome": "refused"}
    body = f"<h1>Connexion</h1><p>{words}</p><p>Adresse : {login}</p>"
    return exchange(f"{BASE}/connexion", body, status=status, method="POST", purpose="identity", tags=tags, **more)


def pairs(**unknown: Any) -> list[Sight]:
    """Both comparisons; ``sign_in`` and ``reset`` change what the unknown address is told."""
    told = {"sign_in": (WRONG, 401), "reset": (SENT, 200), **unknown}
    return [
        side("sign_in", "known", WRONG, 401), side("sign_in", "unknown", *told["sign_in"]),
        side("reset", "known", SENT), side("reset", "unknown", *told["reset"]),
    ]


def attempts(count: int, slowed_at: int = 0, sign: str = "retry_after", right: str = "refused") -> list[Trial]:
    """Wrong passwords up to the first that is held back, then the right one."""
    wrong = [
        trial("wrong", outcome="refused", status=401, number=number, slowed=(sign,) if number == slowed_at else ())
        for number in range(1, count + 1)
    ]
    resets = [trial("reset_pair", kind=kind) for kind in ("known", "unknown")]
    return [trial("right_first"), *wrong, *resets, trial("right", outcome=right, status=401)]


def but(trials: list[Trial], experiment: str, **told: Any) -> list[Trial]:
    """The trials with one of them changed, or left out where nothing is told."""
    kept = [one for one in trials if told or one.experiment != experiment]
    return [msgspec.structs.replace(one, **told) if one.experiment == experiment else one for one in kept]


CONTROL = seen(attempts(20, right="accepted"), *pairs(sign_in=("Adresse e-mail inconnue.", 401)))


def bundle(trials: list[Trial], told: list[Sight]) -> MemoryEvidence:
    return evidence("identity.guessing", seen(trials, *told), CONTROL)


CASES: dict[str, tuple[list[Trial], list[Sight], str, list[str]]] = {
    "slowed at the sixth": (attempts(6, 6), pairs(), "pass", ["sound"]),
    "slowed at the tenth, yet let in": (attempts(10, 10, right="accepted"), pairs(), "pass", ["sound"]),
    "never slowed": (attempts(20, right="accepted"), pairs(), "fail", ["not_slowed"]),
    "slowed too late": (attempts(12, 12, right="accepted"), pairs(), "fail", ["not_slowed"]),
    "locked without a word": (attempts(20), pairs(), "pass", ["sound"]),
    "the right password never opened": (but(attempts(20), "right_first"), pairs(), "inconclusive", ["right_unsure"]),
    "the right password was refused before": (
        but(attempts(20), "right_first", outcome="refused"), pairs(), "inconclusive", ["right_unsure"],
    ),
    "no answer to the right password": (
        but(attempts(20), "right", outcome="no_answer"), pairs(), "inconclusive", ["right_unsure"],
    ),
    "a failing server is no lock": (but(attempts(20), "right", status=500), pairs(), "inconclusive", ["right_unsure"]),
    "an overloaded server is no brake": (
        [
            *attempts(6, right="accepted"),
            trial("wrong", outcome="refused", status=503, number=7, slowed=("status",)),
        ],
        pairs(), "inconclusive", ["attempts_missing"],
    ),
    "only the second address was held back": (
        attempts(6, 6), pairs(reset=("Trop de demandes.", 429)), "inconclusive", ["pair_throttled"],
    ),
    "one slow answer is no brake": (attempts(20, 7, "delay", "accepted"), pairs(), "fail", ["not_slowed"]),
    "slowed from the first": (attempts(1, 1), pairs(), "inconclusive", ["slowed_before"]),
    "too few attempts": (attempts(4, right="accepted"), pairs(), "inconclusive", ["attempts_missing"]),
    "nobody answered": (
        [trial("wrong", outcome="no_answer", number=1), *attempts(0)], pairs(), "inconclusive", ["attempts_missing"],
    ),
    "words of the sign-in": (
        attempts(6, 6), pairs(sign_in=("Adresse inconnue.", 401)), "fail", ["sign_in_tells"],
    ),
    "status of the reset": (attempts(6, 6), pairs(reset=(SENT, 404)), "fail", ["reset_tells"]),
    "numbers are no difference": (
        attempts(6, 6),
        [*pairs()[:2], side("reset", "known", f"{SENT} (5 min)"), side("reset", "unknown", f"{SENT} (4 min)")],
        "pass",
        ["sound"],
    ),
    "one side only": (attempts(6, 6), pairs()[1:], "inconclusive", ["pair_missing"]),
    "no reset declared": (
        [*(one for one in attempts(6, 6) if one.experiment != "reset_pair"), trial("reset_pair", outcome="undeclared")],
        pairs()[:2], "pass", ["sound", "reset_not_declared"],
    ),
}


@pytest.mark.parametrize(("trials", "told", "verdict", "expected"), CASES.values(), ids=CASES.keys())
def test_guessing(trials: list[Trial], told: list[Sight], verdict: str, expected: list[str]) -> None:
    judged = judge_one("SEC-12", bundle(trials, told))
    assert (str(judged.verdict), clauses(judged)) == (verdict, expected)


@pytest.mark.parametrize(("last", "verdict"), [(8, "fail"), (20, "pass")])
def test_a_delay_counts_that_lasts(last: int, verdict: str) -> None:
    """A busy machine answers slowly for a while; a brake does not let go."""
    trials = [
        msgspec.structs.replace(one, slowed=("delay",), millis=1300) if 7 <= one.number <= last else one
        for one in attempts(20, right="accepted")
    ]
    assert judge_one("SEC-12", bundle(trials, pairs())).verdict == verdict


def test_a_service_that_is_always_slow_slows_nobody_down() -> None:
    trials = but(attempts(20, right="accepted"), "wrong", millis=1100, slowed=("delay",))
    trials[1] = msgspec.structs.replace(trials[1], millis=960, slowed=())
    assert judge_one("SEC-12", bundle(trials, pairs())).verdict == "fail"


def test_a_reset_that_a_page_offers_has_to_be_compared() -> None:
    trials = but(attempts(6, 6), "reset_pair", outcome="undeclared")
    link = "<a href='/mot-de-passe-oublie'>Mot de passe oublié ?</a>"
    found = evidence("identity.guessing", seen(trials, *pairs()[:2]), CONTROL, home=link)
    judged = judge_one("SEC-12", found)
    assert (str(judged.verdict), clauses(judged)) == ("inconclusive", ["reset_untried"])


HOSTILE = (b"", b"\xff\xfe", b"<p>" * 50_000, b'{"a": [' * 10_000, b"\x00" * 1000)


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_answers_end_in_a_verdict(body: bytes) -> None:
    odd = side("sign_in", "unknown", "x")
    blobs = {"response_body": body} if body else {}
    told = [pairs()[0], type(odd)(kind=odd.kind, data=odd.data, blobs=blobs), *pairs()[2:]]
    assert judge_one("SEC-12", bundle(attempts(6, 6), told)).verdict == "fail"


def test_a_deleted_observation_never_makes_a_pass() -> None:
    for trials, told in ((attempts(6, 6), pairs()), (attempts(20, right="accepted"), pairs())):
        assert_deletion_never_passes("SEC-12", bundle(trials, told))
