"""A disposable synthetic person of one audit (observation kind ``person.fresh``), as probes write it."""

from __future__ import annotations

import msgspec

FRESH_KIND = "person.fresh"


class FreshPerson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``name`` is how exchanges name the person in their context (``person:fresh1``); ``canaries`` by name."""

    name: str
    login: str = ""
    canaries: dict[str, str] = {}
