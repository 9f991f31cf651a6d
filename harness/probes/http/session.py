"""What the looks at signed-in pages share: the session of the account, and its canaries in an answer."""

from __future__ import annotations

from harness.net import Answer
from harness.probes.person.session import SIGN_IN, sign_in
from harness.probing import ProbeRoom

__all__ = ["SIGN_IN", "canaries_in", "sign_in"]


def canaries_in(room: ProbeRoom, name: str, answer: Answer) -> str:
    """Names of the account's canaries that stand in this body, comma-joined."""
    known = room.account(name).canaries
    return ",".join(sorted(canary for canary, value in known.items() if value.encode() in answer.body))
