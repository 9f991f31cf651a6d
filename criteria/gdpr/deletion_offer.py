"""How an app offers the deletion of an account: by the person alone, after a warning, or by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, note
from criteria.facts.html import Page
from criteria.facts.rights import Act
from criteria.gdpr.own_sentences import own_sentence
from criteria.gdpr.rights_evidence import beside, by_hand, label_of, pages_at, speaking
from criteria.health_consent import RIGHTS
from criteria.page_kinds import patterns, plain_text

LOOK, JOURNEY = "rights.deletion", "delete_account"


def undeclared_notes(facts: Facts, tried: Seen[Act]) -> Iterator[Note]:
    """No journey: what do the pages of the account say of a deletion?"""
    pages = pages_at(facts, LOOK, "before")
    named, scripted = speaking(pages, "delete"), [seen for seen in pages if seen.fact.has_script]
    asking = by_hand_notes(facts)
    if asking:
        yield from asking
    elif named:
        yield note("undeclared", *named, url=named[0].fact.url)
    elif scripted or not pages:
        yield note("unseen", tried, *scripted)
    else:
        yield note("no_deletion", tried, *pages, pages=len(pages))


def by_hand_notes(facts: Facts) -> list[Note]:
    """The account's pages have people write or call for the deletion."""
    pages = pages_at(facts, LOOK, "before", "delete")
    asking = [seen for seen in pages if seen.fact.status < 400 and by_hand(seen.fact, "delete")]
    return [note("asks_by_hand", *asking, url=asking[0].fact.url)] if asking else []


def warning_notes(facts: Facts, tried: Seen[Act]) -> Iterator[Note]:
    """The page on which a person decides says what is lost: the last one before the last request of the deletion."""
    before = before_the_act(facts, tried)
    if any(_warns(seen.fact) for seen in before[-1:]):
        return
    scripted = [seen for seen in before if seen.fact.has_script]
    if not before:
        yield note("warning_unseen", tried)
    elif scripted:
        yield note("warning_scripted", *scripted, url=scripted[0].fact.url)
    elif sentence := own_sentence(before[-1].fact, _elsewhere(facts, before[-1])):
        yield note("warning_unread", before[-1], url=before[-1].fact.url, said=sentence)
    else:
        yield note("no_warning", tried, *before, url=before[-1].fact.url)


def _elsewhere(facts: Facts, page: Seen[Page]) -> Iterator[str]:
    """What the other pages of the site say."""
    yield from (seen.fact.text for seen in facts.all(Page) if seen.fact.url != page.fact.url)


def _warns(page: Page) -> bool:
    """Beside the words for the deletion; anywhere on a page that has no such words."""
    known, text = patterns(RIGHTS), plain_text(page.text)
    if re.search(known["delete"], text):
        return beside(page, "delete", "warning")
    return re.search(known["warning"], text) is not None


def before_the_act(facts: Facts, tried: Seen[Act]) -> list[Seen[Page]]:
    """Pages of the journey before its last request. The settings count only when the journey showed them."""
    last = tried.fact.steps
    found = []
    for seen in pages_at(facts, LOOK, "delete"):
        step = label_of(seen, "step")
        if label_of(seen, "journey") == JOURNEY and step.isdecimal() and int(step) < last:
            found.append(seen)
    return found
