"""Redirects, each hop an exchange of its own."""

from __future__ import annotations

from typing import Literal

import msgspec

from criteria.facts.http.urls import canonical, host_of, resolve
from criteria.http_exchange import Headers
from harness.net.ask import Answer, Ask
from harness.net.client import SafeClient

Ended = Literal["final", "loop", "hops", "out_of_scope", "forbidden_url", "error"]
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


class Trail(msgspec.Struct, frozen=True):
    """Every exchange from the first request to the end, and what the end was.

    ``final``: an answer that does not redirect; ``loop``: an address came back; ``hops``: the bound; the others: the
    last exchange was not made (see its ``error``).
    """

    answers: tuple[Answer, ...]
    ended: Ended

    @property
    def last(self) -> Answer:
        """The last exchange."""
        return self.answers[-1]


def follow(client: SafeClient, ask: Ask, max_hops: int = 10) -> Trail:
    """Send, and go where the answers point, within scope and policy. A hop has the tag ``hop`` with its number."""
    answers = [client.send(ask)]
    visited = {(ask.method, canonical(ask.url))}
    while (onward := location(answers[-1])) and not answers[-1].exchange.error:
        if len(answers) > max_hops:
            return Trail(tuple(answers), "hops")
        ask = _next(ask, onward, answers[-1], len(answers))
        if (ask.method, canonical(onward)) in visited and not _cookies_changed(ask, answers[-1]):
            return Trail(tuple(answers), "loop")
        visited.add((ask.method, canonical(onward)))
        answers.append(client.send(ask))
    return Trail(tuple(answers), _ended(answers[-1].exchange.error))


def location(answer: Answer) -> str:
    """Where this answer redirects to, absolute (any scheme); ``""`` when it does not."""
    found = answer.values("location")
    return resolve(answer.url, found[0]) if answer.status in _REDIRECTS and found else ""


def _next(ask: Ask, onward: str, answer: Answer, hop: int) -> Ask:
    """The request of the next hop (RFC 9110 section 15.4): 307 and 308 repeat it, the others turn POST into GET."""
    labels = msgspec.structs.replace(ask.labels, parent=answer.url, tags={**ask.labels.tags, "hop": str(hop)})
    if host_of(onward) != host_of(answer.url):
        ask = msgspec.structs.replace(ask, headers=_without(ask, "authorization"), cookie=None)
    if answer.status in (307, 308) or ask.method in ("GET", "HEAD"):
        return msgspec.structs.replace(ask, url=onward, labels=labels)
    kept = _without(ask, "content-type")
    return msgspec.structs.replace(ask, method="GET", url=onward, headers=kept, body=b"", labels=labels)


def _without(ask: Ask, field: str) -> Headers:
    return tuple((name, value) for name, value in ask.headers if name.lower() != field)


def _cookies_changed(ask: Ask, answer: Answer) -> bool:
    """Whether going back to a known address is sensible: the last answer changed the cookies on the way."""
    return ask.keep_cookies and bool(answer.values("set-cookie"))


def _ended(error: str) -> Ended:
    if error == "out_of_scope":
        return "out_of_scope"
    if error == "forbidden_url":
        return "forbidden_url"
    return "error" if error else "final"
