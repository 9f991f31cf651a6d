"""Which page is the sign-in page, and who may frame it, decided as a browser decides it (SEC-04)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from criteria.candidate import Candidate
from criteria.check import Note, Seen, note
from criteria.facts.html import Page
from criteria.facts.http import Exchange, header_csp
from criteria.facts.http.csp_policy import Sources
from criteria.facts.http.csp_source import matches, source_kind
from criteria.facts.http.urls import canonical, origin, resolve
from criteria.security.first_party import declared_hosts
from criteria.security.shown_pages import Shown

FOREIGN = "https://attacker.test/"
MOST_HOPS = 10


def asks_password(page: Page) -> bool:
    """Whether the page has a password field."""
    return any(field.type == "password" for form in page.forms for field in form.fields)


def sign_in_address(candidate: Candidate) -> str:
    """The declared address of the sign-in page, ``""`` without one."""
    path = candidate.pages.get("sign_in", "")
    return canonical(resolve(f"{candidate.base_url}/", path)) if path else ""


def sign_in_pages(shown: Sequence[Shown], answers: Iterable[Seen[Exchange]], candidate: Candidate) -> list[Shown]:
    """The declared sign-in page, wherever it redirects to; else pages with one password field, else with any."""
    declared = sign_in_address(candidate)
    if declared:
        redirects: dict[str, str] = {}
        for seen in answers:  # the first visit counts: a later one may be of somebody who is signed in already
            redirects.setdefault(canonical(seen.fact.url), seen.fact.location)
        wanted = _led_to(declared, redirects)
        return [one for one in shown if one.url in wanted]
    asking = [one for one in shown if asks_password(one.page)]
    return [one for one in asking if _passwords(one.page) == 1] or asking


def _led_to(start: str, redirects: dict[str, str]) -> set[str]:
    """Addresses that a browser passes from ``start`` on."""
    found: set[str] = set()
    url = start
    while url and url not in found and len(found) < MOST_HOPS:
        found.add(url)
        url = canonical(redirects.get(url, ""))
    return found


def _passwords(page: Page) -> int:
    return sum(field.type == "password" for form in page.forms for field in form.fields)


def framing_notes(pages: Iterable[Shown], candidate: Candidate) -> Iterator[Note]:
    """One note for each sign-in page that somebody who is not allowed may frame."""
    found: dict[tuple[str, str, str], list[Seen[Exchange]]] = {}
    for shown in pages:
        answer = shown.exchange.fact
        if framer := may_frame(answer, candidate):
            found.setdefault((shown.url, framer, _policy(answer)), []).append(shown.exchange)
    for (url, framer, policy), seen in found.items():
        yield note("framable", *seen, url=url, framer=framer, value=policy)


def may_frame(answer: Exchange, candidate: Candidate) -> str:
    """An origin that may frame this response although nobody allowed it, ``""`` without one.

    ``frame-ancestors`` of the enforced header policies decides alone where it is present (CSP3 section 6.4.2).
    """
    csp = header_csp(answer)
    lists = csp.frame_ancestors()
    if not lists:
        return "" if _kept_by_x_frame_options(answer) else FOREIGN
    own = origin(answer.url)
    for witness in _witnesses(lists):
        strange = origin(witness) != own and not _allowed(witness, candidate, answer.url)
        if strange and csp.allows_framing_by(witness):
            return witness
    return ""


def _witnesses(lists: Iterable[Sources]) -> Iterator[str]:
    """An address for each thing that the lists allow, and one that nobody names."""
    yield FOREIGN
    yield FOREIGN.replace("https", "http")
    for source in (one for listed in lists for one in listed):
        if source_kind(source) == "host":
            scheme, _, rest = source.rpartition("://")
            host = rest.partition("/")[0].replace("*.", "any.").replace(":*", "")
            yield f"{scheme or 'https'}://{host}/"


def _allowed(witness: str, candidate: Candidate, page: str) -> bool:
    own = any(matches(f"https://{host}:*", witness, page) for host in declared_hosts(candidate))
    return own or any(matches(framer.rstrip("/"), witness, page) for framer in candidate.allowed_framers)


def _kept_by_x_frame_options(answer: Exchange) -> bool:
    """HTML standard, "check a navigation response's adherence to X-Frame-Options"."""
    parts = {part.strip().lower() for part in answer.value("x-frame-options").split(",")}
    if len(parts) > 1:
        return bool(parts & {"deny", "allowall", "sameorigin"})
    return bool(parts & {"deny", "sameorigin"})


def _policy(answer: Exchange) -> str:
    lists = header_csp(answer).frame_ancestors()
    spoken = [f"frame-ancestors {' '.join(listed)}" for listed in lists]
    return "; ".join(spoken) or f"X-Frame-Options: {answer.value('x-frame-options') or '-'}"
