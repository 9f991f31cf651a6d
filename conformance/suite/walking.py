"""Generated walks along the contract's links: what one request wrote, the next ones must find."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import requests
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.core.transport import Response

from conformance.suite import samples
from conformance.suite.answer import Answer, at
from conformance.suite.bench import Bench, during, stamp
from conformance.suite.generating import schema, send_case, settings
from conformance.suite.pair import Pair, locations

_STEPS = 8
_OPERATIONS = ("write", "search", "readObservation", "readDevice", "searchAuditEvents")


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """A step that did not find what it should have."""

    answer: Answer
    why: str


def walks(bench: Bench) -> tuple[list[Wrong], int]:
    """Walk; return what was wrong and the number of steps."""
    walked = _Walked(bench)
    told = schema().include(operation_id=list(_OPERATIONS))

    class Walk(told.as_state_machine()):  # type: ignore[misc]  # made of the contract
        """One walk: every step goes through the suite's own sender."""

        def call(self, case: Any, **_: Any) -> Response:
            """Send one step."""
            return walked.step(case)

        def validate_response(self, response: Response, case: Any, **_: Any) -> None:
            """Nothing: ``_Walked`` has judged it."""

    run_state_machine_as_test(Walk, settings=settings(bench, stateful_step_count=_STEPS))
    return walked.wrong, walked.steps


class _Walked:
    """What the walks wrote so far: location by business content."""

    def __init__(self, bench: Bench) -> None:
        self.wrong: list[Wrong] = []
        self.steps = 0
        self._bench = bench
        self._written: dict[str, str] = {}
        self._sent: dict[str, str] = {}
        self._bodies: dict[str, Any] = {}
        self._turn = 0

    def step(self, case: Any) -> Response:
        pair = self._bench.pair()
        name = str(case.operation.definition.raw.get("operationId"))
        self._complete(name, case, pair)
        answer = send_case(self._bench, case, pair.headers())
        self.steps += 1
        why = self._judge(name, case, answer)
        if why:
            self.wrong.append(Wrong(answer=answer, why=why))
        headers = {key: [value] for key, value in answer.headers.items()}
        request = requests.Request(answer.method, answer.url).prepare()
        return Response(answer.status, headers, answer.body, request, 0.0, True)

    def _complete(self, name: str, case: Any, pair: Pair) -> None:
        """Make a step right where chance cannot: a measure that the rules accept, the person, the period."""
        if name == "write":
            again = str(at(case.body, "entry", 0, "resource", "effectiveDateTime"))
            known = samples.writable()
            self._turn += 1
            made = pair.measure(known[self._turn % len(known)], stamp(self._bench.minute()))
            case.body = self._bodies.get(again) or samples.bundle(made)
            self._bodies[case.body["entry"][0]["resource"]["effectiveDateTime"]] = case.body
        elif name == "search":
            code = at(case.query, "code")
            right = code in {samples.code_of(one) for one in samples.writable()}
            period = [value for _, value in during(datetime(2001, 1, 1, tzinfo=UTC), minutes=60 * 24 * 365 * 25)]
            subject = f"{pair.subject['system']}|{pair.idpe}"
            case.query = {"code": code if right else "29463-7", "subject.identifier": subject, "date": period}
        elif name == "readObservation":
            case.headers = {}  # with If-None-Match, there may be nothing to compare
        elif name == "searchAuditEvents":
            now = datetime.now(UTC)
            case.query = {"date": [f"ge{stamp(now, minutes=-10)}", f"le{stamp(now, minutes=10)}"]}

    def _judge(self, name: str, case: Any, answer: Answer) -> str:
        if answer.status >= 500:
            return str(answer.status)
        if name == "write":
            return self._judge_write(case, answer)
        if name == "readObservation" and at(case.path_parameters, "id") in self._written:
            kept = at(answer.json, "effectiveDateTime")
            wanted = self._written[case.path_parameters["id"]]
            return "" if kept == wanted else f"{answer.status}: {kept} != {wanted}"
        if name in ("search", "searchAuditEvents"):
            return "" if answer.status == 200 else str(answer.status)
        return ""

    def _judge_write(self, case: Any, answer: Answer) -> str:
        if answer.status != 200 or not locations(answer):
            return str(answer.status)
        instant = str(at(case.body, "entry", 0, "resource", "effectiveDateTime"))
        place = locations(answer)[0]
        before = self._sent.setdefault(instant, place)
        self._written[place.rpartition("/")[2].rpartition("|")[2]] = instant
        return "" if before == place else f"{before} != {place}"
