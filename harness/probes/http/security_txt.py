"""Where a host says that flaws are to be reported (RFC 9116)."""

from __future__ import annotations

from criteria.facts.http.security_txt import MOST, PURPOSE
from criteria.observation import Look
from harness.errors import LookFailed
from harness.net import Ask, Labels, follow
from harness.probes.http.record import record
from harness.probing import ProbeRoom


def run(look: Look, room: ProbeRoom) -> None:
    """Ask for ``/.well-known/security.txt`` without a session; raises ``LookFailed`` when nothing answers."""
    labels = Labels(context="none", purpose=PURPOSE)
    ask = Ask(
        method="GET",
        url=f"{room.base_url}/.well-known/security.txt",
        cookie="",
        keep_cookies=False,
        verify="record",
        max_body=MOST,
        labels=labels,
    )
    trail = follow(room.http, ask, max_hops=5)
    for answer in trail.answers:
        record(room, answer)
    if trail.last.exchange.error:
        raise LookFailed("gap.unreachable", host=room.base_url, detail=trail.last.exchange.error)
