"""Content Security Policy: what several policies together allow."""

from __future__ import annotations

import pytest

from criteria.facts.http import Csp, parse_policies

PAGE = "https://app.example.fr/journal"


def csp(*headers: str, metas: tuple[str, ...] = ()) -> Csp:
    return Csp(PAGE, parse_policies(headers) + parse_policies(metas, meta=True))


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        ("script-src 'self'", False),
        ("script-src 'unsafe-inline'", True),
        ("script-src 'UNSAFE-INLINE'", True),
        ("default-src 'self' 'unsafe-inline'", True),
        ("default-src 'unsafe-inline'; script-src 'self'", False),
        ("script-src 'unsafe-inline' 'nonce-cmFuZG9t'", False),
        ("script-src 'unsafe-inline' 'sha256-q83v'", False),
        ("script-src 'unsafe-inline' 'strict-dynamic'", False),
        ("script-src 'unsafe-inline' 'nonce-'", True),
        ("script-src-elem 'self'; script-src-attr 'unsafe-inline'", True),
        ("script-src-elem 'self'; script-src 'unsafe-inline'", True),
        ("object-src 'none'", True),
        ("script-src 'self', script-src 'unsafe-inline'", False),
    ],
)
def test_unsafe_inline(policy: str, allowed: bool) -> None:
    assert csp(policy).allows_unsafe_inline() is allowed


def test_no_policy_allows_everything_and_report_only_restricts_nothing() -> None:
    watched = Csp(PAGE, (), parse_policies(["default-src 'none'"]))
    assert watched.allows_unsafe_inline()
    assert not watched.restricts("script-src")
    assert watched.loose_script_sources() == ("*",)


@pytest.mark.parametrize(
    ("policy", "loose"),
    [
        ("script-src 'self' https://cdn.example", ()),
        ("script-src *", ("*",)),
        ("script-src https: data:", ("https:", "data:")),
        ("script-src https://*", ("https://*",)),
        ("script-src *.cdn.example", ("*.cdn.example",)),
        ("script-src 'strict-dynamic' 'nonce-cmFuZG9t' https: *", ()),
        ("default-src https:", ("https:",)),
        ("default-src https:; script-src 'self'", ()),
        ("script-src *, script-src 'self'", ()),
        ("img-src 'self'", ("*",)),
    ],
)
def test_loose_script_sources(policy: str, loose: tuple[str, ...]) -> None:
    assert csp(policy).loose_script_sources() == loose


@pytest.mark.parametrize(
    ("policy", "host", "allowed"),
    [
        ("script-src 'self'", "cdn.example", False),
        ("script-src 'self'", "app.example.fr", True),
        ("script-src https://cdn.example", "cdn.example", True),
        ("script-src http://cdn.example", "cdn.example", True),
        ("script-src cdn.example/js/", "cdn.example", True),
        ("script-src cdn.example:8443", "cdn.example", False),
        ("script-src cdn.example:*", "cdn.example", True),
        ("script-src *.example", "a.b.example", True),
        ("script-src *.example", "example", False),
        ("script-src 'strict-dynamic' cdn.example", "cdn.example", False),
        ("script-src cdn.example, script-src 'self'", "cdn.example", False),
        ("script-src 'none'", "cdn.example", False),
    ],
)
def test_third_party_scripts(policy: str, host: str, allowed: bool) -> None:
    assert csp(policy).allows_third_party_script(host) is allowed


@pytest.mark.parametrize(
    ("policy", "blocked"),
    [
        ("upgrade-insecure-requests", True),
        ("block-all-mixed-content", True),
        ("default-src 'self'", True),
        ("default-src 'self'; img-src http:", False),
        ("default-src 'self'; img-src http://images.example", False),
        ("default-src *", False),
        ("script-src 'self'", False),
    ],
)
def test_http_loads(policy: str, blocked: bool) -> None:
    assert csp(policy).blocks_http_loads() is blocked


def test_framing() -> None:
    assert csp("default-src 'none'").allows_framing_by("https://attacker.test/")
    assert not csp("frame-ancestors 'none'").allows_framing_by("https://attacker.test/")
    shared = csp("frame-ancestors 'self' https://portail.example.fr")
    assert shared.frame_ancestors() == (("'self'", "https://portail.example.fr"),)
    assert shared.allows_framing_by("https://portail.example.fr/")
    assert not shared.allows_framing_by("https://attacker.test/")


def test_meta_policies_lose_what_only_headers_may_carry() -> None:
    page = csp(metas=("frame-ancestors 'none'; script-src 'self', 'unsafe-inline'",))
    assert page.frame_ancestors() == ()
    assert page.source_lists("script-src") == (("'self',", "'unsafe-inline'"),)


def test_parsing_keeps_the_first_of_each_directive() -> None:
    (policy,) = parse_policies(["  ; Script-Src 'self' ; script-src * ;; sandbox ,  ,"])
    assert policy.directives == {"script-src": ("'self'",), "sandbox": ()}
    assert policy.sources("base-uri") is None
    assert csp("default-src 'none'").source_lists("object-src") == (("'none'",),)
    assert csp("default-src 'none'").source_lists("base-uri") == ()
    assert csp("script-src 'unsafe-eval'").allows_unsafe_eval()
