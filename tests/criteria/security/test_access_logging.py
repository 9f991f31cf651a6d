"""SEC-33: the acts of a script against the log that was handed in."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from criteria.facts.access_log import LONGEST_LINE
from criteria.log_record import LogShape
from criteria.observation import Secret
from tests.support.evidence import (
    CANDIDATE,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    crawl_summary,
    failed,
    judge_one,
    looked,
    page,
    sight,
)

APP = msgspec.structs.replace(
    CANDIDATE, accounts=("a",), journeys=("sign_in",), canaries={"a": {"health": "canari-alpha-7f3a"}}
)
CRAWL = looked("http.crawl", page("https://app.example.fr/", "<h1>Recettes</h1>"), crawl_summary(pages=1))
SHAPE = LogShape(
    time="at", actor="who.id", action="event", object="what", outcome="result",
    actions={"sign_in": ("session.open",), "read": ("record.read",), "export_data": ("record.export", "dump")},
    outcomes={"done": ("ok",), "refused": ("denied",)},
)  # fmt: skip
SCRIPT = (("sign_in", "refused", 0), ("sign_in", "done", 2), ("read", "done", 4), ("export_data", "done", 6))
NAMES = {"sign_in": "session.open", "read": "record.read", "export_data": "dump"}


def act(number: int, name: str, outcome: str, second: int) -> Sight:
    """One act of the script, in the minute of the tests."""
    at = f"2026-07-01T10:00:{second:02}.000Z"
    data = {"number": number, "name": name, "person": "a", "login": "a@exemple.example", "outcome": outcome}
    detail = "refused" if outcome == "failed" else ""
    return sight("logging.action", {**data, "began": at, "ended": at, "detail": detail})


def line(name: str, outcome: str, second: int, **changes: Any) -> dict[str, Any]:
    """The entry that a right app writes of an act, seven minutes late by its own clock."""
    entry: dict[str, Any] = {
        "at": f"2026-07-01T12:07:{second:02}+02:00",
        "who": {"id": "u-1"},
        "event": NAMES[name],
        "what": "d-1",
        "result": "ok" if outcome == "done" else "denied",
    }
    return {**entry, **changes}


SOUND = [line(*one) for one in SCRIPT]


def log(lines: list[Any], secrets: tuple[Secret, ...] = ()) -> Sight:
    """The extract: objects as JSON lines, texts as they are."""
    text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
    seen = sight("logging.extract", {"file": "log", "shape": msgspec.to_builtins(SHAPE), "cut": False})
    return msgspec.structs.replace(seen, blobs={"log": text.encode()}, secrets=secrets)


def evidence(lines: list[Any], script: Any = SCRIPT, secrets: tuple[Secret, ...] = ()) -> MemoryEvidence:
    """A whole audit with this log."""
    acts = [act(number, *one) for number, one in enumerate(script, 1)]
    extract = looked("logging.extract", log(lines, secrets))
    return bundle_of(CRAWL, looked("logging.script", *acts), extract, candidate=APP)


def changed(place: int, **changes: Any) -> list[Any]:
    """The sound log with one entry changed."""
    return [{**one, **changes} if number == place else one for number, one in enumerate(SOUND)]


NOISE = [line("read", "done", 1), "", {"event": "metrics", "at": "2026-07-01T12:07:03+02:00"}]
SECRET = Secret(ref="password-1", kind="password", length=20, charset="mixed", digest="k")
CSRF = Secret(ref="csrf-1", kind="csrf", length=20, charset="mixed", digest="k")
IN_UTC = [{**one, "at": f"2026-07-01T10:07:0{2 * place}Z"} for place, one in enumerate(SOUND)]
CASES = {
    "every act has its entry": (SOUND, "pass", "sound"),
    "other entries stand between": ([*SOUND[:2], *NOISE, *SOUND[2:]], "pass", "sound"),
    "the time is in UTC": (IN_UTC, "pass", "sound"),
    "a number is the object": (changed(2, what=17), "pass", "sound"),
    "the refused sign-in is not logged": (SOUND[1:], "fail", "not_logged"),
    "the refused sign-in is logged as done": (changed(0, result="ok"), "fail", "not_logged"),
    "the export is not logged": (SOUND[:3], "fail", "not_logged"),
    "the export is logged minutes later": (changed(3, at="2026-07-01T12:10:00+02:00"), "fail", "not_logged"),
    "the order is another": ([SOUND[0], SOUND[1], SOUND[3], SOUND[2]], "fail", "not_logged"),
    "the log is empty": ([], "fail", "not_logged"),
    "nobody is named": (changed(2, who={}), "fail", "incomplete_entry"),
    "no object is named": (changed(3, what=""), "fail", "incomplete_entry"),
    "no offset is given": ([{**one, "at": one["at"][:-6]} for one in SOUND], "fail", "no_offset"),
    "the note of the measure is logged": (changed(2, note="canari-alpha-7f3a"), "fail", "health_logged"),
    "lines are no JSON": ([*SOUND, "10:00:06 export ok"], "inconclusive", "unread_lines"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_log_is_judged_against_the_script(name: str) -> None:
    lines, verdict, clause = CASES[name]
    found = judge_one("SEC-33", evidence(lines))
    assert (found.verdict, clause in clauses(found)) == (verdict, True)


@pytest.mark.parametrize(("secret", "verdict"), [(SECRET, "fail"), (CSRF, "pass")])
def test_a_secret_in_an_entry_fails_and_a_guessed_one_does_not(secret: Secret, verdict: str) -> None:
    found = judge_one("SEC-33", evidence(changed(1, body=f"~~secret-{secret.ref}~~"), secrets=(secret,)))
    assert found.verdict == verdict


def test_an_act_that_did_not_work_leaves_the_log_unjudged() -> None:
    script = (*SCRIPT[:3], ("export_data", "failed", 6))
    found = judge_one("SEC-33", evidence(SOUND[:3], script))
    assert (found.verdict, "act_failed" in clauses(found)) == ("inconclusive", True)


def test_without_a_log_there_is_no_verdict() -> None:
    acts = [act(number, *one) for number, one in enumerate(SCRIPT, 1)]
    gone = failed("logging.extract", "logging.no_extract", file="log")
    found = judge_one("SEC-33", bundle_of(CRAWL, looked("logging.script", *acts), gone, candidate=APP))
    assert found.verdict == "inconclusive"


def test_an_app_without_a_sign_in_needs_no_log() -> None:
    nothing = [looked(look, sight("logging.nothing")) for look in ("logging.script", "logging.extract")]
    assert judge_one("SEC-33", bundle_of(CRAWL, *nothing)).verdict == "not_applicable"


HOSTILE = ["[" * 9000, "x" * (LONGEST_LINE + 1), '{"at": {"at": []}}', '{"at": "9' + "9" * 5000 + '"}', "\x00\ufffd"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_line_is_read_without_harm(hostile: str) -> None:
    assert judge_one("SEC-33", evidence([*SOUND, hostile])).verdict in ("pass", "inconclusive")


def test_taking_evidence_away_never_passes() -> None:
    assert_deletion_never_passes("SEC-33", evidence(SOUND))
    assert_deletion_never_passes("SEC-33", evidence(SOUND[:3]))
