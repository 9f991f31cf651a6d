"""What an answer of a cleartext port says: closed, sent to https, or serving in clear (SEC-03)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from criteria.candidate import Candidate
from criteria.check import Note, Seen, note
from criteria.facts.http import Exchange
from criteria.facts.http.urls import BadUrl, host_of, same_site, target
from criteria.security.first_party import is_first_party, name_of

PURPOSE = "cleartext"
CLOSED = ("refused", "closed")
"""Nothing listens, or what listens hangs up without a byte."""
SILENT = ("timeout", "unreachable")
Endpoint = tuple[str, int]
_API_PATH = re.compile(r"/(api|fhir|rest|graphql|ws|v\d{1,3})(/|\Z)", re.IGNORECASE)


def cleartext_answers(answers: Iterable[Seen[Exchange]], candidate: Candidate) -> list[Seen[Exchange]]:
    """What cleartext ports answered to the look at them, and to a crawl that a link or a redirect led there."""
    return [seen for seen in answers if seen.fact.scheme == "http" and _counts(seen.fact, candidate)]


def _counts(answer: Exchange, candidate: Candidate) -> bool:
    return answer.purpose == PURPOSE or (answer.status != 0 and is_first_party(answer.host, candidate))


def unprobed_ports(candidate: Candidate, answers: Iterable[Seen[Exchange]]) -> Iterator[Note]:
    """Declared ports that no answer speaks of."""
    probed = {_endpoint(seen.fact.url) for seen in answers}
    for authority in candidate.hosts:
        name, port = name_of(authority), candidate.cleartext_ports.get(authority, 80)
        if (name, port) not in probed:
            yield note("port_not_probed", host=f"{name}:{port}", error="-")


def port_notes(seen: Seen[Exchange], alive: frozenset[str]) -> Iterator[Note]:
    """What the rule says of one answer. ``alive`` are hosts that answered on another port in this audit."""
    answer = seen.fact
    host = answer.host
    if answer.error in CLOSED:
        return
    if answer.error:
        yield _unanswered(seen, answer, host in alive)
    elif answer.location:
        yield from _redirect(seen, answer)
    elif answer.status < 400:
        yield note("cleartext_content", seen, url=answer.url, status=answer.status, size=answer.size)
    elif answer.size:
        yield note("cleartext_error_content", seen, url=answer.url, status=answer.status, size=answer.size)
    elif answer.cut:
        yield note("port_not_probed", seen, host=_named(answer), error=answer.cut)


def _unanswered(seen: Seen[Exchange], answer: Exchange, alive: bool) -> Note:
    """A port that lets every packet drop is closed, if the host itself is known to answer; else nothing is known."""
    if answer.error in SILENT and not answer.peer and alive:
        return note("port_silent", seen, host=_named(answer), error=answer.error)
    return note("port_not_probed", seen, host=_named(answer), error=answer.error)


def _redirect(seen: Seen[Exchange], answer: Exchange) -> Iterator[Note]:
    wanted = host_of(answer.location)
    if urlsplit(answer.location).scheme.lower() != "https":
        yield note("redirect_in_clear", seen, url=answer.url, location=answer.location)
    elif not wanted or not same_site(wanted, answer.host):
        yield note("redirect_elsewhere", seen, url=answer.url, location=answer.location)
    elif answer.purpose == PURPOSE and _API_PATH.match(urlsplit(answer.url).path):
        yield note("api_path_redirects", seen, url=answer.url, location=answer.location)


def _endpoint(url: str) -> Endpoint:
    try:
        found = target(url)
    except BadUrl:
        return "", 0
    return found.host, found.port


def _named(answer: Exchange) -> str:
    name, port = _endpoint(answer.url)
    return f"{name}:{port}" if name else answer.url
