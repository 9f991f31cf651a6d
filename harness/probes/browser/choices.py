"""Makes a visitor's choice in a consent interface, by real clicks, and says how many it took."""

from __future__ import annotations

from typing import Any

import msgspec
from playwright.sync_api import Page

from criteria.browser_record import ChoiceRecord
from harness.probes.browser.banner import Found, find, way_back
from harness.probes.browser.sitting import Sitting
from harness.probes.browser.worlds import World

MOST_CLICKS = 8
ROUNDS, STIRRED_MS = 6, 500
"""How often, and how long each time, a change of the page is awaited before what a click should do is given up."""


class Chooser:
    """One try at one choice on one page. Layers that it opens are recorded as banners of their own."""

    def __init__(self, sitting: Sitting, page: Page) -> None:
        self._sitting = sitting
        self._page = page
        self._path: list[str] = []

    def choose(self, wanted: str) -> ChoiceRecord:
        """``accept``, ``refuse``, or ``withdraw`` (find a way back to the choice, then refuse)."""
        if wanted == "withdraw":
            back = way_back(self._world)
            if back is None:
                return self._record(wanted, "no_control")
            if not self._press(back.number, back.text):
                return self._record(wanted, "broken", back.text)
        found = self._find_soon() if wanted == "withdraw" else self._find()
        if not found.banner.present:
            return self._record(wanted, "no_control" if wanted == "withdraw" else "no_banner")
        outcome = self._answer("accept" if wanted == "accept" else "refuse", found)
        return self._record(wanted, outcome)

    def _answer(self, kind: str, found: Found) -> str:
        """Press the control of this kind; else open the next layer and look there; else untick and save."""
        direct = found.number_of(kind)
        if direct is not None:
            return "done" if self._press(direct, self._name(found, direct)) else "broken"
        deeper = found.number_of("manage")
        if deeper is not None and found.banner.layer == 1:
            if not self._press(deeper, self._name(found, deeper)):
                return "broken"
            second = self._find_soon(layer=2)
            self._observe(second)
            return self._answer(kind, second) if second.banner.present else "no_control"
        save = found.number_of("save")
        if kind == "refuse" and save is not None:
            return self._untick_and_save(found, save)
        return "no_control"

    def _untick_and_save(self, found: Found, save: int) -> str:
        for number in found.ticked():
            if not self._press(number, self._name(found, number)):
                return "broken"
        return "done" if self._press(save, self._name(found, save)) else "broken"

    def _find(self, layer: int = 1) -> Found:
        place = msgspec.structs.replace(self._sitting.place, page=self._sitting.recorder.opened.get(self._page, ""))
        return find(self._world, place, layer, len(self._path))

    def _find_soon(self, layer: int = 1) -> Found:
        """What a click was to bring up, once it is there."""
        for _ in range(ROUNDS):
            found = self._find(layer)
            if found.banner.present:
                break
            self._await_change()
        return found

    def _closed(self) -> bool:
        """Whether the interface goes away. Until it does, the choice may not have arrived: the page is not left yet."""
        for _ in range(ROUNDS):
            if not self._find().banner.present:
                self._sitting.quiet(self._page)
                return True
            self._await_change()
        return False

    def _await_change(self) -> None:
        """A page may be slow to begin with what a click asks for."""
        self._world.run("stirred", STIRRED_MS)
        self._sitting.quiet(self._page)

    def _observe(self, found: Found) -> None:
        self._sitting.room.observe(kind="browser.banner", data=found.banner, target=found.banner.page)

    def _press(self, number: int, name: str) -> bool:
        """Click the middle of the control, and wait until the page is at rest."""
        where: Any = self._world.run("press", number)
        if not isinstance(where, dict) or len(self._path) >= MOST_CLICKS:
            return False
        self._path.append(name[:200])
        self._page.mouse.click(float(where["x"]), float(where["y"]))
        self._sitting.quiet(self._page)
        return True

    @staticmethod
    def _name(found: Found, number: int) -> str:
        return found.banner.controls[found.numbers.index(number)].text

    @property
    def _world(self) -> World:
        return self._sitting.world(self._page)

    def _record(self, wanted: str, outcome: str, detail: str = "") -> ChoiceRecord:
        place = self._sitting.place
        record = ChoiceRecord(
            **{name: getattr(place, name) for name in place.__struct_fields__ if name != "page"},
            page=self._sitting.recorder.opened.get(self._page, ""),
            wanted=wanted,
            outcome=outcome,
            clicks=len(self._path),
            path=tuple(self._path),
            closed=outcome == "done" and self._closed(),
            detail=detail[:200],
        )
        self._sitting.room.observe(kind="browser.choice", data=record, target=record.page)
        return record
