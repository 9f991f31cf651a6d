"""What SEC-04 asks of the policies of every page: scripts, plugins, base address, sniffing, referrer."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.facts.http import Csp
from criteria.facts.http.csp_policy import Sources
from criteria.facts.http.csp_source import is_wildcard, source_kind
from criteria.security.shown_pages import Fault, Shown

LEAKING = ("unsafe-url", "no-referrer-when-downgrade")
REFERRER_POLICIES = (
    *("no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin"),
    *("origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url"),
)
"""Referrer Policy section 3; a token of another name is skipped (section 8.1)."""
LOCAL_SCHEMES = ("blob:", "filesystem:", "mediastream:")
"""Nobody without a script of the page's own origin can make an address of these schemes."""


def policy_faults(shown: Shown) -> Iterator[Fault]:
    """What is wrong with the enforced policies of a page, as a browser reads them together (CSP3)."""
    csp = shown.csp
    if not csp.enforced:
        yield ("csp_report_only" if csp.report_only else "no_csp"), ""
        return
    yield from _script_faults(csp)
    if not any(_only_self(listed) for listed in csp.source_lists("object-src")):
        yield "object_src_open", _spoken(csp, "object-src")
    if not csp.restricts("base-uri"):
        yield "no_base_uri", ""


def _script_faults(csp: Csp) -> Iterator[Fault]:
    lists = csp.source_lists("script-src-elem")
    if not lists:
        yield "scripts_unrestricted", ""
        return
    opened = [_open_sources(listed) for listed in lists]
    if all(opened):
        yield "script_src_wildcard", " ".join(dict.fromkeys(one for found in opened for one in found))
    if csp.allows_unsafe_inline():
        yield "script_src_inline", _spoken(csp, "script-src")
    local = [one for listed in lists for one in listed if one.lower() in LOCAL_SCHEMES]
    if local:
        yield "script_src_local_scheme", " ".join(dict.fromkeys(local))


def _open_sources(listed: Sources) -> list[str]:
    """Sources that open a scheme or a host wildcard; under ``'strict-dynamic'`` a browser reads none of them."""
    if "'strict-dynamic'" in {source.lower() for source in listed}:
        return []
    return [source for source in listed if is_wildcard(source) and source.lower() not in LOCAL_SCHEMES]


def _only_self(listed: Sources) -> bool:
    """Whether nothing but the page's own origin may load: keywords other than ``'self'`` open no address."""
    return not any(source_kind(source) in ("scheme", "host") for source in listed)


def _spoken(csp: Csp, directive: str) -> str:
    lists = csp.source_lists(directive)
    return " | ".join(" ".join(listed) or "'none'" for listed in lists) or "-"


def header_faults(shown: Shown) -> Iterator[Fault]:
    """Sniffing (Fetch section 3.6) and the referrer, by the header fields of a page."""
    answer = shown.exchange.fact
    if answer.value("x-content-type-options").split(",")[0].strip().lower() != "nosniff":
        yield "no_nosniff", ""
    said = referrer_policy(answer.value("referrer-policy"))
    if said in LEAKING:
        yield "referrer_leaks", said
    elif shown.page.meta_referrer in (*LEAKING, "always"):
        yield "referrer_leaks_by_meta", shown.page.meta_referrer
    elif not said:
        yield "referrer_default", ""


def referrer_policy(value: str) -> str:
    """The policy that a header field sets: the last token that a browser knows, ``""`` without one."""
    known = [token for part in value.split(",") if (token := part.strip().lower()) in REFERRER_POLICIES]
    return known[-1] if known else ""
