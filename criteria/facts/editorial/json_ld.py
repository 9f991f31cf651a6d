"""JSON-LD blocks (schema.org): every node that has an author, a reviewer, a date or a citation, within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from criteria.facts.editorial.structured import Named, Role, Structured, bare_type, merged

MOST_BYTES, MOST_NODES, DEEPEST = 300_000, 2_000, 12
ROLES: dict[str, Role] = {"author": "author", "creator": "author", "reviewedBy": "reviewer", "editor": "reviewer",
                          "contributor": "author"}
ORGANISATIONS = frozenset(("Organization", "MedicalOrganization", "Hospital", "GovernmentOrganization", "NGO"))
QUALIFYING = ("jobTitle", "honorificPrefix", "honorificSuffix", "hasCredential", "description", "knowsAbout")
Node = dict[str, Any]


def json_ld(text: str) -> Structured:
    """What one ``application/ld+json`` block says; nothing for what is no JSON or too large."""
    if len(text) > MOST_BYTES:
        return Structured()
    try:
        nodes = list(_nodes(msgspec.json.decode(text.strip().encode("utf-8", "replace"))))
    except (msgspec.DecodeError, RecursionError):
        return Structured()
    known = {str(node["@id"]): node for node in nodes if len(node) > 1 and "@id" in node}
    return merged(_read(node, known) for node in nodes)


def _nodes(held: Any) -> Iterator[Node]:
    waiting, count = [(held, 0)], 0
    while waiting and count < MOST_NODES:
        one, depth = waiting.pop(0)
        count += 1
        if isinstance(one, dict):
            yield one
        parts = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        if depth < DEEPEST:
            waiting += [(part, depth + 1) for part in parts if isinstance(part, dict | list)]


def _read(node: Node, known: dict[str, Node]) -> Structured:
    return Structured(
        types=tuple(bare_type(name) for name in _texts(node.get("@type"))),
        named=tuple(named for member, role in ROLES.items() for named in _named(node.get(member), role, known)),
        published=_text(node.get("datePublished")),
        modified=_text(node.get("dateModified")),
        reviewed=_text(node.get("lastReviewed")),
        citations=tuple(_cited(node.get("citation"))),
    )


def _named(held: Any, role: Role, known: dict[str, Node]) -> Iterator[Named]:
    for one in held if isinstance(held, list) else [held]:
        if isinstance(one, str) and one.strip():
            yield Named(name=one.strip()[:200], role=role)
        elif isinstance(one, dict):
            full = known.get(str(one.get("@id")), one)
            name = _text(full.get("name")) or " ".join(
                filter(None, (_text(full.get("givenName")), _text(full.get("familyName"))))
            )
            if name:
                kinds = {bare_type(kind) for kind in _texts(full.get("@type"))}
                said = ", ".join(filter(None, (_said(full.get(member)) for member in QUALIFYING)))
                yield Named(name=name, role=role, qualification=said[:300], organisation=bool(kinds & ORGANISATIONS))


def _said(held: Any) -> str:
    if isinstance(held, dict):
        return _text(held.get("name")) or _text(held.get("credentialCategory"))
    return ", ".join(filter(None, map(_said, held[:5]))) if isinstance(held, list) else _text(held)


def _cited(held: Any) -> Iterator[str]:
    for one in held if isinstance(held, list) else [held]:
        if isinstance(one, dict):
            yield from filter(None, [_text(one.get("url")) or _text(one.get("@id")) or _text(one.get("name"))])
        elif isinstance(one, str) and one.strip():
            yield one.strip()[:500]


def _texts(held: Any) -> list[str]:
    return [one for one in (held if isinstance(held, list) else [held]) if isinstance(one, str)]


def _text(held: Any) -> str:
    return held.strip()[:300] if isinstance(held, str) else ""
