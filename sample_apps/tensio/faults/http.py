"""Faults of HTTP headers and of the session cookie."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.datastructures import MutableHeaders

from sample_apps.tensio.build import Build
from sample_apps.tensio.faults.exposed import FAULTS as EXPOSED

HSTS, CSP = "Strict-Transport-Security", "Content-Security-Policy"
Fault = Callable[[Build], None]


def _without(*names: str) -> Fault:
    def fault(build: Build) -> None:
        for name in names:
            build.html_headers.pop(name)

    return fault


def _with(name: str, value: str) -> Fault:
    def fault(build: Build) -> None:
        build.html_headers[name] = value

    return fault


def _cookie(**changes: Any) -> Fault:
    def fault(build: Build) -> None:
        build.session_cookie = replace(build.session_cookie, **changes)

    return fault


def csp_unsafe_inline(build: Build) -> None:
    """The policy allows inline scripts."""
    build.html_headers[CSP] += "; script-src 'self' 'unsafe-inline'"


def csp_report_only(build: Build) -> None:
    """The policy is reported, not enforced."""
    build.html_headers[f"{CSP}-Report-Only"] = build.html_headers.pop(CSP)


def frameable(build: Build) -> None:
    """Any site may frame any page."""
    build.html_headers.pop("X-Frame-Options")
    build.html_headers[CSP] = build.html_headers[CSP].replace("; frame-ancestors 'none'", "")


def csp_nonce(build: Build) -> None:
    """A nonce with ``strict-dynamic``; browsers that know them leave ``unsafe-inline`` aside (CSP Level 3)."""

    def add(headers: MutableHeaders) -> None:
        sources = f"'nonce-{secrets.token_urlsafe(16)}' 'strict-dynamic' 'unsafe-inline' https:"
        headers[CSP] = f"{headers[CSP]}; script-src {sources}"

    build.at_response.append(add)


FAULTS: dict[str, Fault] = {
    "no_hsts": _without(HSTS),
    "short_hsts": _with(HSTS, "max-age=86400; includeSubDomains"),
    "hsts_no_subdomains": _with(HSTS, "max-age=63072000"),
    "csp_missing": _without(CSP),
    "csp_unsafe_inline": csp_unsafe_inline,
    "csp_report_only": csp_report_only,
    "csp_nonce": csp_nonce,
    "frameable": frameable,
    "no_nosniff": _without("X-Content-Type-Options"),
    "referrer_unsafe": _with("Referrer-Policy", "unsafe-url"),
    # A browser drops a __Host- cookie without Secure, so the flaw needs a plain name to exist at all.
    "cookie_not_secure": _cookie(name="session", secure=False),
    "cookie_not_httponly": _cookie(http_only=False),
    "cookie_no_samesite": _cookie(same_site=None),
    "cookie_without_prefix": _cookie(name="sid"),
    **EXPOSED,
}
