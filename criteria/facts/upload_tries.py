"""``UploadTry``: what came of a file that was sent up, and of every address at which it may have turned up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from criteria.facts.http.exchange import KIND, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

SUMMARY_KIND = "hostile.uploads_summary"
PURPOSE = "uploads"
ACTIVE_TYPES = frozenset(
    ("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml", "text/javascript", "")
)
MOST_SCANNED = 512 * 1024
_SIGN = re.compile(rb"type\s*=\s*\\?[\"']?file\b|multipart/form-data|showOpenFilePicker|\.type\s*=\s*[\"']file\b", re.I)


class UploadTry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One exchange of a ``variant`` in a ``role`` (``sent``, ``readback``, ``settled``, ``escaped``).

    ``same`` (``whole``, ``part``, ``""``): how much of what was sent came back. ``active``: a browser that opens the
    address would run what it holds; ``sandboxed``: the policy of the answer keeps it from that.
    """

    variant: str
    role: str
    url: str
    method: str = "GET"
    status: int = 0
    error: str = ""
    same: str = ""
    type: str = ""
    size: int = 0
    cut: str = ""
    active: bool = False
    sandboxed: bool = False


class UploadSummary(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of the look: whether the journey is declared, and with a file; its limit in bytes and its type; the
    variants that were sent."""

    declared: bool = False
    file: bool = False
    limit: int = 0
    type: str = ""
    sent: tuple[str, ...] = ()


class UploadSign(msgspec.Struct, frozen=True, kw_only=True):
    """A page or a script that shows an upload function, at ``url``."""

    url: str


@extractor(UploadTry, kind=KIND, version=1)
def upload_tries(seen: Observation, blob: Blob) -> Iterator[UploadTry]:
    """One for each exchange that sent or sought a file."""
    one = read_exchange(seen)
    tags = one.tags
    if one.purpose != PURPOSE or "variant" not in tags or (one.method == "GET" and "role" not in tags):
        return
    attached = one.value("content-disposition").strip().lower().startswith("attachment")
    sniffed = not one.media_type and "nosniff" in one.value("x-content-type-options").lower()
    policy = one.value("content-security-policy").lower()
    yield UploadTry(
        variant=tags["variant"],
        role=tags.get("role", "sent"),
        url=one.url,
        method=one.method,
        status=one.status,
        error=one.error,
        same=tags.get("same", "") if 200 <= one.status < 300 else "",
        type=one.media_type,
        size=one.size,
        cut=one.cut,
        active=one.media_type in ACTIVE_TYPES and not attached and not sniffed,
        sandboxed=any(part.split()[:1] == ["sandbox"] and "allow-scripts" not in part for part in policy.split(";")),
    )


@extractor(UploadSummary, kind=SUMMARY_KIND, version=1)
def upload_summaries(seen: Observation, blob: Blob) -> Iterator[UploadSummary]:
    """The summary that ends the look."""
    yield msgspec.convert(seen.data, UploadSummary)


@extractor(UploadSign, kind=KIND, version=1)
def upload_signs(seen: Observation, blob: Blob) -> Iterator[UploadSign]:
    """One for each page or script of a successful answer that shows an upload function."""
    one = read_exchange(seen)
    shown = one.is_html or "javascript" in one.media_type
    if one.body and 200 <= one.status < 300 and shown and _SIGN.search(blob(one.body)[:MOST_SCANNED]):
        yield UploadSign(url=one.url)
