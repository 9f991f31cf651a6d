"""Who looked: every call for a person's record leaves one AuditEvent, which the app may read of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from conformance.suite import samples
from conformance.suite.answer import Answer, at
from conformance.suite.bench import Bench, during, stamp
from conformance.suite.case import case
from conformance.suite.described import check_described
from conformance.suite.outcome import Inapplicable, Unseen, expect_outcome, expect_same, expect_status
from conformance.suite.pair import Pair, found, link

_MOST_PAGES = 40


def _period() -> tuple[tuple[str, str], tuple[str, str]]:
    now = datetime.now(UTC)
    return ("date", f"ge{stamp(now, minutes=-10)}"), ("date", f"le{stamp(now, minutes=10)}")


def _page(pair: Pair) -> Answer:
    answer = pair.get("/AuditEvent", [*_period(), ("_count", "50")])
    if answer.status in (404, 405, 501):
        raise Inapplicable("no_audit_events", answer)
    return answer


def _events(pair: Pair, marks: set[str]) -> tuple[list[dict[str, Any]], Answer]:
    """The events of the calls that carried these request ids, wherever they stand among the pages."""
    answer = first = _page(pair)
    told: list[dict[str, Any]] = []
    for _ in range(_MOST_PAGES):
        if answer.status != 200:
            raise Unseen("no_audit", answer)
        told += [one for one in found(answer, "AuditEvent") if _marks(one) & marks]
        onward = link(answer, "next")
        if not onward or len(told) >= len(marks):
            return told, first
        answer = pair.follow(onward)
    return told, first


def _marks(event: dict[str, Any]) -> set[str]:
    """The request ids that an event names (IHE BALP, entity XrequestId)."""
    return {str(at(one, "what", "identifier", "value")) for one in event.get("entity", ())}


def _marked() -> str:
    return f"suite-{uuid4()}"


@case("audit.answer")
def answer_shape(bench: Bench) -> None:
    answer = _page(bench.pair())
    expect_status(answer, 200)
    check_described(answer)


@case("audit.one-event-per-read")
def per_read(bench: Bench) -> None:
    pair, marks = bench.pair(), [_marked() for _ in range(3)]
    for mark in marks:
        pair.get("/Observation", _query(bench, pair), **{"X-Request-ID": mark})
    events, answer = _events(pair, set(marks))
    expect_same("AuditEvent", len(events), len(marks), answer)


def _query(bench: Bench, pair: Pair) -> list[tuple[str, str]]:
    subject = ("subject.identifier", f"{pair.subject['system']}|{pair.idpe}")
    return [("code", "29463-7"), subject, *during(bench.minute())]


@case("audit.one-event-per-write")
def per_write(bench: Bench) -> None:
    pair, mark = bench.pair(), _marked()
    made = pair.measure("body_weight", stamp(bench.minute()))
    sent = pair.post(samples.bundle(made), **{"X-Request-ID": mark})
    if sent.status != 200:
        raise Unseen("no_write", sent)
    events, answer = _events(pair, {mark})
    expect_same("AuditEvent", len(events), 1, sent, answer)
    expect_same("AuditEvent.outcome", at(events, 0, "outcome"), "0", answer)


@case("audit.refusals-too")
def refusals(bench: Bench) -> None:
    pair, mark = bench.pair(), _marked()
    refused = pair.get("/Observation", [("code", "0-0")], **{"X-Request-ID": mark})
    if refused.status < 400:
        raise Unseen("not_refused", refused)
    events, answer = _events(pair, {mark})
    expect_same("AuditEvent", len(events), 1, refused, answer)
    expect_same("AuditEvent.outcome != 0", at(events, 0, "outcome") != "0", True, answer)


@case("audit.own-events-only")
def own_only(bench: Bench) -> None:
    pair, other, mark = bench.pair(0), bench.pair(1), _marked()
    pair.get("/Observation", _query(bench, pair), **{"X-Request-ID": mark})
    events, answer = _events(other, {mark})
    expect_same("AuditEvent", len(events), 0, answer)


@case("audit.own-person-only")
def own_person_only(bench: Bench) -> None:
    pair, other, mark = bench.pair(0, 0), bench.pair(0, 1), _marked()
    pair.get("/Observation", _query(bench, pair), **{"X-Request-ID": mark})
    events, answer = _events(other, {mark})
    expect_same("AuditEvent", len(events), 0, answer)


@case("audit.period-mandatory")
def period_mandatory(bench: Bench) -> None:
    pair = bench.pair()
    _page(pair)
    expect_outcome(pair.get("/AuditEvent"), "audit_period")


@case("audit.read-only")
def read_only(bench: Bench) -> None:
    pair = bench.pair()
    _page(pair)
    for verb in ("POST", "DELETE", "PUT"):
        expect_status(pair.call(verb, "/AuditEvent", body={"resourceType": "AuditEvent"}), 403, 404, 405)
