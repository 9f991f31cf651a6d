"""SEC-26: what the candidate exchanges with the health space, judged by what arrived there and what was shown."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, check, note
from criteria.security import reliability_rules
from criteria.security.rounds import Journal


@check("SEC-26")
def sec_26(facts: Facts) -> Iterator[Note]:
    """Errors and cuts: nothing lost, nothing doubled, no call before Retry-After (RFC 9110 section 10.2.3)."""
    journal = Journal.of(facts)
    played = {name: list(journal.played(name)) for name in reliability_rules.SCENARIOS}
    missing = [name for name, found in played.items() if not found]
    yield from (note("not_played", scenario=name) for name in missing)
    rounds = [one for found in played.values() for one in found]
    stated = [said for one in rounds for said in reliability_rules.notes(one)]
    yield from stated
    if not missing and not stated:
        calls = [seen for one in rounds for seen in one.fault.calls]
        yield note(
            "sound", *[seen for one in rounds for seen in one.fault.calls[:1]], scenarios=len(played), calls=len(calls)
        )
