"""The same day, written in another way."""

from __future__ import annotations

import re
from datetime import date

from sample_apps.reshaping.shape import Shape
from sample_apps.reshaping.tree import Element

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LONG = re.compile(rf"\b(\d{{1,2}}|1er)[ \u00a0]({'|'.join(MONTHS)})[ \u00a0](\d{{4}})\b")
WAYS = ("long", "numeric", "dotted", "short year", "weekday", "iso in time")


def reword_dates(page: Element, shape: Shape) -> None:
    """Every date in words of the running text."""
    way = shape.pick("dates", WAYS)
    for one in page.running():
        if one.name != "time":
            one.children = [part for child in one.children for part in _parts(child, way)]
        elif one.children and isinstance(one.children[0], str):
            one.children = [LONG.sub(lambda found: _said(day_of(found), way), one.children[0])]


def _parts(child: Element | str, way: str) -> list[Element | str]:
    if isinstance(child, Element):
        return [child]
    if way != "iso in time":
        return [LONG.sub(lambda found: _said(day_of(found), way), child)]
    parts: list[Element | str] = []
    last = 0
    for found in LONG.finditer(child):
        parts += [child[last : found.start()], Element("time", {"datetime": day_of(found).isoformat()}, [found[0]])]
        last = found.end()
    return [*parts, child[last:]]


def day_of(found: re.Match[str]) -> date:
    """The day that was read."""
    return date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1].removesuffix("er")))


def _said(day: date, way: str) -> str:
    first = "1er" if day.day == 1 else str(day.day)
    long = f"{first} {MONTHS[day.month - 1]} {day.year}"
    said = {
        "numeric": f"{day:%d/%m/%Y}",
        "dotted": f"{day:%d.%m.%Y}",
        "short year": f"{day:%d/%m/%y}",
        "weekday": f"{DAYS[day.weekday()]} {long}",
    }
    return said.get(way, long)
