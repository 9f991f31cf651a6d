"""The look at second factors: without one, with a wrong one, with a used one, and around it by a reset."""

from __future__ import annotations

from criteria.observation import Look
from harness.probes.exchange.placeholders import Value
from harness.probes.identity.trying import (
    MAIL,
    RESET,
    TOTP,
    factor_of,
    give_password,
    newcomer,
    seen,
    sitting_of,
    tell,
)
from harness.probes.person.one import Change, Person
from harness.probes.person.people import nobody
from harness.probes.person.session import SIGN_IN
from harness.probing import ProbeRoom

AROUND = 3
"""Steps of time on each side whose codes a wrong code must not be."""


def run(look: Look, room: ProbeRoom) -> None:
    """Trials ``full``, ``anonymous``, ``first_factor``, ``wrong_code``, ``used_code``, ``reset``, then
    ``reset_password`` (the new password alone).
    """
    person = newcomer(room).person
    steps = room.journeys[SIGN_IN]
    factor = factor_of(steps)
    whole = sitting_of(room, person, ":full")
    walked = whole.enter(experiment="full")
    tell(room, walked, experiment="full", factor=factor, pages=seen(whole, "full"))
    stranger = sitting_of(room, nobody(room))
    stranger.person.canaries = person.canaries
    tell(room, experiment="anonymous", outcome="accepted", pages=seen(stranger, "anonymous"))
    alone = sitting_of(room, person, ":first")
    walked, _ = give_password(alone, experiment="first_factor")
    tell(room, walked, experiment="first_factor", factor=factor, pages=seen(alone, "first_factor"))
    if factor != "none":
        used = person.said.get(TOTP if factor == "totp" else MAIL, "")
        _with_code(room, person, factor, "wrong_code", _wrong(person, factor))
        _with_code(room, person, factor, "used_code", lambda right: used)
    _reset(room, person, factor)


def _with_code(room: ProbeRoom, person: Person, factor: str, experiment: str, change: Change) -> None:
    """A sign-in with another code than the right one."""
    sitting = sitting_of(room, person, f":{experiment}")
    with person.saying({TOTP: change, MAIL: change}):
        walked = sitting.walk(SIGN_IN, None, experiment=experiment)
    tell(room, walked, experiment=experiment, factor=factor, pages=seen(sitting, experiment))


def _wrong(person: Person, factor: str) -> Change:
    def mailed(right: object) -> Value | None:
        code = right() if callable(right) else None
        return f"{(int(code) + 1) % 1_000_000:06d}" if code else None

    def shown(_right: object) -> Value | None:
        return person.authenticator.wrong(AROUND) if person.authenticator else None

    return mailed if factor == "mail" else shown


def _reset(room: ProbeRoom, person: Person, factor: str) -> None:
    """A reset, where one is declared: what it opens by itself, and what the new password opens without the code."""
    if RESET not in room.journeys:
        tell(room, experiment="reset", outcome="undeclared")
        return
    if not person.name.startswith("fresh"):
        tell(room, experiment="reset", outcome="not_disposable")
        return
    sitting = sitting_of(room, person, ":reset")
    walked = sitting.walk(RESET, None, experiment="reset")
    tell(room, walked, experiment="reset", factor=factor, pages=seen(sitting, "reset"))
    if walked.outcome == "accepted":
        person.renew()
        alone = sitting_of(room, person, ":renewed")
        walked, _ = give_password(alone, experiment="reset_password")
        tell(room, walked, experiment="reset_password", factor=factor, pages=seen(alone, "reset_password"))
