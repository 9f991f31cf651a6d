"""Canaries in what a browser sent: addresses, Referer, bodies, in every form in which they may be written."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.account_canaries import account_canaries, is_identity
from criteria.aliases import Alias, Aliases
from criteria.check import Facts, Seen
from criteria.facts.browser import BrowserRequest
from criteria.facts.canary import CanarySearch
from criteria.security.first_party import is_first_party


class SentCanary(msgspec.Struct, frozen=True):
    """A canary that a request bore: which, whose kind, how written, and in which part of the request.

    ``alias`` is set where the host bears the service's own name and stands for somebody else's.
    """

    seen: Seen[BrowserRequest]
    canary: str
    health: bool
    form: str
    place: str
    alias: Alias | None = None

    @property
    def host(self) -> str:
        """The host that received it."""
        return self.seen.fact.host

    @property
    def page(self) -> str:
        """The page that sent it."""
        return self.seen.fact.page


def canaries_sent(facts: Facts, *, own: bool = False) -> Iterator[SentCanary]:
    """Every canary sent to third parties (under a name of the service's own too), or (``own``) to its hosts.

    Behind another party's name only a listed tracker counts as an alias.
    """
    search, names = CanarySearch(account_canaries(facts.candidate)), Aliases(facts)
    for request in facts.all(BrowserRequest):
        seen = request.fact
        ours = bool(seen.host) and is_first_party(seen.host, facts.candidate)
        alias = None if own or not seen.host else names.of(seen.host)
        if alias and not ours and not alias.tracks:
            alias = None
        if not seen.host or not seen.sent or (ours != own and alias is None):
            continue
        fields = "\n".join(value for name, value in seen.headers if name.lower() != "referer")
        referer = seen.header("referer")
        for place, text in (("url", seen.url), ("referer", referer), ("headers", fields), ("body", seen.posted)):
            for hit in search.hits(text) if text else ():
                account, _, name = hit.name.partition(".")
                yield SentCanary(request, f"{account}.{name}", not is_identity(name), hit.form, place, alias)
