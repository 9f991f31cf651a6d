"""GDP-06: whether refusing and withdrawing are as easy as accepting, as the consent interface was shown and used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from criteria.browser_record import BannerControl
from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.browser import Banner, BrowserForm, BrowserJourney, BrowserPage, ConsentChoice, Visits
from criteria.facts.dossier_words import plain
from criteria.facts.http.urls import host_of
from criteria.gdpr.trackers import in_doubt, items
from criteria.page_kinds import patterns
from criteria.parties import needs_consent, parties
from criteria.security.first_party import is_first_party

SURE = 0.8
"""Confidence from which words are taken for what they say (this catalogue's own bound)."""
LONGEST_LABEL = 80
"""Characters of a text that may name a control."""
MUCH_SMALLER, MUCH_PALER = 0.5, 0.6
"""How much smaller or paler a refusal may be than an acceptance before a person looks at it."""


@check("GDP-06")
def gdp_06(facts: Facts) -> Iterator[Note]:
    """Refusal beside acceptance, remembered, and reopened from every page (CNIL 2020-091, 2020-092)."""
    visits = facts.first(Visits)
    if visits is None:
        yield note("no_visit")
        return
    banners = [one for one in facts.all(Banner) if one.fact.present]
    if not banners:
        yield from _without_banner(facts, visits)
        return
    asked = [one for one in banners if one.fact.state == "untouched"]
    for one in asked[:1]:
        yield from _first_layer(one)
    for one in banners:
        if one.fact.state == "refused_later":
            yield note("asked_again", one, page=one.fact.page)
    choices = {one.fact.wanted: one for one in facts.all(ConsentChoice)}
    yield from _choice_notes(choices.get("refuse"), choices.get("accept"))
    yield from _withdrawal(choices.get("withdraw"), facts)
    yield from _reopening(facts)
    if asked and all(choices.get(wanted) for wanted in ("refuse", "accept", "withdraw")):
        yield note("sound", asked[0], *choices.values(), pages=sum(visits.fact.pages.values()))
    elif not asked:
        yield note("banner_unrecognised", *banners, name="-", host="-")


def _without_banner(facts: Facts, visits: Seen[Visits]) -> Iterator[Note]:
    """Nobody asks: right when there is nothing to ask for."""
    known = parties(facts)
    used = [one for one in items(facts, known) if needs_consent(one.category) or in_doubt(one)]
    if not used and _signs_in(facts) and not facts.all(BrowserJourney):
        yield note("journeys_unseen", visits)
    elif used:
        first = used[0]
        yield note("banner_unrecognised", first.seen, visits, name=first.name, host=first.host)
    else:
        yield note("no_tracker", visits, pages=sum(visits.fact.pages.values()), lists=known.named)


def _signs_in(facts: Facts) -> bool:
    """Whether people sign in here: pages behind that may use what the public ones do not."""
    forms = facts.all(BrowserForm)
    asks = any(field.type == "password" for one in forms for field in one.fact.fields)
    return asks or bool(facts.candidate.accounts) or "sign_in" in facts.candidate.pages


def _first_layer(banner: Seen[Banner]) -> Iterator[Note]:
    accept, refuse = banner.fact.of("accept", 1), banner.fact.of("refuse", 1)
    if not accept:
        yield note("banner_unrecognised", banner, name="-", host="-")
        return
    unsure = [one for one in banner.fact.of("other", 1) if one.confidence < SURE]
    if not refuse:
        clause = "no_refusal_first" if accept[0].confidence >= SURE and not unsure else "refusal_unclear"
        yield note(clause, banner, page=banner.fact.page, shown=_texts(banner.fact.controls))
        return
    if _lesser(refuse[0], accept[0]):
        yield note("lesser_refusal", banner, refuse=refuse[0].text, accept=accept[0].text, page=banner.fact.page)


def _lesser(refuse: BannerControl, accept: BannerControl) -> bool:
    """Whether the refusal is much smaller or paler. Size and colour are for a person to judge."""
    area, other = refuse.width * refuse.height, accept.width * accept.height
    smaller = 0 < area < other * MUCH_SMALLER
    return smaller or 0 < refuse.contrast < accept.contrast * MUCH_PALER


def _choice_notes(refuse: Seen[ConsentChoice] | None, accept: Seen[ConsentChoice] | None) -> Iterator[Note]:
    for one in (refuse, accept):
        if one is not None and one.fact.outcome != "done":
            yield note("choice_untried", one, wanted=one.fact.wanted, detail=one.fact.detail or "-")
    made = refuse and accept and refuse.fact.outcome == accept.fact.outcome == "done"
    if made and refuse and accept and refuse.fact.clicks > accept.fact.clicks:
        yield note("more_clicks", refuse, accept, refuse=refuse.fact.clicks, accept=accept.fact.clicks)


def _withdrawal(tried: Seen[ConsentChoice] | None, facts: Facts) -> Iterator[Note]:
    """A way back that was not found is not there, unless words or a foreign frame of the page may hold it."""
    if tried is None or tried.fact.outcome == "done":
        return
    if tried.fact.outcome == "broken":
        yield note("choice_untried", tried, wanted="withdraw", detail=tried.fact.detail or "-")
        return
    after = [one for one in facts.all(BrowserPage) if one.fact.state == "accepted"]
    framed = any(not is_first_party(host_of(url), facts.candidate) for one in after for url in one.fact.frames)
    clause = "reopening_unclear" if framed or any(_leads_back(one.fact) for one in after) else "cannot_reopen"
    yield note(clause, tried, *after, page=tried.fact.page)


def _reopening(facts: Facts) -> Iterator[Note]:
    """Pages of the untouched visit on which no words lead back to the choice."""
    for page in facts.all(BrowserPage):
        if page.fact.state in ("refused", "accepted") and page.fact.status and not _leads_back(page.fact):
            yield note("no_way_back", page, page=page.fact.url)


def _leads_back(page: BrowserPage) -> bool:
    """Whether a link or a line of the page has words that lead back to the choice."""
    way_back = re.compile(patterns("consent_words")["reopen"])
    words = [plain(link.text) for link in page.links if link.visible]
    lines = [plain(line) for line in page.text.splitlines()]
    return any(way_back.search(text) for text in (*words, *lines) if len(text) < LONGEST_LABEL)


def _texts(controls: Sequence[BannerControl]) -> str:
    return ", ".join(f"« {one.text[:40]} »" for one in controls[:6])
