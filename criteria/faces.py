"""A face that the candidate does not declare: not applicable only after a whole search found no sign of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from criteria.audit import Statement
from criteria.check import Facts, Seen
from criteria.coverage import Coverage, Gap
from criteria.criterion import Criterion
from criteria.facts.html import Page
from criteria.finding import Concluded, gap_statement
from criteria.messages import text
from criteria.verdict import Verdict
from criteria.yaml_data import load_yaml

FACE_FACTS = ("Page",)


@cache
def signs() -> dict[str, dict[str, list[str]]]:
    """Signs of each face: parts of link addresses and of visible text, in lower case."""
    raw: Any = load_yaml(files("criteria").joinpath("reference/face_signs.yaml").read_bytes())
    return {face: dict(found) for face, found in raw["faces"].items()}


def face_notes(criterion: Criterion, facts: Facts, coverage: Coverage) -> Concluded:
    """Conclude on a criterion none of whose faces is declared."""
    pages = facts.all(Page)
    found = [one for face in criterion.faces for one in _found(face, pages)]
    if found:
        return _unsure([gap for gap, _ in found], tuple(name for _, name in found))
    kinds = ["http.crawl", *(["http.signed_in"] if any(_asks_password(seen.fact) for seen in pages) else [])]
    gaps = coverage.gaps(kinds, "candidate")
    if gaps or not pages:
        where = gaps[0].look if gaps else "http.crawl"
        return _unsure([Gap(look=where, reason="gap.face_search", params={"look": where}), *gaps], ())
    absent = text("gap.face_absent", pages=len(pages))
    seen = tuple(dict.fromkeys(one.observation.id for one in pages))
    statement = Statement(clause="gap.face_absent", outcome="not_applicable", seen=absent, observations=seen[:1])
    return Concluded(verdict=Verdict.NOT_APPLICABLE, statements=(statement,))


def _unsure(gaps: list[Gap], names: tuple[str, ...]) -> Concluded:
    statements = tuple(gap_statement(gap) for gap in gaps[:5])
    if names and statements:
        first = statements[0]
        cited = Statement(
            clause=first.clause, outcome=first.outcome, seen=first.seen, todo=first.todo, observations=names[:5]
        )
        statements = (cited, *statements[1:])
    return Concluded(verdict=Verdict.INCONCLUSIVE, statements=statements)


def _found(face: str, pages: tuple[Seen[Page], ...]) -> Iterator[tuple[Gap, str]]:
    known = signs().get(face, {})
    for seen in pages:
        for sign in _signs_in(seen.fact, known):
            params = {"where": seen.fact.url, "sign": sign}
            yield Gap(look="http.crawl", reason="gap.face_seen", params=params), seen.observation.id
            break


def _signs_in(page: Page, known: dict[str, list[str]]) -> Iterator[str]:
    hrefs = [link.url.lower() for link in page.links]
    words = page.text.lower()
    yield from (part for part in known.get("links", []) if any(part in href for href in hrefs))
    yield from (part for part in known.get("words", []) if part in words)


def _asks_password(page: Page) -> bool:
    return any(field.type == "password" for form in page.forms for field in form.fields)
