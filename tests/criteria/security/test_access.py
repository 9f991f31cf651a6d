"""SEC-14 and SEC-15: what a request of A gives to B, to nobody, and to worthless credentials."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.candidate import Candidate
from tests.support.evidence import (
    BASE,
    CANDIDATE,
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    crawl_summary,
    exchange,
    failed,
    judge_one,
    looked,
    page,
    sight,
)

APP = msgspec.structs.replace(
    CANDIDATE,
    accounts=("a", "b"),
    journeys=("sign_in",),
    pages={"sign_in": "/connexion"},
    canaries={"a": {"h": "canari-alpha-7f3a"}},
)
STRANGER = msgspec.structs.replace(CANDIDATE, accounts=(), journeys=(), pages={})
LOOKS = {"SEC-14": ("objects.as_other", "as_other"), "SEC-15": ("objects.anonymous", "anonymous")}
PAGE = "/mesures/4f1c2d3e-0001"


def asked(purpose: str, trial: int, role: str, *, canary: bool = False, mark: bool = False, **more: Any) -> Sight:
    """One request of a trial; ``canary``: its answer holds one of the owner."""
    url = f"{BASE}{more.pop('path', PAGE)}"
    status = more.pop("status", 200 if canary else 404)
    tags = {"trial": str(trial), "role": role, "canary": "h" if canary else "", "mark": "1" if mark else ""}
    return exchange(url, "x", purpose=purpose, status=status, tags=tags, **more)


def other_read(
    trial: int = 1, *, own: bool = True, other: bool = False, nobody: bool = False, **more: Any
) -> list[Sight]:
    return [
        asked("as_other", trial, "own", canary=own),
        asked("as_other", trial, "other", canary=other, **more),
        asked("as_other", trial, "nobody", canary=nobody),
    ]


def written(
    purpose: str, trial: int = 2, *, after: dict[str, Any] | None = None, between: dict[str, Any] | None = None,
    error: str = "", status: int = 404,
) -> list[Sight]:
    """A write by somebody else, with the owner's object and diary before and after."""
    diary = {"path": "/journal", "canary": True}
    made = [asked(purpose, trial, "before", canary=True), asked(purpose, trial, "before", **diary)]
    if purpose == "as_other":
        made += [
            asked(purpose, trial, "nobody", method="POST"),
            asked(purpose, trial, "between", **(between or {"canary": True})),
            asked(purpose, trial, "between", **diary),
        ]
    return [
        *made,
        asked(purpose, trial, "write", method="POST", path="/mesures/note", error=error, status=status),
        asked(purpose, trial, "after", **(after or {"canary": True})),
        asked(purpose, trial, "after", **diary),
    ]


def nobody_read(trial: int = 1, **roles: bool) -> list[Sight]:
    roles = {"own": True, "nobody": False, "altered": False, "invented": False, **roles}
    return [asked("anonymous", trial, role, canary=canary) for role, canary in roles.items()]


def ended(purpose: str, **more: Any) -> Sight:
    data = {"purpose": purpose, "accounts": 2, "requests": 9, "shown": 3, "reads": 2, "writes": 1, **more}
    return sight("objects.summary", data)


def control(criterion: str) -> Looked:
    kind, purpose = LOOKS[criterion]
    open_to_all = [*nobody_read(altered=True), *nobody_read(2, nobody=True)]
    seen = other_read(other=True) if criterion == "SEC-14" else open_to_all
    return looked(kind, *seen, ended(purpose), subject="control")


def evidence(
    criterion: str, *seen: Sight, candidate: Candidate = APP, truncated: bool = False, **summary: Any
) -> MemoryEvidence:
    kind, purpose = LOOKS[criterion]
    body = "" if candidate is STRANGER else "<form><input type=password name=p></form>"
    return bundle_of(
        looked("http.crawl", page("/", f"<h1>Accueil</h1>{body}"), crawl_summary(truncated=truncated)),
        looked(kind, *seen, ended(purpose, **summary)),
        control(criterion),
        candidate=candidate,
    )


ALIVE = asked("as_other", 9, "alive", canary=True, path="/journal")
GONE, EMPTY = {"status": 404}, {"status": 200}
OTHER: dict[str, tuple[list[Sight], str, list[str]]] = {
    "nothing of A for B": ([*other_read(), *written("as_other"), ALIVE], "pass", ["sound"]),
    "no write names an object": ([*other_read(), ALIVE], "pass", ["sound", "no_write"]),
    "B reads A's object": ([*other_read(other=True), ALIVE], "fail", ["read_by_other"]),
    "with an error status": ([*other_read(other=True, status=500), ALIVE], "fail", ["read_by_other"]),
    "open to anybody": ([*other_read(), *other_read(3, other=True, nobody=True), ALIVE], "pass", ["open_to_all"]),
    "a 403 without data": ([*other_read(status=403), ALIVE], "pass", ["sound"]),
    "B's marker in A's page": (
        [*other_read(), *written("as_other", after={"canary": True, "mark": True}), ALIVE],
        "fail",
        ["changed_by_other"],
    ),
    "A's object is gone": ([*other_read(), *written("as_other", after=GONE), ALIVE], "fail", ["changed_by_other"]),
    "A's canary is gone": ([*other_read(), *written("as_other", after=EMPTY), ALIVE], "fail", ["changed_by_other"]),
    "gone before B": (
        [*other_read(), *written("as_other", between=GONE, after=GONE), ALIVE], "pass", ["open_write"],
    ),
    "A was signed out": (
        [*other_read(), *written("as_other", after={"status": 303}), ALIVE], "pass", ["sound"],
    ),
    "B was held back": ([*other_read(), *other_read(4, status=429), ALIVE], "inconclusive", ["unanswered"]),
    "a write that was held back": (
        [*other_read(), *written("as_other", status=503), ALIVE], "inconclusive", ["unanswered"],
    ),
    "an echo of the address": (
        [*other_read(), *other_read(4, other=True, path=f"{PAGE}?q=canari-alpha-7f3a"), ALIVE], "pass", ["sound"],
    ),
    "no answer to B": ([*other_read(), *other_read(4, error="timeout"), ALIVE], "inconclusive", ["unanswered"]),
    "no answer to the write": (
        [*other_read(), *written("as_other", error="closed"), ALIVE], "inconclusive", ["unanswered"],
    ),
    "A does not see it either": ([*other_read(own=False), ALIVE], "inconclusive", ["no_control"]),
    "B is signed out": (other_read(), "inconclusive", ["other_lost"]),
}
NOBODY: dict[str, tuple[list[Sight], str, list[str]]] = {
    "refused": ([*nobody_read(), *written("anonymous")], "pass", ["sound"]),
    "open": (nobody_read(nobody=True, altered=True), "fail", ["open_read"]),
    "an altered cookie": (nobody_read(altered=True), "fail", ["altered_accepted"]),
    "an invented session": (nobody_read(invented=True), "fail", ["invented_accepted"]),
    "no signature": (nobody_read(unsigned=True), "fail", ["unsigned_accepted"]),
    "another audience": (nobody_read(foreign=True), "fail", ["foreign_accepted"]),
    "a write without a session": (
        [*nobody_read(), *written("anonymous", after={"canary": True, "mark": True})], "fail", ["changed_by_nobody"],
    ),
    "nobody was held back": (
        [*nobody_read()[:1], asked("anonymous", 1, "nobody", status=429)], "inconclusive", ["unanswered"],
    ),
    "an altered session was held back": (
        [*nobody_read()[:2], asked("anonymous", 1, "altered", status=503)], "inconclusive", ["unanswered"],
    ),
    "an error that repeats the address": (
        [*nobody_read(), asked("anonymous", 2, "own", canary=True, path="/x?q=canari-alpha-7f3a"),
         asked("anonymous", 2, "nobody", canary=True, path="/x?q=canari-alpha-7f3a")],
        "pass", ["sound"],
    ),
    "A cannot read": (nobody_read(own=False), "inconclusive", ["no_control"]),
}


@pytest.mark.parametrize(("seen", "verdict", "stated"), OTHER.values(), ids=OTHER.keys())
def test_another_account(seen: list[Sight], verdict: str, stated: list[str]) -> None:
    judged = judge_one("SEC-14", evidence("SEC-14", *seen))
    assert judged.verdict == verdict
    assert set(stated) <= set(clauses(judged))


@pytest.mark.parametrize(("seen", "verdict", "stated"), NOBODY.values(), ids=NOBODY.keys())
def test_no_session(seen: list[Sight], verdict: str, stated: list[str]) -> None:
    judged = judge_one("SEC-15", evidence("SEC-15", *seen))
    assert judged.verdict == verdict
    assert set(stated) <= set(clauses(judged))


@pytest.mark.parametrize("criterion", LOOKS)
def test_nothing_to_replay(criterion: str) -> None:
    none = {"accounts": 0, "requests": 0, "shown": 0, "reads": 0, "writes": 0}
    assert judge_one(criterion, evidence(criterion, candidate=STRANGER, **none)).verdict == "not_applicable"
    assert judge_one(criterion, evidence(criterion, **none)).verdict == "inconclusive"
    bounded = evidence(criterion, candidate=STRANGER, truncated=True, **none)
    assert clauses(judge_one(criterion, bounded)) == ["no_account"]


def test_no_request_names_an_object() -> None:
    judged = judge_one("SEC-14", evidence("SEC-14", reads=0, writes=0))
    assert (judged.verdict, clauses(judged)) == ("inconclusive", ["no_object"])


def test_a_refused_journey_is_told() -> None:
    judged = judge_one("SEC-14", evidence("SEC-14", *other_read(), ALIVE, refused=["upload"]))
    assert judged.verdict == "pass"
    assert "journey_refused" in clauses(judged)


@pytest.mark.parametrize("criterion", LOOKS)
def test_without_its_look_or_its_control(criterion: str) -> None:
    kind, _ = LOOKS[criterion]
    missing = bundle_of(looked("http.crawl", crawl_summary()), failed(kind, "gap.missing_input", input="accounts.b"))
    assert judge_one(criterion, missing).verdict == "inconclusive"
    seen = [*other_read(), ALIVE] if criterion == "SEC-14" else nobody_read()
    whole = evidence(criterion, *seen)
    blind = msgspec.structs.replace(
        whole, observations=tuple(one for one in whole.observations if not one.look.startswith("control"))
    )
    assert judge_one(criterion, blind).verdict == "inconclusive"


@pytest.mark.parametrize("name", OTHER)
def test_deletion_never_passes(name: str) -> None:
    assert_deletion_never_passes("SEC-14", evidence("SEC-14", *OTHER[name][0]))


@pytest.mark.parametrize("name", NOBODY)
def test_deletion_never_passes_without_a_session(name: str) -> None:
    assert_deletion_never_passes("SEC-15", evidence("SEC-15", *NOBODY[name][0]))
