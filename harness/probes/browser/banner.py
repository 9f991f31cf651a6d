"""Finds the consent interface of a page: controls by their words, and the part of the page around them."""

from __future__ import annotations

from typing import Any

import msgspec

from criteria.browser_record import BannerControl, BannerRecord, Placed
from criteria.consent_words import about_trackers, reopens, said_by, topic
from harness.probes.browser.worlds import World

MOST_CONTROLS = 400
LEAST_SURE = 0.5
"""Confidence below which a part of a page is not taken for a consent interface."""


class Pressable(msgspec.Struct, frozen=True):
    """A control of the page: its ``number`` is good until the page navigates."""

    number: int
    text: str
    tag: str = ""
    box: bool = False
    visible: bool = True

    @property
    def kind(self) -> str:
        """What it does to consent, by its words; ``choice`` is a box to tick."""
        return "choice" if self.box else said_by(self.text).kind


class Found(msgspec.Struct, frozen=True):
    """A consent interface, and the number of each of its controls (in the order of ``banner.controls``)."""

    banner: BannerRecord
    numbers: tuple[int, ...] = ()

    def number_of(self, kind: str) -> int | None:
        """The number of its first visible control of this kind that can be pressed."""
        for control, number in zip(self.banner.controls, self.numbers, strict=True):
            if control.kind == kind and control.visible and not control.disabled:
                return number
        return None

    def ticked(self) -> list[int]:
        """The boxes that are ticked and may be unticked."""
        found = zip(self.banner.controls, self.numbers, strict=True)
        return [number for one, number in found if one.kind == "choice" and one.checked and not one.disabled]


def pressables(world: World) -> list[Pressable]:
    """Every control of the page."""
    return msgspec.convert(world.run("controls", MOST_CONTROLS) or [], list[Pressable])


def find(world: World, place: Placed, layer: int = 1, clicks: int = 0) -> Found:
    """The consent interface that shows now; ``clicks`` were made to reach it."""
    known = {one.number: one for one in pressables(world)}
    answers = [one.number for one in known.values() if one.visible and _may_answer(one)]
    plain = {name: getattr(place, name) for name in place.__struct_fields__}
    part = world.run("banner", answers, topic()) if answers else None
    if not isinstance(part, dict):
        return Found(BannerRecord(**plain, layer=layer))
    numbers = [int(one["number"]) for one in part["controls"] if int(one["number"]) in known]
    controls = tuple(
        _control(known[int(one["number"])], one, layer, clicks)
        for one in part["controls"]
        if int(one["number"]) in known
    )
    text = str(part["text"])[:4000]
    sure = _sureness(text, controls)
    banner = BannerRecord(
        **plain,
        present=sure >= LEAST_SURE,
        confidence=sure,
        layer=layer,
        text=text,
        covers=round(float(part["covers"]), 3),
        modal=bool(part["modal"]),
        controls=controls,
    )
    return Found(banner, tuple(numbers))


def way_back(world: World) -> Pressable | None:
    """A visible control by which a choice can be changed."""
    return next((one for one in pressables(world) if one.visible and reopens(one.text)), None)


def _may_answer(one: Pressable) -> bool:
    return one.kind in ("accept", "refuse", "save")


def _control(known: Pressable, shape: dict[str, Any], layer: int, clicks: int) -> BannerControl:
    fields = {name: held for name, held in shape.items() if name != "number"}
    said = said_by(known.text)
    return msgspec.convert(
        {
            **fields,
            "text": known.text,
            "kind": known.kind,
            "confidence": 1.0 if known.box else said.sure,
            "layer": layer,
            "clicks": clicks + 1,
            "visible": known.visible,
        },
        BannerControl,
    )


def _sureness(text: str, controls: tuple[BannerControl, ...]) -> float:
    """How sure a part of a page asks for consent to trackers: what it speaks of, and what can be answered."""
    kinds = {one.kind for one in controls if one.visible}
    answers = 0.3 if "accept" in kinds else 0.0
    answers += 0.2 if kinds & {"refuse", "manage", "save", "choice"} else 0.0
    return round(min(1.0, (0.5 if about_trackers(text) else 0.2) + answers), 2)
