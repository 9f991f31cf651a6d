"""Microdata and ``<meta>``: properties of schema.org written into the markup, read without building a tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from criteria.facts.editorial.blocks import VOID
from criteria.facts.editorial.structured import Named, Role, Structured, bare_type
from criteria.facts.html.squeeze import squeeze
from criteria.facts.html.tokens import End, Start, Text, Token

DEEPEST, MOST = 120, 200
PEOPLE: dict[str, Role] = {"author": "author", "creator": "author", "reviewedby": "reviewer", "editor": "reviewer"}
DATES = {
    "datepublished": "published", "datemodified": "modified", "lastreviewed": "reviewed",
    "article:published_time": "published", "article:modified_time": "modified", "og:updated_time": "modified",
    "dcterms.created": "published", "dcterms.modified": "modified", "dcterms.issued": "published",
    "last-modified": "modified", "date": "published", "dc.date": "published",
}
NAMES = frozenset(("author", "dcterms.creator", "dc.creator", "article:author", "citation_author"))
QUALIFYING = frozenset(("jobtitle", "honorificprefix", "honorificsuffix", "hascredential"))


def microdata(found: Iterable[Token]) -> Structured:
    """What ``itemprop``, ``itemtype`` and ``meta`` elements say. Never fails."""
    reader = _Reader()
    for token in found:
        reader.feed(token)
    return reader.read()


class _Person:
    def __init__(self, role: Role, organisation: bool) -> None:
        self.role, self.organisation = role, organisation
        self.name = self.text = ""
        self.qualification: list[str] = []


class _Reader:
    def __init__(self) -> None:
        self._open: list[tuple[str, str, _Person | None, list[str]]] = []
        self._names: Counter[str] = Counter()
        self._types: list[str] = []
        self._people: list[_Person] = []
        self._plain: list[Named] = []
        self._dates: dict[str, str] = {}

    def feed(self, token: Token) -> None:
        if isinstance(token, Start):
            self._start(token)
        elif isinstance(token, End):
            self._end(token.name)
        elif isinstance(token, Text) and not token.inside:
            for _, prop, _, parts in self._open[-6:]:
                if prop and len(parts) < 20:
                    parts.append(token.text[:300])

    def read(self) -> Structured:
        while self._open:
            self._close(self._open.pop())
        named = [
            Named(name=one.name or one.text, role=one.role, qualification=", ".join(one.qualification)[:300],
                  organisation=one.organisation)
            for one in self._people
            if one.name or one.text
        ]
        return Structured(
            types=tuple(dict.fromkeys(self._types))[:MOST],
            named=(*named, *self._plain)[:MOST],
            published=self._dates.get("published", ""),
            modified=self._dates.get("modified", ""),
            reviewed=self._dates.get("reviewed", ""),
        )

    def _start(self, token: Start) -> None:
        given = token.attributes
        if "itemtype" in given and len(self._types) < MOST:
            self._types.append(bare_type(given["itemtype"]))
        prop = given.get("itemprop", "").strip().lower()
        value = given.get("content") or given.get("datetime") or ""
        if token.name == "meta":
            self._meta((given.get("property") or given.get("name") or "").strip().lower(), value)
        person = None
        if prop in PEOPLE and len(self._people) < MOST:
            person = _Person(PEOPLE[prop], "organization" in given.get("itemtype", "").lower())
            self._people.append(person)
        if value and prop:
            self._value(prop, value, person or self._around())
        if token.name not in VOID and len(self._open) < DEEPEST:
            self._open.append((token.name, "" if value else prop, person, []))
            self._names[token.name] += 1

    def _end(self, name: str) -> None:
        if not self._names[name]:
            return
        while self._names[name]:
            closed = self._open.pop()
            self._names[closed[0]] -= 1
            self._close(closed)
            if closed[0] == name:
                return

    def _close(self, closed: tuple[str, str, _Person | None, list[str]]) -> None:
        _, prop, person, parts = closed
        text = squeeze("".join(parts), 200)
        if person is not None:
            person.text = person.text or text
        elif prop and text:
            self._value(prop, text, self._around())

    def _around(self) -> _Person | None:
        return next((person for _, _, person, _ in reversed(self._open) if person is not None), None)

    def _value(self, prop: str, value: str, person: _Person | None) -> None:
        if prop in DATES:
            self._dates.setdefault(DATES[prop], value.strip()[:40])
        elif person is not None and prop in QUALIFYING:
            person.qualification.append(value.strip()[:200])
        elif person is not None and (prop == "name" or prop in PEOPLE):
            person.name = person.name or value.strip()[:200]

    def _meta(self, name: str, value: str) -> None:
        if name in DATES and value:
            self._dates.setdefault(DATES[name], value.strip()[:40])
        elif name in NAMES and value and "://" not in value and len(self._plain) < 20:
            self._plain.append(Named(name=value.strip()[:200]))
        elif name == "og:type" and value:
            self._types.append(f"og:{value.strip().lower()[:40]}")
