"""Requests that nobody wrote: generated from the contract by Schemathesis, the same ones at every run."""

from __future__ import annotations

from conformance.suite.bench import Bench
from conformance.suite.case import case
from conformance.suite.generating import Sent, generated
from conformance.suite.outcome import Broken, Inapplicable
from conformance.suite.walking import walks

_AT_HOME = ("/oauth", "/fhir")
_MOST_CITED = 5


def _sent(bench: Bench) -> list[Sent]:
    """The generated requests of this run, which the cases share."""
    _at_home(bench)
    found: list[Sent] = bench.shared("generated", lambda: generated(bench))
    return found


def _at_home(bench: Bench) -> None:
    manifest = bench.manifest
    if [manifest.issuer, manifest.fhir] != [manifest.base_url + end for end in _AT_HOME]:
        raise Inapplicable("elsewhere")


@case("generated.no-fault")
def no_fault(bench: Bench) -> None:
    sent = _sent(bench)
    _judge([one for one in sent if one.answer.status >= 500], len(sent))


@case("generated.as-described")
def as_described(bench: Bench) -> None:
    sent = [one for one in _sent(bench) if one.answer.status < 500]
    _judge([one for one in sent if one.wrong], len(sent))


@case("generated.linked")
def linked(bench: Bench) -> None:
    _at_home(bench)
    wrong, steps = walks(bench)
    _judge([Sent(answer=one.answer, wrong=one.why) for one in wrong], steps)


def _judge(wrong: list[Sent], of: int) -> None:
    if wrong:
        first = f"{wrong[0].answer.name} -> {wrong[0].wrong or wrong[0].answer.status}"
        answers = [one.answer for one in wrong[:_MOST_CITED]]
        raise Broken("generated_fault", *answers, count=len(wrong), of=of, first=first)
