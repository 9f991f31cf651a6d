"""Walking a page by the keyboard alone: whether the focus that Tab moves gets stuck (RGAA 12.9, WCAG 2.1.2)."""

from __future__ import annotations

import msgspec

from criteria.browser_record import KeyboardRecord
from harness.probes.browser.sitting import Opened, Sitting
from harness.probes.browser.worlds import World

MOST_TABS = 60
STUCK = 12
"""How often Tab may leave the focus where it is before other keys are tried: a field for dates has eight parts."""
WAYS_OUT = ("Shift+Tab", "Escape")


def walk(sitting: Sitting, one: Opened) -> None:
    """Press Tab from the top until the focus has gone round, has left, or is stuck; record the walk."""
    world, seen = sitting.world(one.page), list[int]()
    ended, trap, tabs = "bound", "", 0
    while tabs < MOST_TABS and ended == "bound" and not sitting.deadline.near:
        one.page.keyboard.press("Tab")
        tabs += 1
        focus = _focus(world)
        if focus.at < 0:
            ended = "left"
        elif seen[-STUCK:] == [focus.at] * STUCK and focus.most > 1 and not focus.holds_more:
            ended, trap = ("trapped", focus.name) if _held(one, world, focus.at) else ("bound", "")
            break
        elif len(seen) > 1 and focus.at == seen[0] != seen[-1]:
            ended = "round"
        seen.append(focus.at)
    plain = {name: getattr(sitting.place, name) for name in sitting.place.__struct_fields__}
    found = KeyboardRecord(**{**plain, "page": one.stop.url}, tabs=tabs, reached=len(set(seen)), ended=ended, trap=trap)
    sitting.room.observe(kind="browser.keyboard", data=found, target=one.stop.url)


class Focus(msgspec.Struct, frozen=True):
    """Where the focus is (-1: nowhere in the page), what it is called, and how many elements could have it."""

    at: int = -1
    name: str = ""
    most: int = 0
    holds_more: bool = False
    """A frame, a player or an element of its own kind: the focus may move on inside, unseen."""


def _focus(world: World) -> Focus:
    found = world.run("focus")
    return msgspec.convert(found, Focus) if isinstance(found, dict) else Focus()


def _held(one: Opened, world: World, at: int) -> bool:
    """Whether the other keys that lead out of a control leave the focus there too."""
    for key in WAYS_OUT:
        one.page.keyboard.press(key)
        one.page.keyboard.press("Tab")
        if _focus(world).at != at:
            return False
    return True
