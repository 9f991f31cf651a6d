"""Whether the text of an HDS certificate says what the dossier's fields say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from criteria.facts.dossier import day
from criteria.facts.dossier_hosting import HdsFields
from criteria.facts.dossier_siren import digits
from criteria.facts.dossier_words import core, dates_in, name_in, plain
from criteria.yaml_data import load_yaml

Outcome = Literal["same", "differs", "unread"]
"""``unread``: the value is not there, and nothing is recognised that contradicts it."""


@cache
def patterns() -> dict[str, Any]:
    """The patterns of ``reference/hds_patterns.yaml``."""
    return dict(load_yaml(files("criteria").joinpath("reference/hds_patterns.yaml").read_bytes()))


def readable(text: str) -> bool:
    """Whether ``text`` is the text of a certificate, and not a stamp on a scan of one."""
    known, bare = patterns()["readable"], plain(text)
    long_enough = len(core(text)) >= int(known["fewest_characters"])
    return long_enough and all(word in bare for word in known["words"]) and any(word in bare for word in known["about"])


def compared(hds: HdsFields, text: str) -> Iterator[tuple[str, str, Outcome]]:
    """(field, declared value, outcome) for each field of ``hds`` that the certificate should show."""
    bare = plain(text)
    yield "number", hds.number, _number(hds, bare)
    yield "holder", hds.holder, _holder(hds, bare)
    yield "valid_to", hds.valid_to, _valid_to(hds, bare)
    yield "activities", ", ".join(map(str, hds.activities)), _activities(hds, bare)
    yield "version", str(hds.version), _version(hds, bare)


def _found(field: str, text: str) -> list[str]:
    return [found[1] for pattern in patterns()[field] for found in re.finditer(pattern, text)]


def _number(hds: HdsFields, text: str) -> Outcome:
    wanted = core(hds.number)
    if len(wanted) >= 4 and wanted in core(text):
        return "same"
    return "differs" if len(wanted) >= 4 and _found("number", text) else "unread"


def _holder(hds: HdsFields, text: str) -> Outcome:
    siren = digits(hds.holder_siren)
    if name_in(hds.holder, text) or (len(siren) == 9 and siren in core(text)):
        return "same"
    return "differs" if _found("holder", text) else "unread"


def _valid_to(hds: HdsFields, text: str) -> Outcome:
    wanted = day(hds.valid_to)
    if wanted in set(dates_in(text)):
        return "same"
    return "differs" if any(list(dates_in(part)) for part in _found("valid_to", text)) else "unread"


def _activities(hds: HdsFields, text: str) -> Outcome:
    listed = {number for part in _found("activities", text) for number in _numbers(part)}
    phrases = patterns()["activity_words"].items()
    described = {number for number, words in phrases if any(word in text for word in words)}
    if set(hds.activities) <= listed | described:
        return "same"
    return "differs" if listed else "unread"


def _numbers(run: str) -> Iterator[int]:
    """``1, 2 et 4`` is three activities, ``1 a 6`` six."""
    for first, last in re.findall(r"([1-6])(?: ?(?:a|to|-) ?([1-6]))?", run):
        yield from range(int(first), int(last or first) + 1)


def _version(hds: HdsFields, text: str) -> Outcome:
    found = {int(major) for major in _found("version", text)}
    return "differs" if found and hds.major not in found else "same"
