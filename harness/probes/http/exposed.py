"""What a host gives away: pinned addresses, TRACE, and what it says to malformed input."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from criteria.facts.html import Page
from criteria.facts.http.exposed import confirms, exposed_list
from criteria.observation import Look
from harness.errors import LookFailed
from harness.net import Answer, Ask, Labels
from harness.probes.http.crawl import Bounds, Crawler
from harness.probes.http.record import hide_assigned, record
from harness.probing import ProbeRoom

MAX_BODY = 64 * 1024
MOST_ENDPOINTS = 8
DISCOVERY = Bounds(pages=12, assets=0, depth=1)
MARKER = "probant-trace"


def run(look: Look, room: ProbeRoom) -> None:
    """Ask the pinned addresses and TRACE (purpose ``exposed``), then send malformed values (purpose ``malformed``).

    Tags: ``path_id`` and ``kind`` of the pinned list (``baseline``: an address that cannot exist, to know how this
    host says no); ``parameter`` and ``input`` of a malformed request. Parameters are those of the pages one click
    from home (purpose ``discover``). Raises ``LookFailed`` when the host does not answer.
    """
    base = f"https://{look.target.removesuffix(':443')}"
    baseline = _ask(room, f"{base}/{_nowhere(look.target)}", {"path_id": "baseline", "kind": "baseline"})
    if baseline.exchange.error:
        raise LookFailed("gap.unreachable", host=look.target, detail=baseline.exchange.error)
    for known in exposed_list().paths:
        _ask(room, base + known.path, {"path_id": known.id, "kind": known.kind})
    _trace(room, base)
    for url in _endpoints(room, base):
        _malformed(room, url)


def _nowhere(target: str) -> str:
    return f"probant-{hashlib.sha256(target.encode()).hexdigest()[:16]}"


def _ask(room: ProbeRoom, url: str, tags: dict[str, str], purpose: str = "exposed", method: str = "GET") -> Answer:
    headers = (("X-Probant-Trace", MARKER),) if method == "TRACE" else ()
    labels = Labels(context="none", purpose=purpose, tags=tags)
    answer = room.http.send(
        Ask(
            method=method,
            url=url,
            headers=headers,
            cookie="",
            keep_cookies=False,
            verify="record",
            max_body=MAX_BODY,
            labels=labels,
        )
    )
    if answer.status < 300 and confirms(tags.get("path_id", ""), answer.body):
        hide_assigned(room, answer)
    record(room, answer)
    return answer


def _trace(room: ProbeRoom, base: str) -> None:
    _ask(room, f"{base}/", {"path_id": "trace", "kind": "trace", "marker": MARKER}, method="TRACE")


def _malformed(room: ProbeRoom, url: str) -> None:
    """Each malformed value in each parameter, then the same endpoint with a body of a type that it cannot expect."""
    path, _, query = url.partition("?")
    for name, _ in parse_qsl(query, keep_blank_values=True, max_num_fields=20):
        for one in exposed_list().malformed:
            tags = {"input": one.id, "parameter": name}
            _ask(room, f"{path}?{name}={one.value}", tags, purpose="malformed")
    labels = Labels(context="none", purpose="malformed", tags={"input": "content_type", "parameter": ""})
    wrong = Ask(
        method="POST",
        url=path,
        headers=(("Content-Type", "application/x-probant"),),
        body=b"probant",
        cookie="",
        keep_cookies=False,
        verify="record",
        max_body=MAX_BODY,
        labels=labels,
    )
    record(room, room.http.send(wrong))


def _endpoints(room: ProbeRoom, base: str) -> list[str]:
    """Addresses with parameters on this host, one for each path, the pinned ones first."""
    crawler = Crawler(room, DISCOVERY, purpose="discover")
    crawler.crawl()
    found = [base + path for path in exposed_list().endpoints]
    found += sorted(url for page in crawler.pages for url in _with_parameters(page) if url.startswith(base + "/"))
    by_path = {urlsplit(url).path: url for url in reversed(found)}
    return sorted(by_path.values(), key=found.index)[:MOST_ENDPOINTS]


def _with_parameters(page: Page) -> Iterator[str]:
    """Links with a query, and GET forms with their fields."""
    yield from (link.url for link in page.links if "?" in link.url)
    for form in page.forms:
        names = [field.name for field in form.fields if field.name and field.type != "submit"]
        if form.method == "GET" and form.action and names:
            yield f"{form.action.split('?', 1)[0]}?{'&'.join(f'{name}=1' for name in names if name.isidentifier())}"
