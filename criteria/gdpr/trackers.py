"""GDP-05: what pages read, write and contact while nobody has consented (loi 78-17, article 82)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from criteria.aliases import Alias, Aliases, name_notes
from criteria.browser_record import Placed
from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.browser import (
    Banner,
    BrowserCookie,
    BrowserRequest,
    BrowserStorage,
    ConsentChoice,
    FingerprintCall,
    Visits,
)
from criteria.gdpr.personal_pages import is_personal
from criteria.parties import (
    EXEMPT,
    UNKNOWN,
    Parties,
    class_of_name,
    is_doubtful,
    lives_too_long,
    needs_consent,
    parties,
)
from criteria.security.first_party import is_first_party

ANONYMOUS = "anonymous"
LOADING = frozenset(("script", "document", "iframe", "stylesheet"))
"""What, once loaded, may load and store more."""
TAG_MANAGER = "tag_manager"
CUT = frozenset(("requests", "bytes", "time"))


class Item(msgspec.Struct, frozen=True):
    """One thing on the terminal: a host contacted, or a cookie or key stored; its class, and what it is called.

    ``alias`` is set for a host that bears the service's own name and stands for a tracker's."""

    seen: Seen[BrowserRequest] | Seen[BrowserCookie] | Seen[BrowserStorage]
    what: str
    name: str
    host: str
    category: str
    alias: Alias | None = None


@check("GDP-05")
def gdp_05(facts: Facts) -> Iterator[Note]:
    """No item that needs consent in a state without it (loi 78-17 art. 82; CNIL 2020-091, 2020-092)."""
    visits = facts.first(Visits)
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")
    if visits is None or not visits.fact.pages.get("untouched"):
        yield note("no_visit")
        return
    known = parties(facts)
    asked = any(banner.fact.present for banner in facts.all(Banner))
    every = [item for item in items(facts, known) if lacks_consent(item.seen.fact, asked)]
    for item in _distinct(every):
        yield from _item_notes(item)
    yield from _calls(facts, known, asked)
    yield from unloaded_notes(facts)
    yield from _untried(facts.all(ConsentChoice))
    for bound in sorted(set(visits.fact.bounds) & CUT):
        yield note("visits_cut", visits, bound=bound)
    yield from name_notes(facts, known, {one.fact.host: one for one in facts.all(BrowserRequest)})
    states = ", ".join(f"{state} ({count})" for state, count in visits.fact.pages.items())
    yield note("sound", visits, *known.packs, states=states, items=len(every), lists=known.named)


def lacks_consent(placed: Placed, asked: bool) -> bool:
    """Whether nobody had consented when this was seen: before a choice, after a refusal, after a withdrawal.

    In a recorded journey somebody may have consented, but not where no page ever asks (``asked``).
    """
    if placed.context != ANONYMOUS:
        return not asked
    return placed.state in ("untouched", "refused", "refused_later") or (
        placed.state == "withdrawn" and placed.moment == "reload"
    )


def items(facts: Facts, known: Parties) -> Iterator[Item]:
    """Everything contacted or stored, in any state, that is not the service's own plain pages."""
    names = Aliases(facts, known)
    for request in facts.all(BrowserRequest):
        host = request.fact.host
        if not host or not request.fact.sent:
            continue
        alias = names.of(host)
        if alias and alias.tracks and not needs_consent(known.of(host).category):
            yield Item(request, "host", host, alias.name, alias.category, alias)
        elif not is_first_party(host, facts.candidate):
            yield Item(request, "host", host, host, known.of(host).category)
    cookies = facts.all(BrowserCookie)
    before = {one.fact.name for one in cookies if one.fact.context == ANONYMOUS}
    for cookie in cookies:
        named = _stored(cookie.fact, facts, known)
        category = EXEMPT if named == UNKNOWN and _authenticates(cookie.fact, before, facts) else named
        yield Item(cookie, "cookie", cookie.fact.name, cookie.fact.host, category)
    for kept in facts.all(BrowserStorage):
        yield Item(kept, kept.fact.area, kept.fact.key, kept.fact.host, _stored(kept.fact, facts, known))


def _authenticates(cookie: BrowserCookie, before: set[str], facts: Facts) -> bool:
    """A cookie of the service's own, out of the reach of scripts, that only signed-in people have: their session."""
    own = cookie.http_only and is_first_party(cookie.host, facts.candidate)
    return own and cookie.context != ANONYMOUS and cookie.name not in before


def _stored(kept: BrowserCookie | BrowserStorage, facts: Facts, known: Parties) -> str:
    """The class of what is stored: by its own name, else by the host whose it is."""
    name = kept.name if isinstance(kept, BrowserCookie) else kept.key.rpartition("/")[2] or kept.key
    named = class_of_name(name)
    if named == EXEMPT and isinstance(kept, BrowserCookie) and lives_too_long(kept.lives):
        named = UNKNOWN
    if is_first_party(kept.host, facts.candidate):
        return named
    owner = known.of(kept.host).category
    return named if owner == UNKNOWN and named != EXEMPT else owner


def _item_notes(item: Item) -> Iterator[Note]:
    where = {"state": item.seen.fact.state, "page": item.seen.fact.page}
    said = {"what": item.what, "name": item.name[:80], "host": item.host, "category": item.category, **where}
    if item.category == "advertising" and item.what == "host" and is_personal(item.seen.fact):
        return
    if needs_consent(item.category):
        left = item.what != "host" and item.seen.fact.state == "withdrawn"
        grounds = (item.seen, item.alias.seen) if item.alias else (item.seen,)
        yield note("left_after_withdrawal" if left else "without_consent", *grounds, **said)
    elif in_doubt(item):
        yield note("unknown_item", item.seen, **said)


def in_doubt(item: Item) -> bool:
    """Whether only a person can say if consent is needed. A host that keeps nothing is asked for by GDP-07 alone."""
    return item.category == TAG_MANAGER if item.what == "host" else is_doubtful(item.category)


def _calls(facts: Facts, known: Parties, asked: bool) -> Iterator[Note]:
    """Reading what tells one machine from another is an access to the terminal too."""
    for call in facts.all(FingerprintCall):
        if lacks_consent(call.fact, asked) and call.fact.host and not is_first_party(call.fact.host, facts.candidate):
            category = known.of(call.fact.host).category
            clause = "fingerprinted" if needs_consent(category) else "maybe_fingerprinted"
            yield note(clause, call, api=call.fact.api, host=call.fact.host, state=call.fact.state, page=call.fact.page)


def unloaded_notes(facts: Facts) -> Iterator[Note]:
    """Third parties that could not be loaded: what they would have loaded and stored in turn is not known."""
    told: set[str] = set()
    for request in facts.all(BrowserRequest):
        seen, host = request.fact, request.fact.host
        failed = seen.sent and seen.status == 0 and seen.error != "" and seen.type in LOADING
        if failed and host not in told and not is_first_party(host, facts.candidate):
            told.add(host)
            yield note("third_party_unloaded", request, host=host, why=seen.error, page=seen.page)


def _untried(choices: Sequence[Seen[ConsentChoice]]) -> Iterator[Note]:
    """Choices that a banner offers and that could not be made: the states after them were not seen."""
    for choice in choices:
        if choice.fact.outcome in ("no_control", "broken"):
            yield note("choice_untried", choice, wanted=choice.fact.wanted, detail=choice.fact.detail or "-")


def _distinct(every: Iterable[Item]) -> Iterator[Item]:
    """Each thing once in each state."""
    told: set[tuple[str, str, str, str]] = set()
    for item in every:
        key = (item.what, item.name, item.host, item.seen.fact.state)
        if key not in told:
            told.add(key)
            yield item
