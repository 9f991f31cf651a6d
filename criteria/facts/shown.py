"""What the candidate showed its person after each thing that they asked for, as lines of text and as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.html.squeeze import squeeze
from criteria.facts.html.tokens import Start, Text, tokens
from criteria.facts.registry import Blob, extractor
from criteria.http_exchange import HttpExchange
from criteria.observation import Observation

MOST_LINES, LONGEST_LINE, DEEPEST = 2_000, 300, 40
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
INLINE = frozenset(
    ("a", "b", "i", "em", "strong", "span", "abbr", "u", "small", "sub", "sup", "code", "mark", "time", "bdi")
)
UNSEEN = frozenset(("template", "noscript"))


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
    """A journey that the person walked: ``outcome`` is ``done``, or ``failed`` with a message key ``why``."""

    scenario: str
    phase: str
    run: str
    trigger: str
    outcome: str
    why: str = ""


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
    page = "" if is_json else decode(body, kind)
    texts = list(texts_of(body) if is_json else lines_of(page))
    yield ShownPage(
        scenario=exchange.tags["scenario"],
        phase=exchange.tags.get("phase", ""),
        run=exchange.tags.get("run", ""),
        trigger=exchange.tags.get("trigger", ""),
        step=exchange.tags.get("step", ""),
        url=exchange.request.url,
        status=response.status,
        lines=frozenset(line for line in (_without_numbers(text) for text in texts) if line),
        numbers=frozenset(_plain(found) for text in texts for found in NUMBER.findall(text)),
        marks=frozenset(_marks(page)),
        scripts=not is_json and b"<script" in body.lower(),
        json=is_json,
    )


@extractor(Trigger, kind="exchange.trigger", version=1)
def trigger(seen: Observation, blob: Blob) -> Iterable[Trigger]:
    """Read one trigger."""
    yield msgspec.convert(seen.data, Trigger)


def lines_of(page: str) -> Iterator[str]:
    """The visible lines of a page: a block element, or a row of a table, ends a line."""
    held: list[str] = []
    unseen = count = 0
    for token in tokens(page):
        if isinstance(token, Text):
            if not unseen and (not token.inside or token.inside == "textarea"):
                held.append(token.text)
            continue
        if token.name in UNSEEN:
            unseen = max(0, unseen + (1 if isinstance(token, Start) else -1))
        if token.name in INLINE or token.name in ("td", "th"):
            held.append(" ")
            continue
        if line := squeeze("".join(held), LONGEST_LINE):
            yield line
            count += 1
        held = []
        if count >= MOST_LINES:
            return
    if line := squeeze("".join(held), LONGEST_LINE):
        yield line


def _marks(page: str) -> Iterator[str]:
    """Each start tag as ``name.classes`` with the attributes that may change how a value looks."""
    for token in tokens(page):
        if isinstance(token, Start):
            looks = (token.attributes.get(name, "") for name in ("class", "style", "aria-label", "title", "hidden"))
            yield squeeze(f"{token.name}.{'.'.join(looks)}", LONGEST_LINE)


def texts_of(body: bytes) -> Iterator[str]:
    """Every ``name: value`` of a JSON answer."""
    try:
        waiting = [("", msgspec.json.decode(body), 0)]
    except (msgspec.DecodeError, RecursionError):
        return
    count = 0
    while waiting and count < MOST_LINES:
        name, held, depth = waiting.pop()
        if isinstance(held, dict) and depth < DEEPEST:
            waiting += [(str(key), value, depth + 1) for key, value in held.items()]
        elif isinstance(held, list) and depth < DEEPEST:
            waiting += [(name, value, depth + 1) for value in held]
        elif not isinstance(held, dict | list):
            count += 1
            yield squeeze(f"{name}: {held}", LONGEST_LINE)


def _without_numbers(line: str) -> str:
    return squeeze(NUMBER.sub("", line), LONGEST_LINE)


def _plain(number: str) -> str:
    """A number as people write it: ``120,50`` is ``120.5``."""
    plain = number.replace(",", ".")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain.lstrip("0") or "0"
