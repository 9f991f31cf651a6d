"""What the candidate showed its person after each thing that they asked for, as lines of text and as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.html.squeeze import squeeze
from criteria.facts.html.tokens import Start, tokens
from criteria.facts.once import once
from criteria.facts.registry import Blob, extractor
from criteria.facts.visible import LONGEST_LINE, json_texts, numbers_of, visible_lines, without_numbers
from criteria.http_exchange import HttpExchange
from criteria.observation import Observation


class ShownPage(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of the candidate to its person while something was played.

    ``trigger`` is the journey that the person had begun. ``lines`` are the visible lines (the texts of a JSON answer)
    with their numbers taken out, ``numbers`` those numbers (a comma stands as a point, ``120.0`` as ``120``).
    ``marks`` are the kinds of element that the page is made of (name, classes, style, labels): a value may be struck
    out by them without a word.
    ``scripts`` says whether a browser might have shown more than the markup holds.
    """

    scenario: str
    phase: str
    run: str
    trigger: str
    step: str
    url: str
    status: int
    lines: frozenset[str]
    numbers: frozenset[str]
    marks: frozenset[str]
    scripts: bool
    json: bool


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """A journey that the person walked: ``outcome`` is ``done``, or ``failed`` with a message key ``why``.

    ``entered`` are the values that its forms bore, by quantity (``systolic``), where the manifest names quantities.
    ``guided``: a person performed it by hand, and ``done`` is their word for it.
    """

    scenario: str
    phase: str
    run: str
    trigger: str
    outcome: str
    why: str = ""
    entered: dict[str, str] = {}
    guided: bool = False


@extractor(ShownPage, kind="http.exchange", version=2)
def shown_page(seen: Observation, blob: Blob) -> Iterable[ShownPage]:
    """Read one answer that a person would see: redirects on the way are not."""
    exchange = msgspec.convert(seen.data, HttpExchange)
    response = exchange.response
    if "scenario" not in exchange.tags or response is None or 300 <= response.status < 400:
        return
    body = blob(seen.blobs["response_body"]) if "response_body" in seen.blobs else b""
    kind = next((value for name, value in response.headers if name.lower() == "content-type"), "").lower()
    is_json = "json" in kind.partition(";")[0]
    read = _read(body, kind)
    yield ShownPage(
        scenario=exchange.tags["scenario"],
        phase=exchange.tags.get("phase", ""),
        run=exchange.tags.get("run", ""),
        trigger=exchange.tags.get("trigger", ""),
        step=exchange.tags.get("step", ""),
        url=exchange.request.url,
        status=response.status,
        lines=read.lines,
        numbers=read.numbers,
        marks=read.marks,
        scripts=not is_json and b"<script" in body.lower(),
        json=is_json,
    )


class Read(msgspec.Struct, frozen=True):
    """What an answer shows, whoever asked for it."""

    lines: frozenset[str]
    numbers: frozenset[str]
    marks: frozenset[str]


@once
def _read(body: bytes, kind: str) -> Read:
    is_json = "json" in kind.partition(";")[0]
    page = "" if is_json else decode(body, kind)
    texts = list(json_texts(body) if is_json else visible_lines(page))
    return Read(
        lines=frozenset(line for line in (without_numbers(text) for text in texts) if line),
        numbers=frozenset(number for text in texts for number in numbers_of(text)),
        marks=frozenset(_marks(page)),
    )


@extractor(Trigger, kind="exchange.trigger", version=3)
def trigger(seen: Observation, blob: Blob) -> Iterable[Trigger]:
    """Read one trigger."""
    yield msgspec.convert(seen.data, Trigger)


def _marks(page: str) -> Iterator[str]:
    """Each start tag as ``name.classes`` with the attributes that may change how a value looks."""
    for token in tokens(page):
        if isinstance(token, Start):
            looks = (token.attributes.get(name, "") for name in ("class", "style", "aria-label", "title", "hidden"))
            yield squeeze(f"{token.name}.{'.'.join(looks)}", LONGEST_LINE)
