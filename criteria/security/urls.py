"""What SEC-07 states: no health data, direct identifier, credential or reusable token in an address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.candidate import Candidate
from criteria.check import Facts, Note, Seen, note
from criteria.crawled import runs
from criteria.facts.canary import CanarySearch
from criteria.facts.html import Page
from criteria.facts.http import Crawl
from criteria.facts.http.journeys import Journey, Journeys
from criteria.facts.space import SpaceExchange
from criteria.security.url_forms import form_notes
from criteria.security.url_places import Hosts, Placed, placed
from criteria.security.url_secrets import Credentials, carried
from criteria.watched import Watch

SHOWN = 300
"""Characters of an address that a sentence shows."""
BUSINESS = frozenset(("read", "write"))
PERSONAL = ("account:", "person:")
ASKING = frozenset(("password", "email", "tel", "textarea"))


def url_notes(facts: Facts) -> Iterator[Note]:
    """Every hit, every doubt, and whether enough was seen; ``sound`` at the end when it was."""
    found = list(placed(facts))
    canaries = _canaries(facts.candidate)
    yield from _hits(found, canaries, "canary_in_url")
    yield from _hits(found, _logins(facts.candidate), "login_in_url")
    yield from _secrets(found, Credentials(facts))
    yield from form_notes(facts)
    yield from (note("too_long", one.seen) for one in found if one.cut)
    yield from _weighed(facts, found, canaries)


def _canaries(candidate: Candidate) -> CanarySearch:
    """Canaries as ``account.name``; one that stands in a declared address proves nothing, and is not looked for."""
    search = CanarySearch(_named(candidate.canaries))
    returns = candidate.space.redirect_uris if candidate.space else ()
    declared = (candidate.base_url, *candidate.pages.values(), *returns)
    useless = {hit.name for address in declared for hit in search.hits(address)}
    kept = {name: value for name, value in _named(candidate.canaries).items() if name not in useless}
    return CanarySearch(kept)


def _named(canaries: dict[str, dict[str, str]]) -> dict[str, str]:
    return {f"{account}.{name}": value for account, known in canaries.items() for name, value in known.items()}


def _logins(candidate: Candidate) -> CanarySearch:
    """Logins that are e-mail addresses or numbers: a chosen word would be found by chance."""
    kept = {name: login for name, login in candidate.logins.items() if "@" in login or login.strip("+ ").isdigit()}
    return CanarySearch(kept, slugs=False)


def _hits(found: Sequence[Placed], search: CanarySearch, clause: str) -> Iterator[Note]:
    known: set[tuple[str, str, bool]] = set()
    for one in found if search.names else ():
        for hit in search.hits(one.searched):
            key = (hit.name, one.place, one.at_space)
            if key not in known:
                known.add(key)
                yield note(clause, one.seen, name=hit.name, form=hit.form, place=one.place, url=one.url[:SHOWN])


def _secrets(found: Sequence[Placed], credentials: Credentials) -> Iterator[Note]:
    known: set[tuple[str, str]] = set()
    for one in found:
        for secret in carried(one):
            judged = credentials.judged(secret, one)
            key = (judged.clause if judged else "", one.place)
            if judged and key not in known:
                known.add(key)
                shown = {"place": one.place, "url": one.url[:SHOWN], "name": secret.name or "/", "kind": secret.kind}
                yield note(judged.clause, one.seen, *judged.also, **shown)


def _weighed(facts: Facts, found: Sequence[Placed], canaries: CanarySearch) -> Iterator[Note]:
    """Whether enough was seen to say that nothing sensitive stands in an address."""
    walked = [(seen, one) for seen in facts.all(Journeys) for one in seen.fact.walked]
    if not walked and _nothing_personal(facts):
        yield note("nothing_personal", *facts.all(Page)[:1], pages=len(facts.all(Page)))
        return
    if not any(name.startswith("a.") for name in canaries.names):
        yield note("no_canary")
        return
    entered = [(seen, one) for seen, one in walked if _entered(one, canaries)]
    for seen, one in walked:
        if one.outcome != "accepted":
            yield note("not_walked", seen, journey=one.name, step=one.step)
    if not entered:
        yield note("no_canary_journey")
        return
    yield from _unseen(facts)
    exchanges = facts.all(SpaceExchange)
    paired = [seen for seen in exchanges if seen.fact.operation == "token" and seen.fact.status == 200]
    calls = [seen for seen in exchanges if seen.fact.operation in BUSINESS]
    if facts.candidate.space is not None and not (paired and calls):
        yield note("space_unseen", pairings=len(paired), calls=len(calls))
        return
    yield note("sound", *_first(found), *(seen for seen, _ in entered[:1]), **_numbers(found, calls, entered))


def _unseen(facts: Facts) -> Iterator[Note]:
    """What only a browser or a phone shows: the requests of scripts behind the sign-in, and of an app."""
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")
    hosts, watch = Hosts(facts), Watch(facts)
    for seen in facts.all(Page):
        personal = seen.fact.context.startswith(PERSONAL) and hosts.own(seen.fact.url)
        if personal and any(map(runs, seen.fact.scripts)) and not watch.behind(seen.fact.url):
            yield note("scripts_unseen", seen, url=seen.fact.url[:SHOWN])
            return


def _entered(journey: Journey, canaries: CanarySearch) -> bool:
    searched = {name.partition(".")[2] for name in canaries.names if name.startswith("a.")}
    return journey.outcome == "accepted" and bool(searched & set(journey.canaries))


def _first(found: Sequence[Placed]) -> list[Seen[object]]:
    return [one.seen for one in found[:1]]


def _numbers(found: Sequence[Placed], calls: Sequence[object], entered: Sequence[object]) -> dict[str, int]:
    return {"addresses": len({one.url for one in found}), "calls": len(calls), "journeys": len(entered)}


def _nothing_personal(facts: Facts) -> bool:
    """A whole crawl without script found no field for personal data, and the manifest speaks of none."""
    about = facts.candidate
    declared = about.accounts or about.canaries or about.journeys or about.space or about.pages.get("sign_in")
    crawls, pages = facts.all(Crawl), [seen.fact for seen in facts.all(Page)]
    if declared or not pages or not crawls or any(seen.fact.truncated for seen in crawls):
        return False
    asks = any(field.type in ASKING for page in pages for form in page.forms for field in form.fields)
    return not asks and not any(runs(script) for page in pages for script in page.scripts)
