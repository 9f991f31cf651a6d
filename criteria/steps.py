"""From the observations of the exchange to what was played, step by step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from criteria.evidence import Evidence, MissingBlob
from criteria.facts.guided_step import STEP_KIND, GuidedStep
from criteria.facts.space import SpaceExchange, space_exchange
from criteria.http_exchange import HttpExchange
from criteria.observation import Observation
from criteria.played import Part, Played, Step
from criteria.step_values import answered_with, header, sent_with
from criteria.text import tamed

MOST_STEPS = 60
"""Steps of one phase that are told in any case."""
MOST_CITED = 20
"""Steps past those that are told because a finding cites them."""
TOLD = frozenset(("http.exchange", "space.exchange", STEP_KIND))
MOST_TOLD = 40
"""Instructions of one guided act that are told."""
OPEN = 0
"""Attempt of what no close names: the bundle was left open."""
CALLBACK = frozenset(("code", "state", "error"))
"""Parameters by which an address is that of a return from the space, not of a page that follows it."""


def played_of(evidence: Evidence, kinds: Collection[str], cited: Collection[str]) -> tuple[Played, ...]:
    """What the looks of these kinds played at the candidate, in recorded order. ``cited`` are steps to keep."""
    looks = {look.id: look for look in (evidence.plan.looks if evidence.plan else ())}
    attempts = {name: close.attempt for close in evidence.closes for name in close.observations}
    scenes: dict[tuple[str, int, str, str], dict[str, list[Observation]]] = {}
    for seen in evidence.observations:
        look, tags = looks.get(seen.look), _tags(seen)
        if look is not None and look.kind in kinds and look.subject == "candidate" and tags.get("scenario"):
            attempt = attempts.get(seen.id, OPEN)
            scene = scenes.setdefault((look.id, attempt, str(tags["scenario"]), str(tags.get("run", ""))), {})
            scene.setdefault(str(tags.get("phase", "")), []).append(seen)
    browsers = _browsers(seen for parts in scenes.values() for part in parts.values() for seen in part)
    return tuple(
        Played(
            look=look,
            kind=looks[look].kind,
            scenario=scenario,
            run=run,
            parts=tuple(_part(phase, seen, browsers, evidence, cited) for phase, seen in parts.items()),
            attempt=attempt,
        )
        for (look, attempt, scenario, run), parts in scenes.items()
    )


def _part(
    phase: str,
    observations: Sequence[Observation],
    browsers: Collection[str],
    evidence: Evidence,
    cited: Collection[str],
) -> Part:
    kept = _kept(observations, cited)
    steps = tuple(in_order(_step(seen, browsers, evidence) for seen in kept))
    return Part(phase=phase, steps=steps, more=len(observations) - len(kept))


def in_order(steps: Iterable[Step]) -> Iterator[Step]:
    """Steps as they followed from one another: a person's request is recorded once answered, what it led to before."""
    led: list[Step] = []
    for step in steps:
        if step.actor == "app":
            led.append(step)
            continue
        if step.place == "app":
            yield step
            yield from led
        else:
            yield from led
            yield step
        led = []
    yield from led


def _kept(observations: Sequence[Observation], cited: Collection[str]) -> list[Observation]:
    more = [seen for seen in observations[MOST_STEPS:] if seen.id in cited]
    return [*observations[:MOST_STEPS], *more[:MOST_CITED]]


def _browsers(observations: Iterable[Observation]) -> frozenset[str]:
    """How the person's browser calls itself: that tells its requests at the space from the app's own.

    Nothing where a person acts by hand: they use a browser of their own.
    """
    observations = tuple(observations)
    if any(seen.kind == STEP_KIND for seen in observations):
        return frozenset()
    visits = (msgspec.convert(seen.data, HttpExchange) for seen in observations if seen.kind == "http.exchange")
    return frozenset(header(visit.request.headers, "user-agent") for visit in visits) - {""}


def _by_person(exchange: HttpExchange, browsers: Collection[str]) -> bool:
    agent = header(exchange.request.headers, "user-agent")
    return agent in browsers if agent and browsers else exchange.purpose == "authorize"


def _act(seen: Observation) -> Step:
    """A guided act, which a person performed at the app."""
    act = msgspec.convert(seen.data, GuidedStep)
    return Step(
        observation=seen.id,
        at=seen.at,
        actor="person",
        place="app",
        method="",
        url="",
        trigger=tamed(", ".join(act.journeys)),
        guided=tamed(act.outcome),
        told=tuple(map(tamed, act.instructions[:MOST_TOLD])),
        reason=tamed(act.reason),
    )


def _step(seen: Observation, browsers: Collection[str], evidence: Evidence) -> Step:
    if seen.kind == STEP_KIND:
        return _act(seen)
    exchange = msgspec.convert(seen.data, HttpExchange)
    at_space = seen.kind == "space.exchange"
    fact = _fact(seen, evidence) if at_space else None
    by_person = not at_space or _by_person(exchange, browsers)
    foreign = at_space and exchange.purpose == "foreign"
    sent = sent_with(exchange, fact)
    return Step(
        observation=seen.id,
        at=seen.at,
        actor="person" if by_person else "app",
        place="elsewhere" if foreign else "space" if at_space else "app",
        operation=tamed(exchange.purpose) if at_space else "",
        method=tamed(exchange.request.method),
        url=tamed(exchange.request.url.partition("?")[0].partition("#")[0]),
        status=exchange.response.status if exchange.response else 0,
        error=tamed(exchange.error),
        altered=exchange.tags.get("altered") == "yes",
        callback=exchange.tags.get("step") == "callback" and not sent.keys().isdisjoint(CALLBACK),
        trigger=tamed(exchange.tags.get("trigger", "")),
        sent=sent,
        answered=answered_with(exchange, fact, _body(seen, evidence)),
    )


def _fact(seen: Observation, evidence: Evidence) -> SpaceExchange | None:
    """The exchange as checks read it; ``None`` when a blob is gone."""
    try:
        read: Iterable[SpaceExchange] = space_exchange(seen, evidence.blob)
        return next(iter(read))
    except MissingBlob:
        return None


def _body(seen: Observation, evidence: Evidence) -> bytes:
    digest = seen.blobs.get("response_body", "")
    return evidence.blob(digest) if digest and evidence.has(digest) else b""


def _tags(seen: Observation) -> dict[str, Any]:
    """What the probe said of an exchange or a guided act: the scenario, its phase and run; nothing of anything else."""
    tags = seen.data.get("tags") if seen.kind in TOLD else None
    return tags if isinstance(tags, dict) else {}
