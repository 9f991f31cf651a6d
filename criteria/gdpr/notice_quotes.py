"""What GDP-02 states: which items of the notice are due, and whether the quotes of the dossier are on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from criteria.candidate import Candidate
from criteria.check import Note, Seen, note
from criteria.crawled import Site
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_accountability import Information
from criteria.facts.dossier_inventory import InventoryItem
from criteria.facts.dossier_words import core, plain
from criteria.facts.html import Page
from criteria.page_kinds import patterns, plain_text

ITEMS = "notice_items"
FEWEST = 15
"""Letters and digits of a quote: a bare word of the notice (« CNIL ») stands there for anything."""
Notices = Sequence[Seen[Page]]


def on_notice(words: str, notices: Notices) -> bool:
    """Whether the words stand on a notice, however they are spaced and punctuated."""
    wanted = core(words)
    return bool(wanted) and any(wanted in _core(seen.fact.text) for seen in notices)


@lru_cache(maxsize=64)
def _core(text: str) -> str:
    return core(text)


def doubtful(site: Site, notices: Notices) -> list[Seen[Page]]:
    """Notices that may say more than was read: cut short, run by scripts, or of a crawl that met a bound."""
    return [seen for seen in notices if seen.fact.cut or seen.fact.has_script or not site.whole]


def due_items(candidate: Candidate, told: Information, inventory: Sequence[InventoryItem]) -> list[str]:
    """The names of the items that this service owes, in the order of the reference."""
    reasons = {"always", *(item.basis for item in inventory)}
    if candidate.space and any("Observation.r" in scope for scope in candidate.space.scopes):
        reasons.add("space_read")
    if told.automated_decisions:
        reasons.add("automated_decisions")
    return [name for name, one in patterns(ITEMS)["items"].items() if reasons & set(one["due"])]


def item_notes(
    said: Seen[Declaration], told: Information, due: Sequence[str], site: Site, notices: Notices
) -> Iterator[Note]:
    """Each due item whose quote is not there, is of something else, or is not on the notice."""
    unsure = doubtful(site, notices)
    for name in due:
        item = patterns(ITEMS)["items"][name]
        quote, pattern = told.quotes.get(name, ""), item["pattern"]
        if not quote:
            yield from _unquoted(said, name, pattern, notices, unsure)
        elif not re.search(pattern, plain(quote)):
            yield note("wrong_quote", said, item=name, quote=quote[:200])
        elif not on_notice(quote, notices):
            clause = "quote_unclear" if unsure else "quote_absent"
            yield note(clause, said, *(unsure or notices), item=name, quote=quote[:200])
        elif len(core(quote)) < FEWEST:
            yield note("quote_short", said, item=name, quote=quote)
        elif not re.search(item.get("sure", ""), plain(quote)):
            yield note("quote_weak", said, *notices, item=name, quote=quote[:200])


def _unquoted(
    said: Seen[Declaration], name: str, pattern: str, notices: Notices, unsure: Sequence[Seen[Page]]
) -> Iterator[Note]:
    stated = any(re.search(pattern, plain_text(seen.fact.text)) for seen in notices)
    if stated or unsure:
        yield note("no_quote", said, item=name)
    else:
        yield note("item_missing", said, *notices, item=name)


def directive_notes(notices: Notices) -> Iterator[Note]:
    """A remark when no notice speaks of directives after death."""
    if not any(re.search(patterns(ITEMS)["directives"], plain_text(seen.fact.text)) for seen in notices):
        yield note("no_directives", *notices)
