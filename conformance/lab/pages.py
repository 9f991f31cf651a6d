"""Pages of measures as a search might bring them: right ones, and ones that a right client reads with care."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from conformance.lab.forge import Forge
from conformance.lab.journal import Answer
from conformance.lab.readings import Asked, bundle, observations, other_person

NOTHING = Answer(status=0, headers=(), body=b"")


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call while a scenario is on. ``right`` is the space's own answer (``NOTHING`` when it was not asked).

    ``seconds`` have gone by, on the lab's monotonic clock, since the scenario first applied.
    """

    operation: str
    base: str
    url: str
    body: bytes
    right: Answer
    forge: Forge
    seconds: float = 0.0

    def sent_entries(self) -> list[dict[str, Any]]:
        """The entries of the Bundle that was sent; none when it cannot be read."""
        try:
            held = json.loads(self.body)
        except (ValueError, RecursionError):
            return []
        found = held.get("entry") if isinstance(held, dict) else None
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _bundle(call: Call, entries: list[dict[str, Any]], onward: str = "") -> bytes:
    return json.dumps(bundle(call.base, call.url, entries, onward)).encode()


def _own(call: Call, status: str = "final") -> list[dict[str, Any]]:
    asked = Asked(call.url)
    return observations(call.base, asked, asked.subject(), status)


def _others(call: Call) -> list[dict[str, Any]]:
    asked = Asked(call.url)
    return observations(call.base, asked, asked.subject(other_person()))


def own_measures(call: Call) -> bytes:
    """Measures of the person, that only the space knew."""
    return _bundle(call, _own(call))


def other_measures(call: Call) -> bytes:
    """Measures of somebody else, and of nobody else."""
    return _bundle(call, _others(call))


def mixed_people(call: Call) -> bytes:
    """Measures of the person, and of somebody else among them."""
    mixed = [one for pair in zip(_own(call), _others(call), strict=True) for one in pair]
    return _bundle(call, mixed)


def entered_in_error(call: Call) -> bytes:
    """Measures of the person, and some that were withdrawn as mistakes."""
    return _bundle(call, _own(call) + _own(call, "entered-in-error"))


def next_loop(call: Call) -> bytes:
    """A page whose next page is itself."""
    return _bundle(call, _own(call), call.url)


def next_foreign(call: Call) -> bytes:
    """A page whose next page lies with somebody else."""
    return _bundle(call, _own(call), call.forge.foreign_fhir + "?page=2")


def delivered_twice(call: Call) -> bytes:
    """Every measure twice, as two pages that overlap would bring them."""
    return _bundle(call, _own(call) * 2)


def hostile_text(call: Call) -> bytes:
    """Measures whose free texts are markup and a number that looks like a social security number."""
    entries = _own(call)
    for one in entries:
        held = one["resource"]["note"][0]["text"]
        one["resource"]["note"] = [{"text": f'<script>alert("{held}")</script><img src=x onerror=alert(1)>{held}'}]
    return _bundle(call, entries)


def odd_times(call: Call) -> bytes:
    """A date alone, a time of the year 2099, and a time without an offset."""
    entries = _own(call)
    for one, time in zip(entries, ("2026-03-29", "2099-12-31T23:59:59Z", "2026-03-29T02:30:00"), strict=False):
        one["resource"]["effectiveDateTime"] = time
    return _bundle(call, entries)


def unit_unknown(call: Call) -> bytes:
    """Values whose text names one unit and whose code names another."""
    entries = _own(call)
    for one in entries:
        held = one["resource"]
        for part in held.get("component", [held]):
            part["valueQuantity"] |= {"unit": "kPa", "code": "[lb_av]"}
    return _bundle(call, entries)


def malformed(call: Call) -> bytes:
    """A Bundle of another type, with a wrong total, an entry without a resource, and one that is a text."""
    made = {
        "resourceType": "Bundle",
        "type": "batch",
        "total": "many",
        "entry": [{}, "entry", {"resource": None}, *_own(call)],
    }
    return json.dumps(made).encode()


PAGES: Mapping[str, Callable[[Call], bytes]] = {
    "own_measures": own_measures,
    "other_person": other_measures,
    "mixed_people": mixed_people,
    "entered_in_error": entered_in_error,
    "next_loop": next_loop,
    "next_foreign": next_foreign,
    "delivered_twice": delivered_twice,
    "hostile_text": hostile_text,
    "odd_times": odd_times,
    "unit_unknown": unit_unknown,
    "bundle_malformed": malformed,
}
