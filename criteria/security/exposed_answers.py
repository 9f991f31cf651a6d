"""What SEC-16 states of pinned addresses, TRACE and folders that list their files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote, urlsplit

from criteria.check import Facts, Note, Seen, note
from criteria.facts.html import Page
from criteria.facts.http import Exchange
from criteria.facts.http.exposed import Exposed
from criteria.security.first_party import is_first_party

CLAUSES = {
    "vcs": "source_control",
    "environment": "environment_file",
    "config": "configuration_file",
    "backup": "backup_file",
    "debug": "debug_endpoint",
    "listing": "directory_listing",
    "trace": "trace_method",
}
DOCUMENTATION = "api_docs"
SERVED_NOTHING = ("closed", "protocol")
"""The host hung up or talked something else: for a single address, that is a way to say no."""
_LISTING = re.compile(r"\s*(?:Index of|Directory listing for|Directory Listing For|Directory:)\s+\[?(/[^\]]*?)\]?\s*\Z")


def path_notes(facts: Facts, public: Sequence[str]) -> Iterator[Note]:
    """One note for each confirmed address. What the host answers to an address that cannot exist confirms nothing."""
    answers = {seen.observation.id: seen.fact for seen in facts.all(Exchange)}
    nowhere = {(one.host, one.body) for one in answers.values() if one.tags.get("path_id") == "baseline" and one.body}
    for seen in facts.all(Exposed):
        answer = answers.get(seen.observation.id)
        if not seen.fact.confirmed or answer is None or not is_first_party(answer.host, facts.candidate):
            continue
        if (answer.host, answer.body) not in nowhere:
            yield note(_clause(seen.fact, public), seen, url=seen.fact.url, id=seen.fact.id)


def _clause(found: Exposed, public: Sequence[str]) -> str:
    if found.kind == DOCUMENTATION:
        return "documentation_public" if is_public(found.url, public) else "documentation"
    return "told" if found.remark else CLAUSES[found.kind]


def is_public(url: str, public: Sequence[str]) -> bool:
    """Whether the dossier names this path, or a folder above it (``/docs/``), as public."""
    path = urlsplit(url).path
    return any(path == one or (one.endswith("/") and len(one) > 1 and path.startswith(one)) for one in public)


def listing_notes(facts: Facts) -> Iterator[Note]:
    """Folders met on the way whose page says that it lists the very path that was asked."""
    for seen in facts.all(Page):
        found = _LISTING.match(seen.fact.title)
        host = urlsplit(seen.fact.url).hostname or ""
        if found and seen.fact.status == 200 and seen.fact.links and is_first_party(host, facts.candidate):
            asked = unquote(urlsplit(seen.fact.url).path)
            if asked.rstrip("/") == found[1].rstrip("/") and seen.fact.purpose != "exposed":
                yield note("directory_listing", seen, url=seen.fact.url, id="title")


def unseen_paths(answers: Iterable[Seen[Exchange]], host: str) -> Iterator[Note]:
    """One note for the addresses of a host that answers, of which nothing is known all the same."""
    lost = [seen for seen in answers if not seen.fact.status and seen.fact.error not in SERVED_NOTHING]
    if lost:
        first = lost[0].fact
        yield note("paths_unseen", *lost, host=host, count=len(lost), url=first.url, error=first.error)
