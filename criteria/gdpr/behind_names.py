"""GDP-07: third parties that pages reach under a name of the service's own, or of another declared party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from criteria.aliases import Alias, Aliases
from criteria.check import Facts, Note, Seen, note
from criteria.facts.browser import BrowserRequest
from criteria.facts.dossier_inventory import Recipient
from criteria.gdpr.roles import declared
from criteria.gdpr.trackers import lacks_consent
from criteria.parties import UNKNOWN, Parties, needs_consent
from criteria.security.first_party import is_first_party

CARRIERS = frozenset((UNKNOWN, "cdn", "hosting"))
"""Classes of an alias that may well be the machine behind the service itself, which a dossier names otherwise."""
Requests = Mapping[str, Sequence[Seen[BrowserRequest]]]


def contacted_names(facts: Facts) -> dict[str, list[Seen[BrowserRequest]]]:
    """Every host that pages contacted, the service's own too, with the requests to it."""
    found: dict[str, list[Seen[BrowserRequest]]] = {}
    for request in facts.all(BrowserRequest):
        if request.fact.host and request.fact.sent:
            found.setdefault(request.fact.host, []).append(request)
    return found


def behind_notes(
    facts: Facts, known: Parties, requests: Requests, recipients: Sequence[Recipient], asked: bool
) -> Iterator[Note]:
    """One note for each name that stands for somebody whom the dossier does not declare.

    Behind another party's name only a listed tracker counts: what else a recipient rents is for its own contract.
    """
    names = Aliases(facts, known)
    for host, sent in requests.items():
        alias = names.of(host)
        if alias is None or declares(alias, recipients) is not None or needs_consent(known.of(host).category):
            continue
        if not alias.tracks and not is_first_party(host, facts.candidate):
            continue
        left = [one for one in sent if not (alias.tracks and lacks_consent(one.fact, asked))]
        if left:
            clause = "behind_unknown" if alias.category in CARRIERS else "behind_undeclared"
            shown = {"host": host, "alias": alias.name, "category": alias.category, "page": left[0].fact.page}
            yield note(clause, left[0], alias.seen, **shown)


def declares(alias: Alias, recipients: Sequence[Recipient]) -> Recipient | None:
    """The recipient whose domains cover what the name stands for; of a tracker, its own name alone."""
    wanted = (alias.name,) if alias.tracks else alias.foreign
    return next((one for name in wanted if (one := declared(name, recipients)) is not None), None)
