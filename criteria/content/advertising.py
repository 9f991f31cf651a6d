"""CON-04: no advertising on health content and on personal pages, even when everything was accepted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from criteria.aliases import Aliases
from criteria.browser_record import Placed
from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.browser import BrowserJourney, BrowserPage, BrowserRequest, RenderedPage, Visits
from criteria.facts.content_sample import ContentSample
from criteria.facts.dossier import Declaration
from criteria.facts.http.urls import canonical
from criteria.gdpr.personal_pages import is_personal
from criteria.gdpr.trackers import unloaded_notes
from criteria.page_kinds import path_of, patterns
from criteria.parties import Parties, parties
from criteria.security.first_party import is_first_party

ADVERTISING = "advertising"
FETCHED = 200
Judges = Callable[[Placed], bool]


@check("CON-04")
def con_04(facts: Facts) -> Iterator[Note]:
    """Requests and slots of health content and personal pages (HONcode principle 8; DiGAV Anl.2)."""
    visits = facts.first(Visits)
    if visits is None:
        yield note("no_visit")
        return
    sample = facts.first(ContentSample)
    judges = judged_pages(sample, facts.first(Declaration))
    pages = [one for one in facts.all(BrowserPage) if one.fact.status == FETCHED and judges(one.fact)]
    known = parties(facts)
    yield from _requests(facts, known, judges)
    yield from _slots(facts, judges)
    yield from unloaded_notes(facts)
    personal = [one for one in pages if is_personal(one.fact)]
    if not personal and facts.candidate.accounts:
        yield note("no_personal_page", visits)
    elif sample and sample.fact.drawn and len(personal) == len(pages):
        yield note("content_unrendered", visits, sample, drawn=len(sample.fact.drawn))
    elif not pages:
        yield note("no_page", visits)
    else:
        journeys = facts.all(BrowserJourney)
        yield note("sound", *pages, *journeys, pages=len(pages), personal=len(personal), lists=known.named)


def judged_pages(sample: Seen[ContentSample] | None, said: Seen[Declaration] | None) -> Judges:
    """Which pages count: those of signed-in people, and health content as drawn, as declared, or by its address."""
    drawn = frozenset(map(canonical, sample.fact.drawn)) if sample else frozenset()
    declared = said.fact.content if said else None

    def judges(placed: Placed) -> bool:
        if is_personal(placed) or canonical(placed.page) in drawn:
            return True
        known = declared is not None and declared.holds(placed.page)
        return known or re.search(_content(), path_of(placed.page)) is not None

    return judges


@cache
def _content() -> str:
    return str(patterns("inclusion_patterns")["health_content_path"])


def _requests(facts: Facts, known: Parties, judges: Judges) -> Iterator[Note]:
    """Requests to advertising hosts, under a name of the service's own too."""
    told: set[tuple[str, str]] = set()
    names = Aliases(facts, known)
    for request in facts.all(BrowserRequest):
        host, page = request.fact.host, request.fact.page
        if not host or not request.fact.sent or not judges(request.fact) or (host, page) in told:
            continue
        alias = names.of(host)
        own = is_first_party(host, facts.candidate)
        if not own and known.of(host).category == ADVERTISING:
            told.add((host, page))
            yield note("advertising", request, host=host, page=page)
        elif alias and alias.category == ADVERTISING:
            told.add((host, page))
            yield note("advertising", request, alias.seen, host=f"{host} ({alias.name})", page=page)


def _slots(facts: Facts, judges: Judges) -> Iterator[Note]:
    """Places made for advertising, in the markup of the page as rendered."""
    slots = re.compile("|".join(patterns("trackers")["slots"]))
    rendered: Sequence[Seen[RenderedPage]] = facts.all(RenderedPage)
    for one in rendered:
        if not judges(one.fact.record):
            continue
        sources = [part.url for part in one.fact.page.subresources] + list(one.fact.page.frames)
        found = next((url for url in sources if slots.search(url)), "")
        if found:
            yield note("slot", one, found=found[:200], page=one.fact.record.page)
