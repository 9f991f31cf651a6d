"""What a signed-in browser asked and got, for looks that ask it again with something changed. In memory only."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from criteria.facts.http.urls import BadUrl, target
from criteria.http_exchange import Headers
from harness.probes.browser.recorder import Taken
from harness.probing import ProbeRoom


class CorpusRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One exchange with the candidate's own hosts as it was, secrets and all: never to be recorded as it is.

    ``headers`` are those that the browser sent (cookies too); ``journey`` is empty for pages that were only seen;
    ``whole`` is false where the answer's body was cut or is no text.
    """

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""
    status: int = 0
    response_headers: Headers = ()
    response_body: bytes = b""
    type: str = ""
    journey: str = ""
    step: int = 0
    whole: bool = True


def keep_corpus(room: ProbeRoom, account: str, taken: Sequence[Taken]) -> None:
    """Keep what the candidate's own hosts were asked while signed in."""
    mine = tuple(_request(one) for one in taken if one.record.state == "account" and _own(room, one.record.url))
    room.around.kept[f"browser.corpus:{account}"] = mine


def _own(room: ProbeRoom, url: str) -> bool:
    try:
        where = target(url)
    except BadUrl:
        return False
    return room.http.policy.in_scope(where.host, where.port)


def _request(one: Taken) -> CorpusRequest:
    record = one.record
    return CorpusRequest(
        method=record.method,
        url=record.url,
        headers=record.headers,
        body=one.posted,
        status=record.status,
        response_headers=record.response_headers,
        response_body=one.body,
        type=record.type,
        journey=record.journey,
        step=record.step,
        whole=not record.cut,
    )
