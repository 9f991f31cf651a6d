"""SEC-17: markers that became markup, and conditions that an app took for its own."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.facts.injections import payloads
from tests.support.evidence import (
    BASE,
    CANDIDATE,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    exchange,
    failed,
    judge_one,
    looked,
    sight,
)
from tests.support.marked import RAN, executed, marker, opened

KIND = "hostile.parameters"
NAME = "pbt-0a1b2c3d"
SENT = "canari" + payloads().marker.replace("{name}", NAME)


def drive(parameter: str, role: str, body: str, *, value: str = SENT, status: int = 200, **more: Any) -> Sight:
    tags = {"parameter": parameter, "role": role, "value": value, "base": "canari", **more.pop("tags", {})}
    return exchange(f"{BASE}/recherche", body, status=status, purpose="parameters", tags=tags, **more)


def marked(body: str, parameter: str = "q", **more: Any) -> Sight:
    return drive(parameter, "marker", body, tags={"marker": NAME}, **more)


def ended(*parameters: str) -> Sight:
    return sight("hostile.parameters_summary", {"purpose": "parameters", "parameters": parameters})


def evidence(*seen: Sight, parameters: tuple[str, ...] = ("q",), **candidate: Any) -> MemoryEvidence:
    return bundle_of(
        looked(KIND, *seen, ended(*parameters)),
        looked("hostile.interface", ended()),
        looked(KIND, marked(f"<p>{SENT}</p>"), ended("q"), subject="control"),
        looked("hostile.interface", ended(), subject="control"),
        executed(opened(marker())),
        executed(opened(RAN), subject="control"),
        candidate=msgspec.structs.replace(CANDIDATE, **candidate),
    )


PAGES = {
    "unescaped": (f"<p>{SENT}</p>", "fail", "marker_element"),
    "escaped": (f"<p>{html.escape(SENT)}</p>", "pass", "sound"),
    "in a quoted attribute, escaped": (f'<input value="{html.escape(SENT)}">', "pass", "sound"),
    "out of an attribute": (f"<input value=\"canari\"{NAME}=1&gt;\">", "fail", "marker_attribute"),
    "in a data block, encoded": (
        f"<script type=application/json>{json.dumps(SENT).replace('<', chr(92) + 'u003c')}</script>", "pass", "sound",
    ),
    "in a script as it came": (f"<script>a = \"{SENT.replace('</', '<')}\"</script>", "fail", "marker_script"),
    "in a comment": ("<!-- pbt-0a1b2c3d -->", "pass", "sound"),
    "as the text of a field": (f"<textarea>{SENT}</textarea>", "pass", "sound"),
    "not there": ("<p>Rien.</p>", "pass", "sound"),
}


@pytest.mark.parametrize(("body", "verdict", "stated"), PAGES.values(), ids=PAGES.keys())
def test_where_a_marker_stands(body: str, verdict: str, stated: str) -> None:
    judged = judge_one("SEC-17", evidence(marked(body)))
    assert judged.verdict == verdict
    assert stated in clauses(judged)


def test_a_marker_that_was_kept_shows_itself_later() -> None:
    later = exchange(f"{BASE}/journal", f"<p>{SENT}</p>", purpose="parameters")
    judged = judge_one("SEC-17", evidence(marked("<p>Noté.</p>"), later))
    assert (judged.verdict, clauses(judged)[0]) == ("fail", "marker_element")


def test_json_is_no_markup() -> None:
    told = marked(json.dumps({"note": SENT}), content_type="application/json")
    assert judge_one("SEC-17", evidence(told)).verdict == "pass"


Answer = Callable[[bool, int], str]


def compared(answer: Answer, baselines: tuple[str, ...] = ("<li>canari</li>", "<li>canari</li>")) -> list[Sight]:
    """Two plain answers, and three rounds of a true and a false condition, each answered by ``answer``."""
    plain = [drive("q", "baseline", body, value="canari") for body in baselines]
    rounds = [
        drive("q", role, answer(role == "true", number), value=f"canari' {number}", tags=_round(number))
        for number in (1, 2, 3)
        for role in ("true", "false")
    ]
    return [marked("<p></p>"), *plain, *rounds]


def _round(number: int) -> dict[str, str]:
    return {"condition": "text", "round": str(number)}


FOUND, NOTHING = "<li>canari</li>", "<p>Rien</p>"
ANSWERS: dict[str, tuple[list[Sight], str]] = {
    "obeyed in each round": (compared(lambda true, _: FOUND if true else NOTHING), "fail"),
    "with the value in the page": (
        compared(
            lambda true, n: f"<h1>canari&#x27; {n}</h1>{FOUND if true else NOTHING}", ("<h1>canari</h1>" + FOUND,) * 2
        ),
        "fail",
    ),
    "in two rounds of three": (compared(lambda true, n: FOUND if true or n == 3 else NOTHING), "pass"),
    "a true one finds nothing either": (compared(lambda true, n: NOTHING), "pass"),
    "words only": (compared(lambda true, n: FOUND), "pass"),
    "each false one otherwise": (compared(lambda true, n: FOUND if true else f"<p>{'Rien' * n}</p>"), "pass"),
    "no stable plain answer": (
        compared(lambda true, _: FOUND if true else NOTHING, (FOUND, "<li>autre chose</li>")), "inconclusive",
    ),
}


@pytest.mark.parametrize(("seen", "verdict"), ANSWERS.values(), ids=ANSWERS.keys())
def test_conditions(seen: list[Sight], verdict: str) -> None:
    judged = judge_one("SEC-17", evidence(*seen))
    assert judged.verdict == verdict
    assert ("condition_obeyed" in clauses(judged)) == (verdict == "fail")


@pytest.mark.parametrize(
    ("driven", "status", "verdict"),
    [
        (10, 200, "pass"),
        (8, 422, "pass"),
        (7, 200, "inconclusive"),
        (10, 403, "inconclusive"),
        (10, 429, "inconclusive"),
    ],
)
def test_enough_parameters(driven: int, status: int, verdict: str) -> None:
    names = tuple(f"p{number}" for number in range(10))
    seen = [marked("<p></p>", name, status=status) for name in names[:driven]]
    assert judge_one("SEC-17", evidence(*seen, parameters=names)).verdict == verdict


def test_no_parameter_at_all() -> None:
    assert judge_one("SEC-17", evidence(parameters=())).verdict == "not_applicable"


def test_an_interface_that_fails_is_told() -> None:
    judged = judge_one("SEC-17", evidence(marked(""), drive("POST /a", "generated", "", status=500)))
    assert (judged.verdict, "interface_fails" in clauses(judged)) == ("pass", True)


def test_texts_of_the_space_that_were_not_seen_are_told() -> None:
    assert "space_text_unseen" in clauses(judge_one("SEC-17", evidence(marked(""), faces=("web", "space_client"))))


def test_without_a_look() -> None:
    missing = bundle_of(failed(KIND, "gap.unreachable", host="a", detail="b"), looked("hostile.interface", ended()))
    assert judge_one("SEC-17", missing).verdict == "inconclusive"


@pytest.mark.parametrize("name", PAGES)
def test_deletion_never_passes(name: str) -> None:
    assert_deletion_never_passes("SEC-17", evidence(marked(PAGES[name][0])))


@pytest.mark.parametrize("name", ANSWERS)
def test_deletion_never_passes_conditions(name: str) -> None:
    assert_deletion_never_passes("SEC-17", evidence(*ANSWERS[name][0]))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_page_can_be_read(body: bytes) -> None:
    seen = exchange(f"{BASE}/", b"pbt-" + body, purpose="parameters", tags={"parameter": "q", "role": "marker"})
    assert judge_one("SEC-17", evidence(seen)).verdict in ("pass", "fail")


@pytest.mark.parametrize(
    ("about", "verdict"),
    [
        ({"pages": {"sign_in": "/connexion"}}, "inconclusive"),
        ({"accounts": ("a",)}, "inconclusive"),
        ({"pages": {"sign_in": "/connexion"}, "journeys": ("sign_in",)}, "pass"),
        ({"journeys": ("sign_up",), "accounts": ("a",)}, "pass"),
    ],
)
def test_what_lies_behind_a_sign_in_was_driven_only_by_those_who_came_in(about: dict[str, Any], verdict: str) -> None:
    found = judge_one("SEC-17", evidence(marked("<p>Rien.</p>"), **about))
    assert found.verdict == verdict
