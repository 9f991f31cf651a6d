"""Walks the entry of measures and each declared calculator with pinned values; what is then shown is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator

from criteria.content.vectors import PREFIX, calculations, written
from criteria.facts.driven import CASE_KIND, SUMMARY_KIND, Driven, DrivenCase
from criteria.observation import Look
from harness.net import Ask, Labels, follow
from harness.probes.exchange.placeholders import measured
from harness.probes.http.journey import Knows, Walker
from harness.probes.http.record import record
from harness.probes.http.signed_in import ACCOUNT, MOST_PAGES
from harness.probes.person.people import seeded
from harness.probes.person.pinned import Pinned
from harness.probes.person.session import SIGN_IN, sign_in
from harness.probing import ProbeRoom

ENTRY = "enter_measure"
PURPOSE = "calculation"


def run(look: Look, room: ProbeRoom) -> None:
    """Sign in where there is an account; every entry, then every calculator; ``content.driven`` ends the look.

    Raises ``LookFailed`` when the account cannot sign in. A manifest that declares neither leaves nothing to drive,
    which is then what is recorded.
    """
    asked = quantities(room)
    entries = [name for name, entry in calculations().entries.items() if entry.quantities <= asked]
    formulas = [name.removeprefix(PREFIX) for name in room.journeys if name.startswith(PREFIX)]
    if entries or formulas:
        driver = _Driver(room)
        for name in entries:
            driver.enter(name)
        for name in formulas:
            driver.calculate(name)
    room.observe(
        kind=SUMMARY_KIND,
        data=Driven(entry_declared=ENTRY in room.journeys, entries=tuple(entries), formulas=tuple(formulas)),
        target=look.target,
    )


def quantities(room: ProbeRoom) -> frozenset[str]:
    """The quantities that the declared entry of a measure names."""
    steps = room.journeys.get(ENTRY, ())
    texts = (text for step in steps for text in (*step.form.values(), json.dumps(step.json, ensure_ascii=False)))
    return frozenset(name for text in texts for name in measured(text))


class _Driver:
    """One session that enters and calculates."""

    def __init__(self, room: ProbeRoom) -> None:
        self._room = room
        signed_in = ACCOUNT in room.manifest.accounts and SIGN_IN in room.journeys
        self._context = sign_in(room, ACCOUNT) if signed_in else PURPOSE
        self._person: Knows | None = seeded(room, ACCOUNT) if signed_in else None
        self._listed = False

    def enter(self, name: str) -> None:
        """Enter every value of this entry, and see after each what the account's pages list."""
        entry = calculations().entries[name]
        for kind, values in (("sound", entry.sound), ("implausible", entry.implausible)):
            for number, given in enumerate(values, 1):
                case = f"{name}/{kind}/{number}"
                if not self._listed:
                    self._list(case, "before")
                    self._listed = True
                self._walk(ENTRY, DrivenCase(case=case, subject=name, kind=kind, given=_texts(given)), given)
                self._list(case, "after")

    def calculate(self, name: str) -> None:
        """Calculate every pinned vector of this formula; where none is pinned, once as the journey itself says."""
        formula = calculations().formulas.get(name)
        for number, vector in enumerate(formula.vectors if formula else (None,), 1):
            given = vector.given if vector else {}
            case = DrivenCase(case=f"{name}/vector/{number}", subject=name, kind="vector", given=_texts(given))
            self._walk(PREFIX + name, case, given)

    def _walk(self, journey: str, case: DrivenCase, given: dict[str, float]) -> None:
        labels = Labels(context=self._context, purpose=PURPOSE, tags={"case": case.case, "part": "entered"})
        person = Pinned(self._person, given)
        end = Walker(self._room, journey, labels, person, self._room.verify).walk(self._room.journeys[journey])
        told = DrivenCase(
            case=case.case,
            subject=case.subject,
            kind=case.kind,
            given=case.given,
            outcome=end.outcome,
            status=end.last.status if end.last else 0,
            detail=end.detail,
        )
        self._room.observe(kind=CASE_KIND, data=told)

    def _list(self, case: str, part: str) -> None:
        for url in self._pages():
            labels = Labels(context=self._context, purpose=PURPOSE, tags={"case": case, "part": part})
            asked = Ask(method="GET", url=url, verify=self._room.verify, labels=labels)
            for answer in follow(self._room.http, asked).answers:
                record(self._room, answer)

    def _pages(self) -> Iterator[str]:
        for path in self._room.manifest.signed_in_pages[:MOST_PAGES]:
            yield f"{self._room.base_url}{path}"


def _texts(given: dict[str, float]) -> dict[str, str]:
    return {name: written(value) for name, value in given.items()}
