"""Content Security Policy, level 3: what a response's policies together allow.

Several policies intersect: a load happens only if every enforced policy allows it (CSP3 section 4.1.2).
Report-only policies are kept apart and never restrict. A policy in ``<meta>`` loses the directives that only
headers may carry.
"""

from __future__ import annotations

import msgspec

from criteria.facts.http.csp_policy import FETCH, Policy, Sources
from criteria.facts.http.csp_source import is_wildcard, matches, source_kind


class Csp(msgspec.Struct, frozen=True):
    """The policies of one response. ``page`` is its address, which ``'self'`` and scheme-less hosts refer
    to."""

    page: str
    enforced: tuple[Policy, ...] = ()
    report_only: tuple[Policy, ...] = ()

    def restricts(self, directive: str) -> bool:
        """Whether any enforced policy governs this directive."""
        return any(policy.sources(directive) is not None for policy in self.enforced)

    def source_lists(self, directive: str) -> tuple[Sources, ...]:
        """The governing source list of each enforced policy that has one."""
        found = (policy.sources(directive) for policy in self.enforced)
        return tuple(listed for listed in found if listed is not None)

    def allows_unsafe_inline(self) -> bool:
        """Whether an injected inline script or event handler would run."""
        return any(
            all(policy.allows_inline(directive) for policy in self.enforced)
            for directive in ("script-src-elem", "script-src-attr")
        )

    def allows_unsafe_eval(self) -> bool:
        """Whether strings may be compiled to code."""
        lists = self.source_lists("script-src")
        return all("'unsafe-eval'" in {one.lower() for one in listed} for listed in lists)

    def loose_script_sources(self) -> Sources:
        """Script sources that open a scheme or a host wildcard (``data:``, ``https:``, ``*``, ``*.x.fr``).

        Empty when at least one enforced policy is tight, since policies intersect; ``("*",)`` when none
        restricts scripts. Under ``'strict-dynamic'`` host and scheme sources count for nothing.
        """
        lists = self.source_lists("script-src-elem")
        if not lists:
            return ("*",)
        loose = [_loose(listed) for listed in lists]
        return tuple(dict.fromkeys(one for found in loose for one in found)) if all(loose) else ()

    def allows_third_party_script(self, host: str) -> bool:
        """Whether ``https://host/`` may serve scripts by its address alone (no nonce)."""
        url = f"https://{host}/"
        return all(policy.allows("script-src-elem", url, self.page) for policy in self.enforced)

    def blocks_http_loads(self) -> bool:
        """Whether no ``http:`` subresource can load: upgraded, blocked as mixed content, or matched by no
        source."""
        return any(_blocks_http(policy, self.page) for policy in self.enforced)

    def frame_ancestors(self) -> tuple[Sources, ...]:
        """One list of allowed parents for each enforced policy that has the directive; empty when none
        does."""
        return self.source_lists("frame-ancestors")

    def allows_framing_by(self, url: str) -> bool:
        """Whether a page at ``url`` may frame this one by its policies (``X-Frame-Options`` left aside)."""
        return all(any(matches(one, url, self.page) for one in listed) for listed in self.frame_ancestors())


def _loose(listed: Sources) -> list[str]:
    if "'strict-dynamic'" in {source.lower() for source in listed}:
        return []
    return [source for source in listed if is_wildcard(source)]


def _blocks_http(policy: Policy, page: str) -> bool:
    if {"upgrade-insecure-requests", "block-all-mixed-content"} & policy.directives.keys():
        return True
    if "default-src" not in policy.directives:
        return False
    fetching = (listed for name, listed in policy.directives.items() if name in FETCH)
    return not any(_opens_http(source, page) for listed in fetching for source in listed)


def _opens_http(source: str, page: str) -> bool:
    low = source.lower()
    if source == "*" or low in ("http:", "ws:") or low.startswith(("http://", "ws://")):
        return True
    schemeless = low == "'self'" or (source_kind(source) == "host" and "://" not in source)
    return page.startswith("http:") and schemeless
