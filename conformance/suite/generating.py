"""Requests generated from the contract by Schemathesis: bounded, from a fixed seed, without a database of examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from importlib.resources import files
from typing import Any

import hypothesis
import msgspec
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode

from conformance.contract.documents import document
from conformance.suite.answer import Answer, at
from conformance.suite.bench import Bench
from conformance.suite.described import check_described
from conformance.suite.outcome import Broken, Unseen
from criteria.yaml_data import load_yaml

SEED = 20230721  # of the text that the contract follows
_READING = ("get", "head", "options")
# What Schemathesis adds of its own, and what a session sets itself.
_OWN = ("user-agent", "x-schemathesis-testcaseid", "connection", "accept-encoding")


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """One generated request: what was answered, and what is wrong with that by the contract (empty: nothing)."""

    answer: Answer
    wrong: str


def settings(bench: Bench, **more: Any) -> hypothesis.settings:
    """How much is generated, and that it is the same every time."""
    return hypothesis.settings(
        max_examples=bench.generated,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        **more,
    )


def schema() -> Any:
    """The contract as Schemathesis reads it, with the links of ``links.yaml``."""
    told = deepcopy(document("openapi.yaml"))
    for one in load_yaml(files(__package__).joinpath("links.yaml").read_bytes()):
        told["paths"][one["path"]][one["method"]]["responses"]["200"]["links"] = one["links"]
    return schemathesis.openapi.from_dict(told)


def generated(bench: Bench) -> list[Sent]:
    """Send the generated requests of every operation, right and wrong ones. In a read-only run nothing is written."""
    sent: list[Sent] = []
    for operation in _operations():
        reading = operation.method.lower() in _READING or "/oauth/" in operation.path
        if reading or not bench.read_only:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                _generate(bench, operation, mode, sent)
    return sent


def _operations() -> Iterator[Any]:
    for one in schema().get_all_operations():
        yield one.ok()


def _generate(bench: Bench, operation: Any, mode: GenerationMode, sent: list[Sent]) -> None:
    secured = bool(at(operation.definition.raw, "security"))

    def send(case: Any) -> None:
        try:
            answer = send_case(bench, case, bench.pair().headers() if secured else {})
        except Unseen:
            return  # not a request that can be sent
        sent.append(Sent(answer=answer, wrong=wrong_with(answer, operation.path)))

    body: Callable[[], None] = hypothesis.given(operation.as_strategy(generation_mode=mode))(send)  # type: ignore[no-untyped-call]
    try:
        settings(bench)(hypothesis.seed(SEED)(body))()
    except (hypothesis.errors.Unsatisfiable, hypothesis.errors.HypothesisException):
        return  # an operation without parameters cannot be asked wrongly


def send_case(bench: Bench, case: Any, headers: dict[str, str]) -> Answer:
    """Send a generated request, with these headers. Raises ``Unseen`` when it cannot be sent."""
    told: dict[str, Any] = case.as_transport_kwargs(base_url=bench.manifest.base_url)
    own = {name: value for name, value in told.pop("headers").items() if name.lower() not in _OWN}
    return bench.http.send(told.pop("method"), told.pop("url"), headers=own | headers, **told)


def wrong_with(answer: Answer, path: str) -> str:
    """What is wrong with an answer by the contract, in English; empty when nothing is."""
    try:
        check_described(answer, path)
    except Broken as broken:
        return broken.said.en
    return ""
