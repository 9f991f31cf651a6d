"""Whether the markup of a note at the space stands in the candidate's page: raw, escaped, not shown, not played."""

from __future__ import annotations

import pytest

from criteria.check import Seen
from criteria.facts.hostile_markup import HostileMarkup
from criteria.facts.registry import FactReader
from criteria.security.hostile_text import HostileText, Standing
from tests.support.evidence import bundle_of, looked
from tests.support.rounds import shown, tags_of

MARKER = "probant-0123456789abcdef"
NOTE = f'<script>alert("{MARKER}")</script><img src=x onerror=alert(1)>{MARKER}'
ESCAPED = NOTE.replace("<", "&lt;").replace(">", "&gt;")
MINE = tags_of("hostile_text", 8)


def read(page: str, tags: dict[str, str] = MINE, kind: str = "text/html") -> list[Seen[HostileMarkup]]:
    evidence = bundle_of(looked("exchange.reads", shown(tags, "read_measures", page, kind=kind)))
    reader = FactReader(evidence)
    return [Seen(fact, seen) for seen in evidence.observations for fact in reader.read(HostileMarkup, seen)]


@pytest.mark.parametrize(
    ("page", "elements", "standing"),
    [
        (f"<p>{NOTE}</p>", ("script", "img"), "raw"),
        (f"<p>{NOTE.partition('</script>')[2]}</p>", ("img",), "raw"),
        (f"<p>{ESCAPED}</p>", (), "escaped"),
        (f"<textarea>{NOTE}</textarea>", (), "escaped"),
        (f"<p title='{ESCAPED}'>120 / 80</p>", (), "escaped"),
        ("<p>120 / 80</p>", (), "not_shown"),
        ('<script>alert("bonjour")</script><img src=a.png>', (), "not_shown"),
        ("<" * 5_000 + "\0", (), "not_shown"),
    ],
)
def test_markup_of_a_note(page: str, elements: tuple[str, ...], standing: Standing) -> None:
    (found,) = read(page)
    assert (found.fact.elements, HostileText.of([found]).standing) == (elements, standing)


def test_other_answers_say_nothing() -> None:
    assert read(NOTE, tags_of("own_measures", 1)) == []
    assert read(NOTE, tags_of("hostile_text", 8, "after")) == []
    assert read(f'{{"note": "{NOTE}"}}', kind="application/json") == []
    assert HostileText.of([]).standing == "not_played"
