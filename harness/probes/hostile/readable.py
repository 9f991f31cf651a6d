"""Parameters of requests that only read: queries of links, fields of GET forms, identifiers in addresses."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import msgspec

from criteria.facts.html import read_page
from criteria.http_exchange import Headers
from harness.net import Answer, Ask
from harness.probes.http.record import is_html
from harness.probes.objects.corpus import links_of
from harness.probes.objects.naming import is_identifier, shape_of
from harness.probes.person import Sitting

MOST = 40
PLAIN = ("text", "search", "email", "tel", "url", "number", "hidden", "textarea", "select")


class ReadParameter(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter of a GET: ``place`` is ``query`` or ``path``; ``base`` the value that it has by itself."""

    url: str
    name: str
    base: str
    place: str = "query"
    headers: Headers = ()

    @property
    def id(self) -> str:
        """How findings name it."""
        shape = urlsplit(f"https://{shape_of(self.url)}").path
        return f"GET {shape} {self.name}" if self.place == "query" else f"GET {shape}"

    def ask(self, value: str) -> Ask:
        """The request with this value."""
        parts = urlsplit(self.url)
        if self.place == "path":
            path = "/".join(quote(value, safe="") if one == self.name else one for one in parts.path.split("/"))
            return Ask(method="GET", url=parts._replace(path=path).geturl(), headers=self.headers)
        pairs = [(name, old) for name, old in parse_qsl(parts.query, keep_blank_values=True) if name != self.name]
        return Ask(method="GET", url=parts._replace(query=urlencode([*pairs, (self.name, value)])).geturl(),
                   headers=self.headers)


def read_parameters(sitting: Sitting) -> list[ReadParameter]:
    """Every such parameter of what was heard, one for each shape of address."""
    found = {one.id: one for answer in reversed(sitting.heard) for one in _of(answer, sitting)}
    return sorted(found.values(), key=lambda one: one.id)[:MOST]


def _of(answer: Answer, sitting: Sitting) -> Iterator[ReadParameter]:
    base = sitting.room.base_url
    for url in links_of(answer):
        if not url.startswith(f"{base}/") or "/static/" in url:
            continue
        yield from in_address(url)
    if is_html(answer):
        yield from _of_forms(answer, sitting)


def in_address(url: str, headers: Headers = ()) -> Iterator[ReadParameter]:
    """The parameters of one address: those of its query, and the last identifier of its path."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=20):
        yield ReadParameter(url=url, name=name, base=value, headers=headers)
    named = [one for one in parts.path.split("/") if is_identifier("", unquote(one))]
    if named:
        yield ReadParameter(url=url, name=named[-1], base=unquote(named[-1]), place="path", headers=headers)


def _of_forms(answer: Answer, sitting: Sitting) -> Iterator[ReadParameter]:
    """Fields of GET forms; a text to search for begins with what the person has: their canary."""
    word = next(iter(sitting.person.canaries.values()), "1")
    page = read_page(answer.body, answer.url, (answer.values("content-type") or ("",))[0])
    for form in page.forms:
        if form.method != "GET" or not form.action.startswith(f"{sitting.room.base_url}/"):
            continue
        for field in form.fields:
            if field.name and field.type in (*PLAIN, "password"):
                yield ReadParameter(url=form.action, name=field.name, base=word)
