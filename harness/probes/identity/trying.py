"""What every experiment needs: a person with data of their own, one sign-in cut or changed, and a note of what came."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from typing import Any

from criteria.facts.identity import TRIAL_KIND, Trial
from harness.errors import LookFailed
from harness.manifest.model import Step
from harness.net import Answer
from harness.probes.http.journey import Walked
from harness.probes.person.people import Person, fresh, seeded
from harness.probes.person.session import SIGN_IN
from harness.probes.person.sitting import Sitting
from harness.probing import ProbeRoom

PURPOSE = "identity"
SIGN_UP, SIGN_OUT, ENTER, RESET = "sign_up", "sign_out", "enter_measure", "reset_password"
TOTP, MAIL = "account.totp", "mail.code"
PACE_NS = 1_000_000


def newcomer(room: ProbeRoom) -> Sitting:
    """Somebody who signs up and enters their canaries; without a journey of signing up, account ``b`` or ``a``.

    Raises ``LookFailed`` when they cannot sign up or in, or nothing of theirs is shown afterwards.
    """
    if SIGN_UP not in room.journeys:
        sitting = sitting_of(room, seeded(room, "b" if "b" in room.manifest.accounts else "a"))
        sitting.sign_in()
        return sitting
    sitting = sitting_of(room, fresh(room))
    sitting.must(SIGN_UP)
    if not _entered(sitting):
        sitting.sign_in()
        if not _entered(sitting):
            raise LookFailed("identity.no_canary", journey=ENTER)
    return sitting


def _entered(sitting: Sitting) -> bool:
    if ENTER in sitting.room.journeys:
        sitting.walk(ENTER)
    return bool(seen(sitting, "entered"))


def sitting_of(room: ProbeRoom, person: Person, part: str = "") -> Sitting:
    """A browser of their own, signed in to nothing."""
    return Sitting(room, person, PURPOSE, f"{PURPOSE}:{person.name}{part}")


def seen(sitting: Sitting, experiment: str, paths: Iterable[str] = (), **tags: str) -> tuple[str, ...]:
    """The signed-in pages (or these) that show the person's canary now."""
    paths = tuple(paths) or sitting.room.manifest.signed_in_pages
    answers = [(path, sitting.visit(path, experiment=experiment, **tags)) for path in paths]
    return tuple(path for path, found in answers if any(bears(sitting.person, one) for one in found))


def bears(person: Person, answer: Answer) -> bool:
    """Whether this answer shows one of the person's canaries."""
    return answer.status < 300 and any(value.encode() in answer.body for value in person.canaries.values() if value)


def tell(room: ProbeRoom, walked: Walked | None = None, **told: Any) -> None:
    """Record one trial."""
    if walked is not None:
        told = {"outcome": walked.outcome, "status": walked.last.status if walked.last else 0, **told}
        told = {"step": walked.step, **told}
    trial = Trial(**told)
    room.observe(kind=TRIAL_KIND, data=trial, target=trial.experiment)


def factor_of(steps: tuple[Step, ...]) -> str:
    """The second factor that these steps ask for."""
    written = json.dumps([[step.form, step.json, step.headers] for step in steps])
    names = {"totp": TOTP, "mail": MAIL}
    return next((factor for factor, name in names.items() if f"${{{name}}}" in written), "none")


def first_factor(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps before the first that needs a second factor; all of them when none does."""
    for number in range(len(steps)):
        if factor_of(steps[number : number + 1]) != "none":
            return steps[:number]
    return steps


def give_password(sitting: Sitting, **tags: str) -> tuple[Walked, int]:
    """The sign-in up to the first factor, and how many milliseconds it took."""
    start = time.monotonic_ns()
    walked = sitting.walk(SIGN_IN, first_factor(sitting.room.journeys[SIGN_IN]), **tags)
    return walked, (time.monotonic_ns() - start) // PACE_NS
