"""What production gives away (SEC-16), what hostile input does there (SEC-17), and which files it takes (SEC-18)."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.http import Crawl, Exchange
from criteria.facts.web_reasons import WebReasons
from criteria.security.exposed_answers import listing_notes, path_notes, unseen_paths
from criteria.security.first_party import declared_hosts, is_first_party
from criteria.security.injection_rules import injection_notes
from criteria.security.leaks import error_notes, map_notes, secret_notes
from criteria.security.upload_rules import upload_notes

LOOKED = ("exposed", "malformed")


@check("SEC-16")
def sec_16(facts: Facts) -> Iterator[Note]:
    """No source, secret, debug endpoint, listing or trace (ASVS V13.3.1, V13.4.1 to V13.4.5, V16.5.1)."""
    answers = [seen for seen in facts.all(Exchange) if is_first_party(seen.fact.host, facts.candidate)]
    if not answers and not facts.candidate.hosts and not facts.candidate.base_url:
        yield note("no_host")
        return
    looked = [seen for seen in answers if seen.fact.purpose in LOOKED]
    yield from _reach_notes(facts, looked)
    reasons = facts.first(WebReasons)
    public = reasons.fact.public if reasons else ()
    yield from path_notes(facts, public)
    yield from listing_notes(facts)
    yield from secret_notes(facts)
    yield from error_notes(facts)
    yield from map_notes(facts, public)
    for bounded in facts.all(Crawl):
        if bounded.fact.truncated:
            yield note("crawl_bounded", bounded, why=bounded.fact.why or "-")
    answered = [seen for seen in looked if seen.fact.status]
    if answered:
        shipped = [seen for seen in answers if seen.fact.purpose not in LOOKED and seen.fact.status]
        yield note("sound", *answered, *shipped, addresses=len(answered), shipped=len(shipped))


def _reach_notes(facts: Facts, looked: list[Seen[Exchange]]) -> Iterator[Note]:
    """Declared hosts that answered nothing, and single addresses that nothing is known of."""
    for host in declared_hosts(facts.candidate):
        mine = [seen for seen in looked if seen.fact.host == host]
        if any(seen.fact.status for seen in mine):
            yield from unseen_paths(mine, host)
        else:
            yield note("host_unreached", *mine, host=host, error=mine[0].fact.error if mine else "-")


@check("SEC-17")
def sec_17(facts: Facts) -> Iterator[Note]:
    """Markers and conditions in every parameter, and in what the space serves (ASVS V1.2.1 to V1.2.5)."""
    yield from injection_notes(facts)


@check("SEC-18")
def sec_18(facts: Facts) -> Iterator[Note]:
    """Files limited in size, checked for type, screened, and served as downloads (ASVS V5.2, V5.3.1, V5.4.3)."""
    yield from upload_notes(facts)
