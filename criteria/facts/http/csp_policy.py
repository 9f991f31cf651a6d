"""One Content Security Policy: its directives, their fallbacks, and what it allows (CSP3 sections 2 and 6)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from criteria.facts.http.csp_source import matches, source_kind

Sources = tuple[str, ...]

_FALLBACKS = {
    "script-src-elem": ("script-src-elem", "script-src", "default-src"),
    "script-src-attr": ("script-src-attr", "script-src", "default-src"),
    "style-src-elem": ("style-src-elem", "style-src", "default-src"),
    "style-src-attr": ("style-src-attr", "style-src", "default-src"),
    "worker-src": ("worker-src", "child-src", "script-src", "default-src"),
    "frame-src": ("frame-src", "child-src", "default-src"),
}
FETCH = frozenset(
    f"{kind}-src"
    for kind in ["child", "connect", "default", "font", "frame", "img", "manifest", "media", "object", "worker"]
) | frozenset(f"{kind}-src{part}" for kind in ("script", "style") for part in ("", "-elem", "-attr"))
_HEADER_ONLY = frozenset(("frame-ancestors", "report-uri", "sandbox"))


class Policy(msgspec.Struct, frozen=True):
    """One serialized policy: its directives by lower-case name, the first of each kept, as CSP3 section
    2.2.1 says."""

    directives: dict[str, Sources]

    def sources(self, directive: str) -> Sources | None:
        """The source list that governs ``directive``, fallbacks included; ``None`` when nothing restricts
        it."""
        own = (directive, "default-src") if directive in FETCH else (directive,)
        chain = _FALLBACKS.get(directive, own)
        return next((self.directives[name] for name in chain if name in self.directives), None)

    def allows_inline(self, directive: str) -> bool:
        """Whether ``'unsafe-inline'`` is effective: a nonce, a hash or ``'strict-dynamic'`` makes it void."""
        listed = self.sources(directive)
        if listed is None:
            return True
        words = {source.lower() for source in listed}
        voided = "'strict-dynamic'" in words or any(source_kind(one) in ("nonce", "hash") for one in listed)
        return "'unsafe-inline'" in words and not voided

    def allows(self, directive: str, url: str, page: str) -> bool:
        """Whether ``url`` may load by its address; under ``'strict-dynamic'`` no script may."""
        listed = self.sources(directive)
        if listed is None:
            return True
        if directive.startswith("script-src") and "'strict-dynamic'" in {one.lower() for one in listed}:
            return False
        return any(matches(source, url, page) for source in listed)


def parse_policies(values: Iterable[str], *, meta: bool = False) -> tuple[Policy, ...]:
    """Every policy in these header values (commas separate policies); empty ones are dropped."""
    texts = [part for value in values for part in ([value] if meta else value.split(","))]
    policies = (Policy(_directives(text, meta)) for text in texts)
    return tuple(policy for policy in policies if policy.directives)


def _directives(text: str, meta: bool) -> dict[str, Sources]:
    found: dict[str, Sources] = {}
    for item in text.split(";"):
        words = item.split()
        if words and (name := words[0].lower()) not in found and not (meta and name in _HEADER_ONLY):
            found[name] = tuple(words[1:])
    return found
