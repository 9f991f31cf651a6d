"""The ways in which consent ends, whom each can be played on, and what told the client of it."""

from __future__ import annotations

from criteria.candidate import SpaceClient
from criteria.check import Seen
from criteria.facts.space import SpaceExchange
from criteria.security.rounds import Call, Need, Played
from criteria.security.scopes import asks_to

NOT_GRANTED = "write_not_granted"
SCENARIOS = (
    "consent_withdrawn",
    "write_withdrawn",
    "service_suspended",
    "refresh_refused",
    NOT_GRANTED,
    "unpaired",
)
READING_LEFT = frozenset(("write_withdrawn", NOT_GRANTED))
"""What ends writing alone."""
MOST_AFTER_REFUSAL = 1
STOPPED: dict[str, tuple[Need, ...]] = {
    "consent_withdrawn": ("write", "read"),
    "service_suspended": ("write", "read"),
    "write_withdrawn": ("write",),
    NOT_GRANTED: ("write",),
    "majority_reached": ("write", "read"),
}
"""The purposes that each refusal stops; each is refused apart, so a client learns of each apart."""


def wanted(client: SpaceClient | None) -> list[str]:
    """The scenarios that can be played on this client: only who writes can lose that, and only who reads keeps it."""
    writes, both = asks_to("write", client), asks_to("write", client) and asks_to("read", client)
    needs = {"write_withdrawn": writes, NOT_GRANTED: both}
    return [name for name in SCENARIOS if needs.get(name, True)]


def refused(played: Played, purpose: Need) -> list[Call]:
    """The calls of a purpose that were refused: by the lab, or by the space itself where the person granted less."""
    own = played.scenario == NOT_GRANTED
    return [seen for seen in played.fault.calls_of(purpose) if seen.fact.altered != own and seen.fact.status == 403]


def paired(played: Played) -> list[Seen[SpaceExchange]]:
    """The pairings within the fault: codes that the space exchanged for tokens."""
    tokens = [seen for seen in played.fault.exchanges if seen.fact.operation == "token" and seen.fact.status == 200]
    return [seen for seen in tokens if seen.fact.params.get("grant_type") == "authorization_code"]


def refreshes(played: Played) -> list[Seen[SpaceExchange]]:
    """The renewals that were asked for in the fault."""
    tokens = (seen for seen in played.fault.exchanges if seen.fact.operation == "token")
    return [seen for seen in tokens if seen.fact.params.get("grant_type") == "refresh_token"]


def refused_refreshes(played: Played) -> list[Seen[SpaceExchange]]:
    """Those that the lab refused."""
    return [seen for seen in refreshes(played) if seen.fact.altered and seen.fact.status == 400]
