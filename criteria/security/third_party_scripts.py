"""Scripts of third parties on authenticated pages: which run, which are pinned, which might come later (SEC-04)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from criteria.candidate import Candidate
from criteria.facts.html import Script
from criteria.facts.http import Csp, Policy
from criteria.facts.http.csp_policy import Sources
from criteria.facts.http.csp_source import source_kind
from criteria.facts.http.urls import host_of
from criteria.facts.web_reasons import WebReasons
from criteria.security.first_party import is_first_party
from criteria.security.shown_pages import Fault, Shown

STRICT = "'strict-dynamic'"
_RUNNING = re.compile(r"(module|(text|application)/(x-)?(java|ecma|live|j)script(1\.\d)?)?\Z")
_PINNED = re.compile(r"(?:\A|\s)sha(256|384|512)-[A-Za-z0-9+/]+={0,2}", re.IGNORECASE)


def script_faults(shown: Shown, candidate: Candidate, reasons: WebReasons, watched: bool = False) -> Iterator[Fault]:
    """Third-party scripts that run unpinned; and whether scripts that nobody watched could bring others in."""
    csp = shown.csp
    running = [script for script in shown.page.scripts if _RUNNING.match(script.type)]
    for script in running:
        if is_foreign(script, candidate) and _runs(script, csp) and not _pinned(script, csp):
            why = reasons.of_script(script.url)
            yield ("script_reasoned", script.url) if why else ("script_unpinned", script.url)
    if running and not watched and not _closed(csp, candidate):
        yield "scripts_unwatched", ""


def is_foreign(script: Script, candidate: Candidate) -> bool:
    """Whether the script comes from a host that is neither declared nor under the candidate's domain."""
    host = host_of(script.url) if script.url.lower().startswith(("http:", "https:")) else ""
    return bool(host) and not is_first_party(host, candidate)


def _pinned(script: Script, csp: Csp) -> bool:
    if _PINNED.search(script.integrity):
        return True
    strict = any(STRICT in _words(listed) for listed in csp.source_lists("script-src-elem"))
    return script.nonce and strict


def _runs(script: Script, csp: Csp) -> bool:
    return all(_allowed(script, policy, csp.page) for policy in csp.enforced)


def _allowed(script: Script, policy: Policy, page: str) -> bool:
    """By its nonce, else by its address. A nonce of the page counts as the policy's: both come from one server."""
    listed = policy.sources("script-src-elem") or ()
    if script.nonce and any(source_kind(source) == "nonce" for source in listed):
        return True
    return policy.allows("script-src-elem", script.url, page)


def _closed(csp: Csp, candidate: Candidate) -> bool:
    """Whether some enforced policy lets no script of a third party run by its address."""
    return any(_own_only(listed, candidate) for listed in csp.source_lists("script-src-elem"))


def _own_only(listed: Sources, candidate: Candidate) -> bool:
    if STRICT in _words(listed):
        return False
    return all(_is_own(source, candidate) for source in listed if source_kind(source) in ("scheme", "host"))


def _is_own(source: str, candidate: Candidate) -> bool:
    """``blob:`` and ``data:`` name no host; ``*.example.fr`` is the candidate's when ``example.fr`` is."""
    if source_kind(source) == "scheme":
        return source.lower() in ("blob:", "data:", "filesystem:")
    host = source.rpartition("://")[2].partition("/")[0].partition(":")[0].lower()
    return is_first_party(host.removeprefix("*."), candidate) if host != "*" else False


def _words(listed: Sources) -> set[str]:
    return {source.lower() for source in listed}
