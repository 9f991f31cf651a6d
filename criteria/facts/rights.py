"""``Act`` and ``Told``: what a person tried with their own data, and what each exchange of it said in words."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.facts.http.exchange import read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation
from criteria.rights_acts import ACT_KIND, PURPOSE, Act

__all__ = ["Act", "Told"]

LONGEST = 500_000
"""Bytes of one body that are kept."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One exchange of the probe of rights. ``sent`` and ``text`` are the bodies, ``whole``: both are all there.

    ``look`` is the kind of look (``rights.export``), ``stage`` the point of it, ``journey`` and ``step`` what was
    walked (``""`` for a visit).
    """

    look: str
    stage: str
    method: str
    url: str
    status: int
    context: str
    media_type: str
    journey: str = ""
    step: int = 0
    sent: str = ""
    text: str = ""
    whole: bool = True
    location: str = ""


@extractor(Act, kind=ACT_KIND, version=1)
def acts(seen: Observation, blob: Blob) -> Iterator[Act]:
    """One for each observation."""
    yield msgspec.convert(seen.data, Act)


@extractor(Told, kind="http.exchange", version=1)
def told(seen: Observation, blob: Blob) -> Iterator[Told]:
    """One for each exchange of this probe."""
    one = read_exchange(seen)
    if not one.purpose.startswith(PURPOSE):
        return
    sent, got = (blob(seen.blobs[name]) if name in seen.blobs else b"" for name in ("request_body", "response_body"))
    step = one.tags.get("step", "")
    yield Told(
        look=one.purpose,
        stage=one.tags.get("stage", ""),
        method=one.method,
        url=one.url,
        status=one.status,
        context=one.context,
        media_type=one.media_type,
        journey=one.tags.get("journey", ""),
        step=int(step) if step.isdecimal() and len(step) < 4 else 0,
        sent=sent[:LONGEST].decode("utf-8", "replace"),
        text=got[:LONGEST].decode("utf-8", "replace"),
        whole=not one.cut and max(len(sent), len(got)) <= LONGEST,
        location=one.location,
    )
