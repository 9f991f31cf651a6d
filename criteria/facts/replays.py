"""``Replay``: a request of an account that was asked again, by whom, and what of the account its answer held."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.facts.http.exchange import KIND, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

SUMMARY_KIND = "objects.summary"
PURPOSES = ("as_other", "anonymous")


class Replay(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One request of one ``trial``. ``canaries`` are names of the owner's (of B's own in the role ``alive``) in its
    answer, ``marked`` whether the marker of the trial stands there; ``status`` is 0 without an answer."""

    purpose: str
    trial: str
    role: str
    method: str
    url: str
    status: int = 0
    error: str = ""
    canaries: tuple[str, ...] = ()
    marked: bool = False


class ReplaySummary(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of a look: how many accounts are declared, how many requests were heard of the owner, how many answers
    ``shown`` a canary, and how many requests to read and to write could be asked again (``as_other``: that name an
    object). ``refused`` are journeys that were not accepted."""

    purpose: str
    accounts: int = 0
    requests: int = 0
    shown: int = 0
    reads: int = 0
    writes: int = 0
    journeys: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@extractor(Replay, kind=KIND, version=1)
def replays(seen: Observation, blob: Blob) -> Iterator[Replay]:
    """One for each exchange of a trial."""
    exchange = read_exchange(seen)
    if exchange.purpose not in PURPOSES or "role" not in exchange.tags:
        return
    yield Replay(
        purpose=exchange.purpose,
        trial=exchange.tags.get("trial", ""),
        role=exchange.tags["role"],
        method=exchange.method,
        url=exchange.url,
        status=exchange.status,
        error=exchange.error,
        canaries=tuple(name for name in exchange.tags.get("canary", "").split(",") if name),
        marked=exchange.tags.get("mark") == "1",
    )


@extractor(ReplaySummary, kind=SUMMARY_KIND, version=1)
def replay_summaries(seen: Observation, blob: Blob) -> Iterator[ReplaySummary]:
    """The summary that ends the look."""
    yield msgspec.convert(seen.data, ReplaySummary)
