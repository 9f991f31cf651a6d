"""What an answer gives away: secrets in what is shipped to browsers, and technical errors."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.http.exchange import KIND, Exchange, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.facts.secret_patterns import hidden_in, secrets_in
from criteria.facts.stack_traces import TechnicalKind, technical_errors
from criteria.observation import Observation

_PICTURES = ("image/", "font/", "audio/", "video/")
_CODE = ("javascript", "ecmascript", "text/css", "source-map")


class LeakedSecret(msgspec.Struct, frozen=True, kw_only=True):
    """A secret in a 2xx answer. ``shown`` is as much of it as may be told."""

    id: str
    name: str
    shown: str
    url: str
    purpose: str = ""


class TechnicalError(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A trace, database error or debug page. ``quotable``: an answer that is no error could merely
    quote it (an article, an API's documentation)."""

    id: str
    kind: TechnicalKind
    url: str
    status: int
    excerpt: str
    purpose: str = ""
    quotable: bool = False


class SourceMap(msgspec.Struct, frozen=True, kw_only=True):
    """A source map that is served: the sources that it names."""

    url: str
    sources: int


@extractor(LeakedSecret, kind=KIND, version=1)
def leaked_secrets(seen: Observation, blob: Blob) -> Iterator[LeakedSecret]:
    """Secrets in pages, scripts, style sheets, source maps and data; pictures are left out."""
    answer = read_exchange(seen)
    if not 200 <= answer.status < 300 or not answer.body or answer.media_type.startswith(_PICTURES):
        return
    text = blob(answer.body).decode("latin-1")
    for hit in dict.fromkeys((*secrets_in(text), *hidden_in(text, seen.secrets))):
        yield LeakedSecret(id=hit.id, name=hit.name, shown=hit.shown, url=answer.url, purpose=answer.purpose)


@extractor(TechnicalError, kind=KIND, version=1)
def errors_told(seen: Observation, blob: Blob) -> Iterator[TechnicalError]:
    """Technical errors in any answer of text, whatever its status; code that is shipped is left out."""
    answer = read_exchange(seen)
    if not answer.body or answer.media_type.startswith(_PICTURES) or _is_code(answer):
        return
    raw = blob(answer.body)
    markup = "html" in answer.media_type or "xml" in answer.media_type
    for known, excerpt in technical_errors(decode(raw, answer.value("content-type")), markup):
        yield TechnicalError(
            id=known.id,
            kind=known.kind,
            url=answer.url,
            status=answer.status,
            excerpt=excerpt,
            purpose=answer.purpose,
            quotable=answer.status < 400 and not known.certain,
        )


@extractor(SourceMap, kind=KIND, version=1)
def source_maps(seen: Observation, blob: Blob) -> Iterator[SourceMap]:
    """Source maps (ECMA-426) in what was read as an asset."""
    answer = read_exchange(seen)
    if not 200 <= answer.status < 300 or not answer.body or not answer.url.partition("?")[0].endswith(".map"):
        return
    try:
        found = msgspec.json.decode(blob(answer.body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    if isinstance(found, dict) and "mappings" in found and isinstance(found.get("sources"), list):
        yield SourceMap(url=answer.url, sources=len(found["sources"]))


def _is_code(answer: Exchange) -> bool:
    return any(word in answer.media_type for word in _CODE) or answer.url.partition("?")[0].endswith(
        (".js", ".css", ".map")
    )
