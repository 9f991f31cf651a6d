"""The script: a wrong and a right sign-in, and the declared acts of a person, in an order drawn for this audit."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from criteria.log_record import ACTION_KIND, NOTHING_KIND, Action, ActOutcome
from criteria.observation import Look
from harness.clock import now
from harness.errors import LookFailed
from harness.probes.person import Person, Sitting, fresh, seeded
from harness.probing import ProbeRoom

PURPOSE = "logging"
MIDDLE = ("read", "enter_measure", "edit_measure", "export_data")
"""Acts that may come in any order; ``edit_measure`` and those after it need something to be there first."""
Act = Callable[[], str]


def run(look: Look, room: ProbeRoom) -> None:
    """Play the script with a person who signs up for it, or else with account ``a``; one observation for each act.

    A manifest without accounts and without a sign-in leaves nothing to play, which is then what is recorded. Raises
    ``LookFailed`` when the person cannot even sign in: nothing could then be expected of a log.
    """
    if nothing_to_play(room):
        room.observe(kind=NOTHING_KIND)
        return
    disposable = "sign_up" in room.journeys
    person = fresh(room) if disposable else seeded(room, "a")
    if disposable:
        Sitting(room, person, PURPOSE, context=f"person:{person.name}:sign_up").must("sign_up")
    script = _Script(room, person)
    script.act("sign_in", script.wrong_password, "refused")
    if script.act("sign_in", script.right_password, "done") != "done":
        raise LookFailed("person.journey_refused", journey="sign_in", step="?", status="?")
    for name in _drawn(room):
        script.act(name, script.read if name == "read" else script.walking(name), "done")
    if disposable and "delete_account" in room.journeys:
        script.act("delete_account", script.walking("delete_account"), "done")


def nothing_to_play(room: ProbeRoom) -> bool:
    """Whether the manifest speaks of no sign-in at all."""
    return not room.manifest.accounts and "sign_in" not in room.journeys


def _drawn(room: ProbeRoom) -> list[str]:
    """The acts that are declared, in a drawn order, but something is entered before it is changed or exported."""
    declared = [name for name in MIDDLE if name in room.journeys or (name == "read" and room.manifest.signed_in_pages)]
    acts = [*declared, *(["read"] if "read" in declared else [])]
    secrets.SystemRandom().shuffle(acts)
    return sorted(acts, key=lambda name: name == "edit_measure") if "enter_measure" in acts else acts


class _Script:
    """Acts of one person, counted and recorded."""

    def __init__(self, room: ProbeRoom, person: Person) -> None:
        self._room = room
        self._person = person
        self._sitting = Sitting(room, person, PURPOSE)
        self._number = 0

    def act(self, name: str, how: Act, meant: ActOutcome) -> ActOutcome:
        """Do it and record it. ``how`` returns what went otherwise than meant, ``""`` when nothing did."""
        self._number += 1
        self._sitting.tags = {"act": str(self._number)}
        began = now()
        detail = how()
        outcome: ActOutcome = "failed" if detail else meant
        self._room.observe(
            kind=ACTION_KIND,
            data=Action(
                number=self._number,
                name=name,
                person=self._person.name,
                login=self._person.login,
                outcome=outcome,
                began=began,
                ended=now(),
                detail=detail,
            ),
        )
        return outcome

    def wrong_password(self) -> str:
        """A sign-in that must be refused."""
        person = self._person
        right, person.password = person.password, f"Faux-{secrets.token_hex(6)}-1!"
        self._room.redactor.add(person.password, "password")
        try:
            stranger = Sitting(self._room, person, PURPOSE, context=f"person:{person.name}:wrong")
            stranger.tags = self._sitting.tags
            walked = stranger.walk("sign_in")
        finally:
            person.password = right
        return "accepted" if walked.outcome == "accepted" else ""

    def right_password(self) -> str:
        """The sign-in of the session in which everything else is done."""
        return self._ended(self._sitting.walk("sign_in").outcome)

    def read(self) -> str:
        """The first signed-in page."""
        answers = self._sitting.visit(self._room.manifest.signed_in_pages[0])
        return "" if answers and answers[-1].status == 200 else "refused"

    def walking(self, journey: str) -> Act:
        """The act of walking a declared journey."""
        return lambda: self._ended(self._sitting.walk(journey).outcome)

    def _ended(self, outcome: str) -> str:
        return "" if outcome == "accepted" else outcome
