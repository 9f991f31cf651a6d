"""The look at sessions: renewed by a sign-in, dead after a sign-out, and beyond their declared limits."""

from __future__ import annotations

from criteria.facts.http.urls import resolve
from criteria.observation import Look
from harness.manifest.model import SessionLimits
from harness.net import Ask
from harness.probes.identity.trying import SIGN_OUT, SIGN_UP, bears, newcomer, seen, sitting_of, tell
from harness.probes.person.people import Person
from harness.probes.person.session import SIGN_IN
from harness.probes.person.sitting import Sitting
from harness.probing import ProbeRoom

MARGIN_S = 60
"""Beyond a limit, so that a server that rounds is not called late."""
MOST_STEPS = 200


def run(look: Look, room: ProbeRoom) -> None:
    """Trials ``before_sign_in``, ``signed_in``, ``captured``, ``signed_out``, ``idle``, ``alive`` and ``absolute``.

    Two people where people can sign up: nobody then needs more codes of an authenticator than are there at a time.
    """
    first = newcomer(room)
    pages = seen(first, "entered")
    _limits(room, first, pages)
    other = newcomer(room).person if SIGN_UP in room.journeys else first.person
    _renewal_and_end(room, other, pages)


def _renewal_and_end(room: ProbeRoom, person: Person, pages: tuple[str, ...]) -> None:
    sitting = sitting_of(room, person, ":renewed")
    sitting.visit(room.manifest.pages.get("sign_in", room.journeys[SIGN_IN][0].path), experiment="before_sign_in")
    sitting.visit(*pages, experiment="before_sign_in")
    before = _cookie(sitting)
    walked = sitting.enter(experiment="signed_in")
    after = _cookie(sitting)
    tell(room, walked, experiment="signed_in", pages=seen(sitting, "signed_in", pages))
    shown = _replayed(sitting, "before_sign_in", pages, before) if before else ()
    tell(room, experiment="before_sign_in", outcome="asked" if before else "no_cookie", pages=shown)
    tell(room, experiment="captured", outcome="asked", pages=_replayed(sitting, "captured", pages, after))
    if SIGN_OUT not in room.journeys:
        tell(room, experiment="signed_out", outcome="undeclared")
        return
    walked = sitting.walk(SIGN_OUT, None, experiment="sign_out")
    tell(room, walked, experiment="signed_out", pages=_replayed(sitting, "signed_out", pages, after))


def _limits(room: ProbeRoom, first: Sitting, pages: tuple[str, ...]) -> None:
    """Only a deployment of the lab may have its clock set; elsewhere the limits are recorded as declared."""
    limits = room.manifest.sessions
    if limits is None:
        tell(room, experiment="limits", outcome="undeclared")
        return
    clock = limits.clock_header if room.manifest.profile == "lab" else ""
    tell(
        room,
        experiment="limits",
        outcome="declared" if clock else "no_clock",
        idle_minutes=limits.idle_minutes,
        absolute_minutes=limits.absolute_minutes,
    )
    if clock:
        second = sitting_of(room, first.person, ":idle")
        second.sign_in()
        _beyond_idle(room, second, pages, limits)
        _beyond_absolute(room, first, pages, limits)


def _beyond_idle(room: ProbeRoom, sitting: Sitting, pages: tuple[str, ...], limits: SessionLimits) -> None:
    for experiment, ahead in (("idle_start", 0), ("idle", limits.idle_minutes * 60 + MARGIN_S)):
        shown = _ahead(sitting, experiment, pages, limits.clock_header, ahead)
        tell(room, experiment=experiment, outcome="asked", ahead=ahead, pages=shown)


def _beyond_absolute(room: ProbeRoom, sitting: Sitting, pages: tuple[str, ...], limits: SessionLimits) -> None:
    """Kept in use up to the limit, so that only the limit itself can end it."""
    stride = max(1, limits.idle_minutes * 60 - MARGIN_S)
    end = limits.absolute_minutes * 60
    moments = list(range(0, end - MARGIN_S, stride))
    if len(moments) > MOST_STEPS:
        tell(room, experiment="absolute", outcome="too_long")
        return
    alive = [ahead for ahead in moments if _ahead(sitting, "alive", pages[:1], limits.clock_header, ahead)]
    kept = pages[:1] if alive == moments else ()
    tell(room, experiment="alive", outcome="asked", ahead=moments[-1], number=len(alive), pages=kept)
    shown = _ahead(sitting, "absolute", pages, limits.clock_header, end + MARGIN_S)
    tell(room, experiment="absolute", outcome="asked", ahead=end + MARGIN_S, pages=shown)


def _ahead(sitting: Sitting, experiment: str, pages: tuple[str, ...], clock: str, ahead: int) -> tuple[str, ...]:
    """The pages that show the canary when the clock runs so far ahead."""
    return _asked(sitting, experiment, pages, headers=((clock, str(ahead)),), tags={"ahead": str(ahead)})


def _replayed(sitting: Sitting, experiment: str, pages: tuple[str, ...], cookie: str) -> tuple[str, ...]:
    """The pages that show the canary to whoever has these cookies and nothing else."""
    return _asked(sitting, experiment, pages, cookie=cookie)


def _asked(
    sitting: Sitting,
    experiment: str,
    pages: tuple[str, ...],
    *,
    cookie: str | None = None,
    headers: tuple[tuple[str, str], ...] = (),
    tags: dict[str, str] | None = None,
) -> tuple[str, ...]:
    found = []
    for path in pages:
        url = resolve(sitting.room.base_url + "/", path)
        ask = Ask(method="GET", url=url, headers=headers, cookie=cookie, keep_cookies=False)
        if bears(sitting.person, sitting.ask(ask, experiment=experiment, **(tags or {}))):
            found.append(path)
    return tuple(found)


def _cookie(sitting: Sitting) -> str:
    return sitting.room.http.jar(sitting.context).header(sitting.room.base_url + "/")
