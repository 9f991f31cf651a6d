"""Guided acts: what a person was asked to do by hand. What that is worth as evidence, and what it cannot show.

Only what arrives at the space counts. A person's word that something was done is no evidence of the app: a fail that
also rests on it is for a reviewer, and what the app showed meanwhile was seen by nobody but the person.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.candidate import Candidate
from criteria.coverage import Gap
from criteria.criterion import Criterion

EXCHANGES = "exchange."
SHOWING = frozenset(("enter_measure", "share_measure", "sync_space", "read_measures"))
"""Journeys whose screens criteria of the exchange read."""
ACTS = SHOWING | {"connect_space", "disconnect_space"}
"""Journeys that the looks at the exchange have walked."""
SCREENS = frozenset(("ShownPage", "PageLines"))
PAGES = frozenset(("Page", "Exchange"))


def unseen(criterion: Criterion, candidate: Candidate) -> Iterator[Gap]:
    """The gap of a criterion that reads the screens of the exchange, where a person alone saw them."""
    hidden = sorted(SHOWING & set(candidate.guided))
    required = any(kind.startswith(EXCHANGES) for kind in criterion.looks)
    optional = any(kind.startswith(EXCHANGES) for kind in criterion.optional_looks)
    reads = set(criterion.facts)
    if hidden and (((required or optional) and SCREENS & reads) or (required and PAGES & reads)):
        yield Gap(look="guided", reason="gap.guided_unseen", params={"journeys": ", ".join(hidden)})


def weighed(criterion: Criterion, candidate: Candidate) -> Criterion:
    """The criterion with ``by_hand`` on the clauses for which it holds at this candidate, and on no other.

    Where journeys are guided those are the fails that are marked so, and in looks at the exchange the fails that rest
    on something that never came.
    """
    guided = bool(ACTS & set(candidate.guided))
    exchange = any(kind.startswith(EXCHANGES) for kind in criterion.looks)
    clauses = {
        name: msgspec.structs.replace(clause, by_hand=guided and (clause.by_hand or (clause.absence and exchange)))
        for name, clause in criterion.clauses.items()
    }
    return msgspec.structs.replace(criterion, clauses=clauses)
