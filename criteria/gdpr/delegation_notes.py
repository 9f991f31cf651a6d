"""What GDP-17 states of access that one person gives another, and takes back."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, note
from criteria.facts.rights import Told
from criteria.gdpr.rights_evidence import acts_of, at, bearing, latest, undriven
from criteria.rights_acts import says_nothing

LOOK = "rights.minors"
GRANT, USE, REVOKE = "grant_access", "use_access", "revoke_access"


def delegation_notes(facts: Facts) -> Iterator[Note]:
    """Every fault and doubt of a delegation that was driven; ``delegation_sound`` when there is none."""
    acts = acts_of(facts, LOOK)
    granted, revoked = latest(acts, GRANT), latest(acts, REVOKE)
    used, again = latest(acts, USE, "granted"), latest(acts, USE, "revoked")
    for act in (granted, used, revoked):
        if act is None or not act.fact.accepted:
            yield note("undriven", *([act] if act else []), **undriven(act))
            return
    if granted is None or used is None or revoked is None or again is None:
        yield note("undriven", **undriven(again))
        return
    carer, known = used.fact.person, granted.fact.canaries
    before, after = (_of(carer, at(facts, LOOK, stage)) for stage in ("granted", "revoked"))
    held = bearing(before, known)
    if not held:
        yield note("delegation_unseen", used)
        return
    for seen, _ in bearing(after, known)[:5]:
        yield note("revoked_still_reads", revoked, seen, url=seen.fact.url)
    silent = [seen for seen in after if says_nothing(seen.fact.status) or not seen.fact.whole]
    if silent or not any(seen.fact.method == "GET" for seen in after):
        yield note("revoked_unseen", again, *silent)
        return
    yield note("delegation_sound", granted, used, revoked, again, answers=len(after))


def _of(context: str, told: list[Seen[Told]]) -> list[Seen[Told]]:
    return [seen for seen in told if seen.fact.context == context]
