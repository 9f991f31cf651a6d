"""SEC-04: every outcome of the rule on policies, sniffing, referrer, framing and third-party scripts."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.candidate import Candidate
from tests.support.evidence import (
    BASE,
    CANDIDATE,
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    crawl_summary,
    exchange,
    failed,
    judge_one,
    looked,
    page,
    sight,
    without,
)

CSP, XFO = "content-security-policy", "x-frame-options"
POLICY = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'"
SOUND = {CSP: POLICY, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
FORM = "<form method=post action=/connexion><input name=email><input type=password name=p></form>"
APP = msgspec.structs.replace(
    CANDIDATE, accounts=("a",), journeys=("sign_in",), pages={"sign_in": "/connexion"}, canaries={"a": {"h": "canari"}}
)
BROCHURE = CANDIDATE


def shown(path: str, html: str = "<h1>Page</h1>", **changes: Any) -> Sight:
    """A page with sound header fields; ``headers`` replaces some of them (``None`` takes one away)."""
    fields = {**SOUND, **changes.pop("headers", {})}
    return page(path, html, headers=[(name, value) for name, value in fields.items() if value is not None], **changes)


def behind(html: str = "<h1>Journal</h1>", **changes: Any) -> Sight:
    """A page that the account was shown."""
    return shown("/journal", html, context="account:a", purpose="signed_in", **changes)


CONTROL: tuple[Looked, ...] = (looked("http.crawl", page("https://control.test/connexion", FORM), subject="control"),)
CONTROL_APP = Candidate(
    name="control", faces=("web",), base_url="https://control.test", pages={"sign_in": "/connexion"}
)


def evidence(
    *crawled: Sight,
    signed_in: tuple[Sight, ...] | None = None,
    candidate: Candidate = APP,
    also: tuple[Looked, ...] = (),
) -> MemoryEvidence:
    """A sound bundle with these pages besides its own."""
    pages = (shown("/"), *crawled)
    if candidate is APP and not any("connexion" in one.target for one in crawled):
        pages = (*pages, shown("/connexion", FORM))
    return bundle_of(
        looked("http.crawl", *pages, crawl_summary(pages=len(pages))),
        looked("http.signed_in", *((behind(),) if signed_in is None else signed_in)),
        *also,
        *CONTROL,
        candidate=candidate,
        control=CONTROL_APP,
    )


def stated(found: MemoryEvidence) -> tuple[str, list[str]]:
    judged = judge_one("SEC-04", found)
    return judged.verdict.value, [one for one in clauses(judged) if one != "sound"]


def policy(text: str | None) -> MemoryEvidence:
    """A bundle with one page under this policy."""
    return evidence(shown("/p", headers={CSP: text}))


REST = "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
SOUND_POLICIES = {
    "by default-src": POLICY,
    "none at all": f"default-src 'none'; {REST}",
    "a named host": f"script-src 'self' https://cdn.example.com; {REST}",
    "nonce beside unsafe-inline": f"script-src 'self' 'nonce-cmFuZG9t' 'unsafe-inline'; {REST}",
    "hash beside unsafe-inline": f"script-src 'self' 'sha256-AAAA' 'unsafe-inline'; {REST}",
    "strict-dynamic leaves hosts and schemes aside": (
        f"script-src 'nonce-cmFuZG9t' 'strict-dynamic' 'unsafe-inline' https: http: *; {REST}"
    ),
    "unsafe-inline for styles only": f"default-src 'self'; style-src 'unsafe-inline'; {REST}",
    "object-src empty": "default-src 'self'; object-src; base-uri 'self'",
    "object-src through default-src with keywords": "default-src 'self' 'unsafe-eval'; base-uri 'self'",
    "two policies, one of them tight": f"script-src *; {REST}, script-src 'self'",
    "wildcards elsewhere": f"script-src 'self'; img-src *; {REST}",
    "upper case": "DEFAULT-SRC 'SELF'; BASE-URI 'NONE'",
    "the first directive counts": f"script-src 'self'; script-src *; {REST}",
}


@pytest.mark.parametrize("text", SOUND_POLICIES.values(), ids=SOUND_POLICIES.keys())
def test_policies_that_pass(text: str) -> None:
    assert stated(policy(text)) == ("pass", [])


LOOSE_POLICIES = {
    "none": (None, ["no_csp"]),
    "empty": (" ; ", ["no_csp"]),
    "nothing about scripts": (REST, ["scripts_unrestricted"]),
    "upgrade only": ("upgrade-insecure-requests", ["scripts_unrestricted", "object_src_open", "no_base_uri"]),
    "any host": (f"script-src *; {REST}", ["script_src_wildcard"]),
    "a scheme": (f"script-src 'self' https:; {REST}", ["script_src_wildcard"]),
    "data:": (f"script-src 'self' data:; {REST}", ["script_src_wildcard"]),
    "a wildcard host": (f"script-src https://*.example.com; {REST}", ["script_src_wildcard"]),
    "a wildcard through default-src": (f"default-src https:; {REST}", ["script_src_wildcard"]),
    "a wildcard for elements": (f"script-src 'self'; script-src-elem *; {REST}", ["script_src_wildcard"]),
    "unsafe-inline": (f"script-src 'self' 'unsafe-inline'; {REST}", ["script_src_inline"]),
    "unsafe-inline through default-src": (f"default-src 'self' 'unsafe-inline'; {REST}", ["script_src_inline"]),
    "unsafe-inline for attributes": (
        f"script-src 'self'; script-src-attr 'unsafe-inline'; {REST}",
        ["script_src_inline"],
    ),
    "a nonce that is none": (f"script-src 'self' 'unsafe-inline' 'nonce-'; {REST}", ["script_src_inline"]),
    "two loose policies": (f"script-src *; {REST}, script-src https:; {REST}", ["script_src_wildcard"]),
    "object-src open": ("script-src 'self'; base-uri 'none'", ["object_src_open"]),
    "object-src of a host": ("default-src 'self'; object-src plugins.example.fr; base-uri 'none'", ["object_src_open"]),
    "none without quotes is a host": ("default-src 'self'; object-src none; base-uri 'none'", ["object_src_open"]),
    "no base-uri": ("default-src 'self'", ["no_base_uri"]),
}


@pytest.mark.parametrize(("text", "found"), LOOSE_POLICIES.values(), ids=LOOSE_POLICIES.keys())
def test_policies_that_fail(text: str | None, found: list[str]) -> None:
    assert stated(policy(text)) == ("fail", found)


def test_a_policy_that_is_only_reported_restrains_nothing() -> None:
    seen = evidence(shown("/p", headers={CSP: None, f"{CSP}-report-only": POLICY}))
    assert stated(seen) == ("fail", ["csp_report_only"])


def test_a_policy_in_meta_counts_but_not_for_framing() -> None:
    html = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">{FORM}'
    assert stated(evidence(shown("/p", html.replace("password", "text"), headers={CSP: None}))) == ("pass", [])
    seen = evidence(shown("/connexion", html, headers={CSP: None}))
    assert stated(seen) == ("fail", ["framable"])


def test_blob_scripts_are_a_remark() -> None:
    assert stated(policy(f"script-src 'self' blob:; {REST}")) == ("pass", ["script_src_local_scheme"])


HEADERS: dict[str, tuple[dict[str, str | None], str, list[str]]] = {
    "no nosniff": ({"x-content-type-options": None}, "fail", ["no_nosniff"]),
    "another word": ({"x-content-type-options": "sniff"}, "fail", ["no_nosniff"]),
    "nosniff in second place": ({"x-content-type-options": "none, nosniff"}, "fail", ["no_nosniff"]),
    "NoSniff twice": ({"x-content-type-options": "NoSniff, nosniff"}, "pass", []),
    "unsafe-url": ({"referrer-policy": "unsafe-url"}, "fail", ["referrer_leaks"]),
    "downgrade": ({"referrer-policy": "No-Referrer-When-Downgrade"}, "fail", ["referrer_leaks"]),
    "the last known token counts": (
        {"referrer-policy": "no-referrer, unsafe-url, unheard-of"},
        "fail",
        ["referrer_leaks"],
    ),
    "a stricter one follows": ({"referrer-policy": "unsafe-url, strict-origin"}, "pass", []),
    "no referrer policy": ({"referrer-policy": None}, "pass", ["referrer_default"]),
    "an unknown referrer policy": ({"referrer-policy": "never"}, "pass", ["referrer_default"]),
}


@pytest.mark.parametrize(("headers", "verdict", "found"), HEADERS.values(), ids=HEADERS.keys())
def test_header_fields(headers: dict[str, str | None], verdict: str, found: list[str]) -> None:
    assert stated(evidence(shown("/p", headers=headers))) == (verdict, found)


def test_a_referrer_in_meta_is_a_remark() -> None:
    seen = evidence(shown("/p", "<meta name=referrer content=unsafe-url><h1>Page</h1>"))
    assert stated(seen) == ("pass", ["referrer_leaks_by_meta"])


def framing(csp: str, xfo: str | None = None, candidate: Candidate = APP) -> tuple[str, list[str]]:
    text = f"default-src 'self'; base-uri 'none'; {csp}".rstrip("; ")
    return stated(evidence(shown("/connexion", FORM, headers={CSP: text, XFO: xfo}), candidate=candidate))


KEPT = {
    "frame-ancestors none": ("frame-ancestors 'none'", None),
    "frame-ancestors self": ("frame-ancestors 'self'", None),
    "an empty list": ("frame-ancestors", None),
    "frame-ancestors wins over a useless X-Frame-Options": ("frame-ancestors 'none'", "ALLOWALL"),
    "DENY": ("", "DENY"),
    "sameorigin": ("", "sameorigin"),
    "the same twice": ("", "DENY, deny"),
    "two that clash are refused": ("", "SAMEORIGIN, ALLOW-FROM https://x.example"),
    "another declared host": ("frame-ancestors https://app.example.fr:8443", None),
}


@pytest.mark.parametrize(("csp", "xfo"), KEPT.values(), ids=KEPT.keys())
def test_a_sign_in_page_that_cannot_be_framed(csp: str, xfo: str | None) -> None:
    assert framing(csp, xfo) == ("pass", [])


FRAMABLE = {
    "nothing": ("", None),
    "ALLOW-FROM": ("", "ALLOW-FROM https://partner.example.org"),
    "ALLOWALL": ("", "ALLOWALL"),
    "an unknown word": ("", "NONE"),
    "two that nobody knows": ("", "NONE, NEVER"),
    "frame-ancestors wins over DENY": ("frame-ancestors *", "DENY"),
    "a scheme": ("frame-ancestors https:", None),
    "a stranger": ("frame-ancestors 'self' https://partner.example.org", None),
    "a wildcard": ("frame-ancestors https://*.example.org", None),
    "an open port": ("frame-ancestors partner.example.org:*", None),
}


@pytest.mark.parametrize(("csp", "xfo"), FRAMABLE.values(), ids=FRAMABLE.keys())
def test_a_sign_in_page_that_can_be_framed(csp: str, xfo: str | None) -> None:
    assert framing(csp, xfo) == ("fail", ["framable"])


def test_allowed_parents() -> None:
    allowing = msgspec.structs.replace(APP, allowed_framers=("https://partner.example.org",))
    sign_in = shown(
        "/connexion", FORM, headers={CSP: f"{POLICY.rpartition(';')[0]}; frame-ancestors https://partner.example.org"}
    )
    assert stated(evidence(sign_in, candidate=allowing)) == ("pass", [])
    other = shown(
        "/connexion", FORM, headers={CSP: f"{POLICY.rpartition(';')[0]}; frame-ancestors https://other.example.org"}
    )
    assert stated(evidence(other, candidate=allowing)) == ("fail", ["framable"])
    two = f"{POLICY}, frame-ancestors *"
    assert stated(evidence(shown("/connexion", FORM, headers={CSP: two}), candidate=allowing)) == ("pass", [])


OPEN = {CSP: "default-src 'self'; base-uri 'none'"}


def test_only_the_sign_in_page_is_judged_on_framing() -> None:
    assert stated(evidence(shown("/widget", headers=OPEN))) == ("pass", [])
    assert stated(evidence(shown("/connexion", FORM), shown("/mot-de-passe", FORM, headers=OPEN))) == ("pass", [])


def test_without_a_declared_sign_in_page_the_one_with_a_password_is_it() -> None:
    undeclared = msgspec.structs.replace(APP, pages={})
    two = FORM.replace("</form>", "<input type=password name=again></form>")
    sign_up = shown("/inscription", two, headers=OPEN)
    assert stated(evidence(shown("/login", FORM), sign_up, candidate=undeclared)) == ("pass", [])
    assert stated(evidence(shown("/login", FORM, headers=OPEN), candidate=undeclared)) == ("fail", ["framable"])
    assert stated(evidence(sign_up, candidate=undeclared)) == ("fail", ["framable"])


def test_a_sign_in_page_behind_a_redirect() -> None:
    moved = page("/connexion", "", status=302, headers=[("location", "/auth?next=%2F")])
    assert stated(evidence(moved, shown("/auth?next=%2F", FORM, headers=OPEN))) == ("fail", ["framable"])
    away = page("/connexion", "", status=302, headers=[("location", "https://login.example.org/")])
    assert stated(evidence(away)) == ("inconclusive", ["no_sign_in_page"])


CDN = "https://cdn.example.com/lib.js"
TIGHT = f"default-src 'self'; script-src 'self'; {REST}"
WITH_CDN = f"default-src 'self'; script-src 'self' https://cdn.example.com; {REST}"
STRICT = f"default-src 'self'; script-src 'nonce-cmFuZG9t' 'strict-dynamic'; {REST}"
NONCE = f"default-src 'self'; script-src 'self' 'nonce-cmFuZG9t'; {REST}"
HASH = "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"
SCRIPTS = {
    "own script, own hosts only": (TIGHT, "<script src=/app.js></script>", "pass", []),
    "a data block runs nothing": (WITH_CDN, "<script type=application/ld+json>{}</script>", "pass", []),
    "a foreign script that the policy blocks": (TIGHT, f"<script src={CDN}></script>", "pass", []),
    "own subdomain": (f"script-src 'self' https://static.example.fr; {REST}",
                      "<script src=https://static.example.fr/a.js></script>", "pass", []),
    "unpinned": (WITH_CDN, f"<script src={CDN}></script>", "fail", ["script_unpinned"]),
    "pinned by a hash that no browser knows": (
        WITH_CDN, f"<script src={CDN} integrity=md5-abc></script>", "fail", ["script_unpinned"]),
    "a module": (WITH_CDN, f"<script type=module src={CDN}></script>", "fail", ["script_unpinned"]),
    "a nonce without strict-dynamic": (
        NONCE, f"<script nonce=cmFuZG9t src={CDN}></script>", "fail", ["script_unpinned"]),
    "pinned, but its host is open to others": (
        WITH_CDN, f"<script src={CDN} integrity={HASH}></script>", "inconclusive", ["scripts_unwatched"]),
    "strict-dynamic nonce may bring others": (
        STRICT, f"<script nonce=cmFuZG9t src={CDN}></script>", "inconclusive", ["scripts_unwatched"]),
    "strict-dynamic without any script": (STRICT, "<h1>Journal</h1>", "pass", []),
    "own script under an open host": (WITH_CDN, "<script src=/app.js></script>", "inconclusive", ["scripts_unwatched"]),
    "an own nonce": (NONCE, "<script nonce=cmFuZG9t>go()</script>", "pass", []),
}  # fmt: skip


@pytest.mark.parametrize(("csp", "html", "verdict", "found"), SCRIPTS.values(), ids=SCRIPTS.keys())
def test_scripts_behind_the_sign_in(csp: str, html: str, verdict: str, found: list[str]) -> None:
    assert stated(evidence(signed_in=(behind(html, headers={CSP: csp}),))) == (verdict, found)


def test_a_third_party_script_in_front_of_the_sign_in_is_not_judged() -> None:
    assert stated(evidence(shown("/p", f"<script src={CDN}></script>", headers={CSP: WITH_CDN}))) == ("pass", [])


def test_a_reason_in_the_dossier_asks_for_a_review() -> None:
    def dossier(why: str) -> Looked:
        data = {"web": {"scripts": [{"name": CDN, "why": why}]}}
        return looked("dossier.read", sight("dossier.declaration", data))

    nonced = behind(f"<script nonce=cmFuZG9t src={CDN}?v=2></script>", headers={CSP: NONCE})
    assert stated(evidence(signed_in=(nonced,), also=(dossier("mis à jour chaque jour"),))) == (
        "review",
        ["script_reasoned"],
    )
    assert stated(evidence(signed_in=(nonced,), also=(dossier(" "),))) == ("fail", ["script_unpinned"])


def test_an_authenticated_page_must_have_been_recorded() -> None:
    back = shown("/connexion", FORM, context="account:a", purpose="signed_in")
    refused = shown("/journal", "<h1>403</h1>", status=403, context="account:a", purpose="signed_in")
    data = exchange(f"{BASE}/journal", "{}", content_type="application/json", context="account:a", purpose="signed_in")
    for seen in ((back,), (refused,), (data,)):
        assert stated(evidence(signed_in=seen)) == ("inconclusive", ["no_authenticated_page"])
    account = behind(FORM, tags={"canary": "h"})
    assert stated(evidence(signed_in=(account,))) == ("pass", [])


def test_a_candidate_that_has_no_sign_in_owes_none() -> None:
    assert stated(evidence(candidate=BROCHURE)) == ("pass", [])


def test_no_html_is_not_applicable_and_no_answer_is_not() -> None:
    data = exchange(f"{BASE}/", "{}", content_type="application/json", purpose="crawl")
    looks = looked("http.crawl", data, crawl_summary()), looked("http.signed_in", data)
    assert stated(bundle_of(*looks, *CONTROL, candidate=BROCHURE, control=CONTROL_APP)) == (
        "not_applicable",
        ["no_html"],
    )
    silent = exchange(f"{BASE}/", error="timeout", purpose="crawl")
    looks = looked("http.crawl", silent, crawl_summary()), looked("http.signed_in", silent)
    assert stated(bundle_of(*looks, *CONTROL, candidate=BROCHURE, control=CONTROL_APP)) == (
        "inconclusive",
        ["nothing_answered"],
    )


def test_missing_looks_are_told_and_a_fail_stands_beside_them() -> None:
    crawl = looked("http.crawl", shown("/connexion", FORM), crawl_summary())
    gone = failed("http.signed_in", "gap.missing_input", input="accounts.a")
    seen = bundle_of(crawl, gone, *CONTROL, candidate=APP, control=CONTROL_APP)
    assert stated(seen) == ("inconclusive", ["no_authenticated_page", "gap.missing_input"])
    bad = looked("http.crawl", shown("/connexion", FORM, headers={"x-content-type-options": None}), crawl_summary())
    assert stated(bundle_of(bad, gone, *CONTROL, candidate=APP, control=CONTROL_APP))[0] == "fail"


def test_a_bounded_crawl_is_told() -> None:
    crawl = looked("http.crawl", shown("/connexion", FORM), crawl_summary(truncated=True, why="pages"))
    seen = bundle_of(crawl, looked("http.signed_in", behind()), *CONTROL, candidate=APP, control=CONTROL_APP)
    assert stated(seen) == ("pass", ["crawl_bounded"])


def test_without_its_control_the_instrument_proves_nothing() -> None:
    crawl = looked("http.crawl", shown("/connexion", FORM), crawl_summary())
    seen = bundle_of(crawl, looked("http.signed_in", behind()), candidate=APP, control=CONTROL_APP)
    assert stated(seen) == ("inconclusive", ["gap.control"])


WHOLE = evidence(
    shown("/a", headers={"x-content-type-options": None}), signed_in=(behind(), behind(headers={CSP: None}))
)


def test_a_deleted_observation_never_makes_a_pass() -> None:
    unpinned = behind(f"<script src={CDN}></script>", headers={CSP: WITH_CDN})
    for seen in (
        evidence(),
        evidence(signed_in=(behind(), unpinned)),
        evidence(shown("/connexion", FORM, headers=OPEN)),
    ):
        assert_deletion_never_passes("SEC-04", seen)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from([seen.id for seen in WHOLE.observations])))
def test_no_subset_of_a_failing_bundle_passes(names: set[str]) -> None:
    assert judge_one("SEC-04", without(WHOLE, *names)).verdict != "pass"
