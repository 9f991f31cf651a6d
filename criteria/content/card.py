"""The catalogue card: its sentences on public pages, its categories of data, its prices."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, check, note
from criteria.content.prices import is_checkout, prices, ticked, totals
from criteria.content.quoted_pages import quoted
from criteria.crawled import Site, site_of
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_card import Card
from criteria.facts.dossier_words import core
from criteria.facts.html import Page


@check("CON-02")
def con_02(facts: Facts) -> Iterator[Note]:
    """The card's sentences stand on public pages, and its data and prices are true (CSP R.1111-38)."""
    site, said = site_of(facts), facts.first(Declaration)
    if site.summary is None or not site.pages:
        yield note("no_crawl")
        return
    if said is None:
        yield note("no_dossier")
        return
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")
    card = said.fact.card
    if card is None:
        yield note("no_card", said)
        return
    yield from _quotes(said, card, site, facts.candidate.base_url)
    yield from _categories(said, card)
    checkouts = [seen for seen in site.pages.values() if is_checkout(seen.fact)]
    yield from _prices(said, card, site, checkouts)
    about = {"pages": len(site.pages), "categories": len(card.data_categories or ()), "checkouts": len(checkouts)}
    yield note("sound", said, site.summary, *checkouts, **about)


def _quotes(said: Seen[Declaration], card: Card, site: Site, base: str) -> Iterator[Note]:
    for name, item in card.items.items():
        if item is None or not item.quote or not item.page:
            yield note("item_missing", said, item=f"card.{name}")
            continue
        found = quoted(site, base, item.page, item.quote)
        ground = [found.page] if found.page else []
        if found.state != "shown":
            clause = {"absent": "quote_absent", "unread": "page_unread", "unrecorded": "page_unrecorded"}[found.state]
            yield note(clause, said, *ground, item=name, quote=item.quote[:200], page=item.page)


def _categories(said: Seen[Declaration], card: Card) -> Iterator[Note]:
    """The card's categories of data are those of the inventory."""
    if card.data_categories is None:
        yield note("item_missing", said, item="card.data_categories")
        return
    if not said.fact.inventory:
        yield note("no_inventory", said)
        return
    shown = {core(one): one for one in card.data_categories}
    held = {core(one.category): one.category for one in said.fact.inventory if one.category}
    lacking = [held[one] for one in held if one not in shown]
    beyond = [shown[one] for one in shown if one not in held]
    if lacking or beyond:
        yield note("categories_differ", said, lacking=", ".join(lacking) or "-", beyond=", ".join(beyond) or "-")


def _prices(said: Seen[Declaration], card: Card, site: Site, checkouts: list[Seen[Page]]) -> Iterator[Note]:
    """Skipped where nothing is sold: no checkout was met, and the table is empty."""
    if card.prices is None:
        yield note("item_missing", said, item="card.prices")
        return
    table = {round(one.amount, 2) for one in card.prices}
    for seen in checkouts:
        yield from _checkout(said, seen, table)
    if not checkouts:
        for seen in site.pages.values():
            unlisted = sorted({one for one in prices(seen.fact) if round(one, 2) not in table})
            if unlisted:
                yield note("price_unlisted", said, seen, amount=f"{unlisted[0]:.2f}", url=seen.fact.url)
    if checkouts or any(table):
        yield from _steps(said, card)


def _checkout(said: Seen[Declaration], seen: Seen[Page], table: set[float]) -> Iterator[Note]:
    asked = totals(seen.fact) or prices(seen.fact)
    if not asked:
        yield note("total_unread", seen, url=seen.fact.url)
    wrong = [one for one in asked if round(one, 2) not in table]
    if asked and len(wrong) == len(asked):
        listed = ", ".join(f"{one:.2f}" for one in sorted(table)) or "-"
        yield note("total_differs", said, seen, url=seen.fact.url, total=f"{wrong[-1]:.2f}", listed=listed)
    for box in ticked(seen.fact):
        yield note("preticked", seen, url=seen.fact.url, option=box[:100])


def _steps(said: Seen[Declaration], card: Card) -> Iterator[Note]:
    if card.subscription_steps is None or card.cancellation_steps is None:
        yield note("steps_unknown", said)
    elif card.cancellation_steps > card.subscription_steps:
        yield note("longer_to_leave", said, leave=card.cancellation_steps, enter=card.subscription_steps)
