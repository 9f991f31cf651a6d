"""Guided journeys in a manifest: what is taken, what is refused and why, and how a hostile text is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from criteria.text import Text
from harness.manifest import load_manifest
from harness.manifest.guided import LONGEST, Wording, shown, text_of
from harness.probes.exchange.telling import parts, told
from tests.harness.manifest.test_manifest_refused import GOOD, refusal, written

BOTH = {"fr": "Ouvrir", "en": "Open"}


def with_guided(guided: Any) -> dict[str, Any]:
    return {**GOOD, "guided": guided}


@pytest.mark.parametrize(
    "instruction",
    [
        "Open the app",
        BOTH,
        "Type ${account.login}, ${account.password}, ${account.totp}, ${mail.code}",
        "Type ${canary.health} and ${measure.systolic:112-148} at ${now}",
        "a" * 500,
    ],
)
def test_instructions_are_taken(tmp_path: Path, instruction: Any) -> None:
    manifest = load_manifest(written(tmp_path, with_guided({"connect_space": [instruction]})))
    (taken,) = manifest.guided["connect_space"]
    assert taken == (Wording(**BOTH) if instruction is BOTH else instruction)
    assert manifest.candidate().guided == ("connect_space",)
    assert manifest.candidate().journeys == ("connect_space", "sign_in")


REFUSED: list[tuple[Any, str]] = [
    ({"hack": ["x"]}, "not_one_of"),
    ({"connect_space": []}, "out_of_bounds"),
    ({"connect_space": "Open"}, "wrong_type"),
    ({"connect_space": {"command": "rm"}}, "wrong_type"),
    ({"connect_space": [3]}, "wrong_type"),
    ({"connect_space": [""]}, "out_of_bounds"),
    ({"connect_space": ["  "]}, "nothing_said"),
    ({"connect_space": [{"fr": "Ouvrir"}]}, "missing_member"),
    ({"connect_space": [{**BOTH, "run": "rm"}]}, "unknown_member"),
    ({"connect_space": ["a" * 501]}, "out_of_bounds"),
    ({"connect_space": ["a"] * 21}, "out_of_bounds"),
    ({"sign_in": ["Sign in"]}, "twice_driven"),
    ({"connect_space": ["Type ${form.csrf}"]}, "not_tellable"),
    ({"connect_space": ["Type ${json.token}"]}, "not_tellable"),
    ({"connect_space": ["Type ${PROBANT_A}"]}, "not_tellable"),
    ({"connect_space": ["Type ${kept.totp}"]}, "not_tellable"),
    ({"connect_space": ["Type ${measure.systolic}"]}, "not_tellable"),
    ({"connect_space": [{"fr": "Ouvrir", "en": "${space.secret}"}]}, "not_tellable"),
]


@pytest.mark.parametrize(("guided", "key"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_wrong_guided_journey_is_refused_at_its_place(tmp_path: Path, guided: Any, key: str) -> None:
    error = refusal(tmp_path, with_guided(guided))
    assert error.key == f"manifest.{key}"
    assert "guided" in error.problem.en and "guided" in error.problem.fr


def test_a_hostile_text_does_not_reach_a_terminal(tmp_path: Path) -> None:
    for sign in ("\\e[31m", "\\u202e", "\\x07", "\\u200b"):
        raw = f'guided: {{connect_space: ["a{sign}b"]}}\n'.encode()
        assert refusal(tmp_path, raw).key == "manifest.bad_yaml"
    assert shown("a\x1b[2J\u202eb\nc\td\x07") == "a [2J b c d"
    assert len(shown("x" * 10_000)) == LONGEST


def test_values_are_shown_and_recorded_but_secrets_are_recorded_by_their_names() -> None:
    known = {"account.login": "alice", "account.totp": "123456", "canary.health": "canari\x1b[2J"}
    said = told("Type ${account.login} ${account.totp} ${canary.health} ${number.7-7}", known.get)
    assert said.shown == Text(en="Type alice 123456 canari [2J 7", fr="Type alice 123456 canari [2J 7")
    assert said.recorded.en == "Type alice ${account.totp} canari [2J 7"


def test_a_fresh_value_is_asked_for_only_after_what_comes_before() -> None:
    code = "Type ${mail.code}"
    assert parts(("Open", "Ask for a code", code, "Confirm")) == [("Open", "Ask for a code"), (code, "Confirm")]
    assert parts((code, "Confirm")) == [(code, "Confirm")]
    assert text_of("Open") == Text(en="Open", fr="Open")
