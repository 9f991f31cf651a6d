"""What the candidate showed, line by line, where a value is looked for: measures read back, results, lists."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.registry import Blob, extractor
from criteria.facts.visible import json_rows, numbers_of, visible_lines
from criteria.http_exchange import HttpExchange
from criteria.observation import Observation

READ_BACK = "read_measures"


class PageLines(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one answer, numbers included; each object of a JSON answer is a line.

    ``scenario``, ``phase``, ``run`` say what was played while measures were read back. ``case`` names what was entered
    or calculated (empty: neither), ``part`` whether this is a page ``before``, while (``entered``) or ``after`` it.
    ``scripts`` says whether a browser might have shown more.
    """

    url: str
    status: int
    lines: tuple[str, ...]
    scenario: str = ""
    phase: str = ""
    run: str = ""
    case: str = ""
    part: str = ""
    scripts: bool = False

    def holding(self, values: Iterable[str]) -> tuple[str, ...]:
        """The lines in which these numbers stand, in this order."""
        wanted = tuple(values)
        return tuple(line for line in self.lines if wanted and _in_order(wanted, numbers_of(line)))


@extractor(PageLines, kind="http.exchange", version=1)
def page_lines(seen: Observation, blob: Blob) -> Iterable[PageLines]:
    """Read one answer that a person would see, of a reading or of a case."""
    exchange = msgspec.convert(seen.data, HttpExchange)
    tags, response = exchange.tags, exchange.response
    if response is None or 300 <= response.status < 400:
        return
    if "case" not in tags and ("scenario" not in tags or tags.get("trigger") != READ_BACK):
        return
    body = blob(seen.blobs["response_body"]) if "response_body" in seen.blobs else b""
    kind = next((value for name, value in response.headers if name.lower() == "content-type"), "").lower()
    is_json = "json" in kind.partition(";")[0]
    yield PageLines(
        url=exchange.request.url,
        status=response.status,
        lines=tuple(json_rows(body) if is_json else visible_lines(decode(body, kind))),
        scenario=tags.get("scenario", ""),
        phase=tags.get("phase", ""),
        run=tags.get("run", ""),
        case=tags.get("case", ""),
        part=tags.get("part", ""),
        scripts=not is_json and b"<script" in body.lower(),
    )


def _in_order(wanted: tuple[str, ...], numbers: list[str]) -> bool:
    left = iter(numbers)
    return all(one in left for one in wanted)
