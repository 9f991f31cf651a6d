"""What the steps of a journey may leave to be filled in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from harness.manifest.model import Step
from harness.probes.exchange.placeholders import Unfilled, Value, filled, filled_json, inside_json, measured
from harness.probes.exchange.step_request import step_request

NOW = dt.datetime(2026, 11, 24, 23, 5, 7, tzinfo=dt.UTC)
VALUES: dict[str, Value] = {"account.login": "ada@x.example", "json.id": 7, "json.on": True, "form.a[0]": "x"}
VALUES |= {"measure.weight:5-5": 71.5, "measure.heart_rate": 60, "measure.systolic:7-7": ""}


def known(name: str) -> Value | None:
    return VALUES.get(name)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Bearer ${json.id}", "Bearer 7"),
        ("${json.on}", "true"),
        ("${account.login} ${form.a[0]}", "ada@x.example x"),
        ("${now} ${now.utc}", "2026-11-25T00:05 2026-11-24T23:05:07Z"),
        ("${number.7-7}", "7"),
        ("${number.x-7} ${other} $${", "${number.x-7} ${other} $${"),
        ("${measure.weight:5-5} ${measure.systolic:7-7} ${measure.heart_rate}", "71.5 7 60"),
        ("${measure.Weight} ${measure.weight:5}", "${measure.Weight} ${measure.weight:5}"),
    ],
)
def test_a_text_is_filled(text: str, meant: str) -> None:
    assert filled(text, known, NOW) == meant


def test_numbers_are_fresh_and_within_their_bounds() -> None:
    drawn = {int(filled("${number.60-63}", known)) for _ in range(200)}
    assert drawn == {60, 61, 62, 63}


def test_a_json_body_keeps_the_type_of_what_stands_alone() -> None:
    body: dict[str, Any] = {"rate": "${number.5-5}", "on": "${json.on}", "list": ["n ${json.id}", None, 1.5]}
    assert filled_json(body, known) == {"rate": 5, "on": True, "list": ["n 7", None, 1.5]}


@pytest.mark.parametrize("text", ["${json.absent}", "${mail.code}", "${form.absent}", "${measure.height}"])
def test_what_is_not_there_is_named(text: str) -> None:
    with pytest.raises(Unfilled, match=text[2:-1]):
        filled(text, known)


def test_the_quantities_that_are_asked_for_are_named() -> None:
    assert measured('{"a": "${measure.systolic:1-2}/${measure.diastolic}", "b": "${number.1-2}"}') == (
        "systolic",
        "diastolic",
    )


def test_a_body_that_is_too_deep_is_refused() -> None:
    body: Any = "x"
    for _ in range(20):
        body = [body]
    with pytest.raises(Unfilled):
        filled_json(body, known)


@pytest.mark.parametrize(
    ("raw", "path", "found"),
    [
        (b'{"a": {"b": [{"c": "x"}]}}', "a.b.0.c", "x"),
        (b'{"a": [1, 2]}', "a.1", 2),
        (b'{"a": false}', "a", False),
        (b'{"a": {"b": 1}}', "a", None),
        (b'{"a": [1]}', "a.1", None),
        (b'{"a": [1]}', "a.-1", None),
        (b'{"a": [1]}', "a.99999999999999999999", None),
        (b"[" * 100_000, "0", None),
        (b"<html>", "a", None),
        (b'{"a": 1}', ".".join("a" * 13), None),
    ],
)
def test_a_value_in_a_json_answer(raw: bytes, path: str, found: Value | None) -> None:
    assert inside_json(raw, path) == found


@pytest.mark.parametrize(
    ("step", "url", "sent", "kind"),
    [
        (Step(path="/a", form={"id": "${json.id}"}), "/a?id=7", b"", ""),
        (Step(path="/a", method="POST", form={"id": "${json.id}"}), "/a", b"id=7", "application/x-www-form-urlencoded"),
        (Step(path="/a", method="POST", json={"id": "${json.id}"}), "/a", b'{"id": 7}', "application/json"),
    ],
)
def test_what_a_step_sends(step: Step, url: str, sent: bytes, kind: str) -> None:
    request = step_request(step, "/a", known)
    assert (request.url, request.body, dict(request.headers).get("Content-Type", "")) == (url, sent, kind)


def test_a_header_cannot_be_split_by_an_answer() -> None:
    request = step_request(Step(path="/", headers={"X-Token": "${json.t}"}), "/", lambda _: "a\r\nX-Other: b")
    assert request.headers == (("X-Token", "aX-Other: b"),)
