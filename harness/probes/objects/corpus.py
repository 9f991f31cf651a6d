"""The corpus: everything that one account asks on its journeys, on its pages, at its objects, and of the interface."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import msgspec

from criteria.facts.canary import CanarySearch
from criteria.facts.html import read_page
from criteria.facts.http.urls import canonical, resolve
from harness.net import Answer, Ask
from harness.probes.http.journeys import AT_SPACE, ELSEWHERE
from harness.probes.http.record import is_html
from harness.probes.objects.interface import Operation, interface_headers, operations
from harness.probes.objects.naming import is_identifier, leaves, named_by, read_json, shape_of
from harness.probes.person import Sitting, shared_sitting
from harness.probing import ProbeRoom

PURPOSE = "corpus"
MOST_ASKED = 60
MOST_OF_A_SHAPE = 6
OF_NOBODY = frozenset(("contact_support", "rights_request", "reset_password"))
LEFT_OUT = (ELSEWHERE | AT_SPACE | OF_NOBODY) - {"export_data"}
"""Journeys that end the account or its session, need the health space, or belong to no account."""


class Corpus(msgspec.Struct, frozen=True):
    """What account ``name`` asked, in order; ``refused`` names journeys that were not accepted."""

    name: str
    canaries: dict[str, str]
    heard: tuple[Answer, ...]
    refused: tuple[str, ...] = ()
    walked: tuple[str, ...] = ()

    def canaries_in(self, answer: Answer) -> str:
        """Names of the account's canaries in the body of this answer, comma-joined."""
        return canaries_in(self.canaries, answer)


def canaries_in(canaries: dict[str, str], answer: Answer) -> str:
    """Names of these canaries in the body of an answer, in any form in which an app may write them."""
    hits = CanarySearch(canaries, slugs=False).hits(answer.body.decode("utf-8", "replace"))
    return ",".join(sorted({hit.name for hit in hits}))


def corpus(room: ProbeRoom, name: str) -> Corpus:
    """The corpus of account ``a`` or ``b``, heard once for all looks of an audit.

    Raises ``LookFailed`` when the account is not declared or cannot sign in.
    """
    place = f"corpus:{name}"
    if place not in room.around.kept:
        room.around.kept[place] = _heard(room, name)
    found: Corpus = room.around.kept[place]
    return found


def _heard(room: ProbeRoom, name: str) -> Corpus:
    sitting = shared_sitting(room, name)
    sitting.purpose = PURPOSE
    first = len(sitting.heard)
    refused, walked = [], []
    for journey, steps in room.journeys.items():
        if journey in LEFT_OUT or not steps:
            continue
        walked.append(journey)
        if sitting.walk(journey).outcome != "accepted":
            refused.append(journey)
    sitting.visit()
    _ask_interface(sitting)
    _ask_objects(sitting, first)
    return Corpus(name, sitting.person.canaries, tuple(sitting.heard[first:]), tuple(refused), tuple(walked))


def _ask_interface(sitting: Sitting) -> None:
    """Read operations of the interface: those without a place to fill, then those that an identifier fills."""
    headers, known = interface_headers(sitting), operations(sitting)
    for one in known:
        if one.method == "GET" and not one.places:
            sitting.ask(Ask(method="GET", url=resolve(sitting.room.base_url + "/", one.path), headers=headers))
    found = identifiers(sitting.heard)
    for one in known:
        if one.method == "GET" and len(one.places) == 1:
            for value in found[:MOST_OF_A_SHAPE]:
                sitting.ask(Ask(method="GET", url=_filled(sitting.room, one, value), headers=headers))


def _filled(room: ProbeRoom, one: Operation, value: str) -> str:
    return resolve(room.base_url + "/", one.path.replace(f"{{{one.places[0]}}}", quote(value, safe="")))


def identifiers(heard: list[Answer]) -> list[str]:
    """Values called id in JSON answers, in order."""
    found = (
        value
        for answer in heard
        for name, value in leaves(read_json(answer.body) if "json" in content_of(answer) else None)
        if name.lower() in ("id", "uuid") and is_identifier("id", value)
    )
    return list(dict.fromkeys(found))


def _ask_objects(sitting: Sitting, first: int) -> None:
    """Follow links that name an object, a few of each shape, also from the pages that this gives."""
    asked = {canonical(one.url) for one in sitting.heard if one.exchange.request.method == "GET"}
    shapes: Counter[str] = Counter()
    for answer in _growing(sitting.heard, first):
        for url in object_links(answer, sitting.room.base_url):
            known = canonical(url) in asked or shapes[shape_of(url)] >= MOST_OF_A_SHAPE
            if known or shapes.total() >= MOST_ASKED:
                continue
            asked.add(canonical(url))
            shapes[shape_of(url)] += 1
            sitting.follow(Ask(method="GET", url=url))


def _growing(heard: list[Answer], at: int) -> Iterator[Answer]:
    while at < len(heard):
        yield heard[at]
        at += 1


def object_links(answer: Answer, base_url: str) -> Iterator[str]:
    """Addresses of this app in the answer that name an object: links of a page, addresses in JSON."""
    for url in links_of(answer):
        if not url.startswith(f"{base_url}/"):
            continue
        parts = urlsplit(url)
        values = [*(("", one) for one in parts.path.split("/")), *leaves(dict(_pairs(parts.query)))]
        if any(is_identifier(name, value) for name, value in values) and not parts.path.startswith("/static/"):
            yield url.partition("#")[0]


def links_of(answer: Answer) -> Iterator[str]:
    """Every address in the answer: links and embedded objects of a page, addresses in JSON."""
    if is_html(answer):
        page = read_page(answer.body, answer.url, content_of(answer))
        yield from (link.url for link in page.links)
        yield from (one.url for one in page.subresources if one.tag in ("img", "object", "embed", "iframe"))
    elif "json" in content_of(answer):
        for _, value in leaves(read_json(answer.body)):
            if value.startswith(("/", "https://")) and not value.startswith("//") and " " not in value:
                yield resolve(answer.url, value)


def content_of(answer: Answer) -> str:
    """The declared type of the answer."""
    return (answer.values("content-type") or ("",))[0].lower()


def objects_of(corpus: Corpus, other: Corpus) -> list[tuple[Answer, frozenset[str]]]:
    """The requests that name an object of this account, with the identifiers that the other account never used."""
    shared = frozenset().union(*(named_by(answer) for answer in other.heard)) if other.heard else frozenset()
    found = ((answer, named_by(answer) - shared - set(corpus.canaries.values())) for answer in corpus.heard)
    return [(answer, names) for answer, names in found if names]


def _pairs(query: str) -> Iterator[tuple[str, str]]:
    for pair in query.split("&")[:50]:
        name, _, value = pair.partition("=")
        yield name, value
