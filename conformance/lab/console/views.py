"""What the templates are given: scenarios by step, a card for each exchange, the state of what is played."""

from __future__ import annotations

from functools import partial
from typing import Any, get_args

from jinja2 import Environment, PackageLoader, StrictUndefined

from conformance.lab.console.desk import Desk, Seen
from conformance.lab.console.rehearsals import Rehearsal
from conformance.lab.console.rows import asked, path_of, told
from conformance.lab.console.rules import RULES, Verdict
from conformance.lab.console.words import Language, say
from conformance.lab.scenarios import Scenario, Step, scenarios

_LOADER = PackageLoader("conformance.lab.console", "pages")
_TEMPLATES = Environment(
    loader=_LOADER, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def render(template: str, lang: Language, **values: Any) -> str:
    """One template, in one language; every value is escaped."""
    return _TEMPLATES.get_template(template).render(values | {"lang": lang, "say": partial(say, lang)})


def source(name: str) -> str:
    """A file that is served as it is."""
    return _LOADER.get_source(_TEMPLATES, name)[0]


def by_step() -> list[tuple[Step, list[Scenario]]]:
    """Every scenario, grouped by the answer that it is about."""
    offered = [one for one in scenarios().values() if not one.audit_only]
    return [(step, [one for one in offered if one.step == step]) for step in get_args(Step)]


def card(seen: Seen, lang: Language) -> str:
    """One exchange, as HTML."""
    exchange, rehearsal = seen.exchange, seen.rehearsal
    lines = compared(told(exchange.right), told(exchange.answer)) if exchange.right is not None else []
    return render(
        "card.html",
        lang,
        seen=seen,
        one=exchange,
        path=path_of(exchange),
        asked=asked(exchange),
        told=told(exchange.answer),
        compared=lines,
        same={name: given for name, right, given in lines if right == given},
        scenario=rehearsal.scenario if rehearsal is not None and _applied_to(rehearsal, seen) else None,
        remark=_remark(rehearsal, seen) if rehearsal is not None else None,
    )


def state(desk: Desk, login: str, lang: Language) -> str:
    """What is played for this person, and what the rule says of it, as HTML."""
    rehearsal = desk.last(login)
    return render(
        "state.html",
        lang,
        rehearsal=rehearsal,
        on=rehearsal is not None and desk.playing(login) is rehearsal,
        verdict=rehearsal.verdict() if rehearsal is not None else None,
        ruled=rehearsal is not None and rehearsal.scenario.id in RULES,
    )


def compared(right: dict[str, str], given: dict[str, str]) -> list[tuple[str, str | None, str | None]]:
    """Two answers line by line; ``None`` where one lacks the field."""
    names = list(dict.fromkeys((*right, *given)))
    return [(name, right.get(name), given.get(name)) for name in names]


def _applied_to(rehearsal: Rehearsal, seen: Seen) -> bool:
    first = rehearsal.applied is not None and rehearsal.applied.number == seen.exchange.number
    return first or seen.exchange.altered


def _remark(rehearsal: Rehearsal, seen: Seen) -> Verdict | None:
    """The verdict that rests on this very exchange."""
    found = rehearsal.verdict(until=seen.exchange.number)
    return found if found is not None and found.number == seen.exchange.number else None
