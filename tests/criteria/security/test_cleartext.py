"""SEC-03: every outcome of the rule on cleartext ports, HSTS and pages that no browser watched."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.candidate import Candidate
from criteria.facts.tls import TlsScan
from tests.support.evidence import (
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

URL = "http://app.example.fr/"
HSTS = ("strict-transport-security", "max-age=31536000; includeSubDomains")
CSP = ("content-security-policy", "default-src 'self'")
SOUND = (HSTS, CSP)
CONTROL = (
    looked("http.cleartext", exchange("http://control.test/", "<h1>C</h1>", purpose="cleartext"), subject="control"),
    looked("http.crawl", page("https://control.test/", "<h1>Control</h1>"), subject="control"),
)


def clear(body: str = "", *, url: str = URL, status: int = 301, location: str = "", **more: Any) -> Sight:
    """An answer of the cleartext port."""
    headers = [("location", location)] if location else []
    return exchange(url, body, status=status, headers=headers, **{"purpose": "cleartext", **more})


REDIRECT = clear("<p>Moved</p>", location="https://app.example.fr/")


def evidence(
    *ports: Sight, pages: tuple[Sight, ...] | None = None, also: tuple[Looked, ...] = (), **more: Any
) -> MemoryEvidence:
    """A sound bundle with these answers of the cleartext port and these pages instead of its own."""
    shown = (page("/", "<h1>Accueil</h1>", headers=SOUND),) if pages is None else pages
    seen = (*shown, crawl_summary(pages=len(shown)))
    return bundle_of(
        looked("http.cleartext", *(ports or (REDIRECT,))), looked("http.crawl", *seen), *also, *CONTROL, **more
    )


def stated(found: MemoryEvidence) -> tuple[str, list[str]]:
    judged = judge_one("SEC-03", found)
    return judged.verdict.value, [one for one in clauses(judged) if one != "sound"]


PASSES = {
    "301 to https on the same host": REDIRECT,
    "308 to another host of the same domain": clear(status=308, location="https://www.example.fr/"),
    "a relative scheme with another port": clear(location="https://app.example.fr:8443/"),
    "an upper-case scheme": clear(location="HTTPS://APP.EXAMPLE.FR/"),
    "a refusal": clear(error="refused"),
    "hanging up without a byte": clear(error="closed"),
    "an error without content": clear(status=403),
    "a 426 without content": clear(status=426),
}


@pytest.mark.parametrize("answer", PASSES.values(), ids=PASSES.keys())
def test_ports_that_pass(answer: Sight) -> None:
    assert stated(evidence(answer)) == ("pass", [])


FAILS = {
    "a page in clear": (clear("<h1>Accueil</h1>", status=200), "cleartext_content"),
    "an API in clear": (clear("{}", url=f"{URL}v1/measures", status=200), "cleartext_content"),
    "204": (clear(status=204), "cleartext_content"),
    "a redirect by meta refresh": (clear("<meta http-equiv=refresh content=0>", status=200), "cleartext_content"),
    "a redirect without Location": (clear(status=301), "cleartext_content"),
    "304": (clear(status=304), "cleartext_content"),
    "an error page": (clear("<h1>403 Forbidden</h1>", status=403), "cleartext_error_content"),
    "a redirect to http": (clear(location="http://www.example.fr/"), "redirect_in_clear"),
    "a relative redirect": (clear(location="/accueil"), "redirect_in_clear"),
    "a redirect to another domain": (clear(location="https://exemple.example.com/"), "redirect_elsewhere"),
    "a look-alike domain": (clear(location="https://app.example.fr.attacker.test/"), "redirect_elsewhere"),
    "another domain behind a login": (clear(location="https://app.example.fr@attacker.test/"), "redirect_elsewhere"),
    "an address without host": (clear(location="https:///"), "redirect_elsewhere"),
}


@pytest.mark.parametrize(("answer", "clause"), FAILS.values(), ids=FAILS.keys())
def test_ports_that_fail(answer: Sight, clause: str) -> None:
    assert stated(evidence(answer)) == ("fail", [clause])


UNSURE = {
    "silence after the connection": clear(error="timeout", peer="198.51.100.7"),
    "no name": clear(error="dns"),
    "an address that may not be spoken to": clear(error="forbidden_address"),
    "no HTTP": clear(error="protocol", peer="198.51.100.7"),
}


@pytest.mark.parametrize("answer", UNSURE.values(), ids=UNSURE.keys())
def test_ports_that_were_not_probed(answer: Sight) -> None:
    assert stated(evidence(answer)) == ("inconclusive", ["port_not_probed"])


@pytest.mark.parametrize("error", ["timeout", "unreachable"])
def test_a_port_that_drops_everything_is_closed_where_its_host_answers(error: str) -> None:
    assert stated(evidence(clear(error=error))) == ("pass", ["port_silent"])


def test_a_silent_port_of_a_silent_host_proves_nothing() -> None:
    silent = clear(url="http://api.example.fr/", error="timeout")
    two = msgspec.structs.replace(CANDIDATE, hosts=("app.example.fr", "api.example.fr"))
    assert stated(evidence(REDIRECT, silent, candidate=two)) == ("inconclusive", ["port_not_probed"])
    scan = TlsScan(host="api.example.fr", port=443, address="198.51.100.8", declared=True, reached=True,
                   handshake="completed", protocols=(), suites=())  # fmt: skip
    seen = evidence(REDIRECT, silent, candidate=two, also=(looked("tls.scan", sight("tls.scan", scan)),))
    assert stated(seen) == ("pass", ["port_silent"])


def test_a_declared_host_that_was_not_probed() -> None:
    two = msgspec.structs.replace(CANDIDATE, hosts=("app.example.fr", "api.example.fr"))
    assert stated(evidence(candidate=two)) == ("inconclusive", ["port_not_probed"])


def test_an_api_path_that_redirects_is_a_remark() -> None:
    api = clear(url=f"{URL}v1/measures", location="https://app.example.fr/v1/measures")
    assert stated(evidence(REDIRECT, api)) == ("pass", ["api_path_redirects"])
    for_people = clear(url=f"{URL}v1-notre-histoire", location="https://app.example.fr/v1-notre-histoire")
    assert stated(evidence(REDIRECT, for_people)) == ("pass", [])


LAB = Candidate(
    name="Lab", faces=("web",), base_url="https://127.0.0.1:8443", hosts=("127.0.0.1:8443",),
    cleartext_ports={"127.0.0.1:8443": 8080},
)  # fmt: skip


def test_an_address_of_the_lab_redirects_to_itself() -> None:
    answer = clear(url="http://127.0.0.1:8080/", location="https://127.0.0.1:8443/")
    pages = (page("https://127.0.0.1:8443/", "<h1>Accueil</h1>", headers=SOUND),)
    assert stated(evidence(answer, pages=pages, candidate=LAB)) == ("pass", [])
    away = clear(url="http://127.0.0.1:8080/", location="https://127.0.0.2:8443/")
    assert stated(evidence(away, pages=pages, candidate=LAB)) == ("fail", ["redirect_elsewhere"])
    other_port = clear(url="http://127.0.0.1:80/", error="refused")
    assert stated(evidence(other_port, pages=pages, candidate=LAB)) == ("inconclusive", ["port_not_probed"])


def test_a_crawl_that_is_led_to_content_in_clear() -> None:
    pages = (page("/", "<h1>Accueil</h1>", headers=SOUND), page("http://app.example.fr/ancien", "<p>Ancien</p>"))
    assert stated(evidence(pages=pages)) == ("fail", ["cleartext_content"])


def one_page(*headers: tuple[str, str], html: str = "<h1>Accueil</h1>", **more: Any) -> MemoryEvidence:
    """A bundle with one page that carries these header fields."""
    return evidence(pages=(page("/", html, headers=headers, **more),))


POLICIES = {
    "none": ((CSP,), "fail", ["no_hsts"]),
    "one day": ((CSP, (HSTS[0], "max-age=86400; includeSubDomains")), "fail", ["hsts_short"]),
    "switched off": ((CSP, (HSTS[0], "max-age=0; includeSubDomains")), "fail", ["hsts_short"]),
    "one second short": ((CSP, (HSTS[0], "max-age=31535999; includeSubDomains")), "fail", ["hsts_short"]),
    "without max-age": ((CSP, (HSTS[0], "includeSubDomains")), "fail", ["hsts_void"]),
    "max-age twice": ((CSP, (HSTS[0], "max-age=31536000; max-age=31536000")), "fail", ["hsts_void"]),
    "without subdomains": ((CSP, (HSTS[0], "max-age=63072000")), "pass", ["hsts_no_subdomains"]),
    "quoted, two fields, the first counts": (
        (CSP, (HSTS[0], 'max-age="31536000"; includeSubDomains'), (HSTS[0], "max-age=0")),
        "pass",
        [],
    ),
    "no policy": ((HSTS,), "inconclusive", ["page_unwatched"]),
    "reported only": ((HSTS, ("content-security-policy-report-only", CSP[1])), "inconclusive", ["page_unwatched"]),
    "upgrades": ((HSTS, (CSP[0], "upgrade-insecure-requests")), "pass", []),
    "an http source": ((HSTS, (CSP[0], "default-src http://cdn.example.fr")), "inconclusive", ["page_unwatched"]),
    "any source": ((HSTS, (CSP[0], "default-src *")), "inconclusive", ["page_unwatched"]),
    "a ws source": ((HSTS, (CSP[0], "default-src 'self'; connect-src ws:")), "inconclusive", ["page_unwatched"]),
    "no default": ((HSTS, (CSP[0], "script-src 'self'")), "inconclusive", ["page_unwatched"]),
    "one of two policies is enough": ((HSTS, (CSP[0], "script-src 'self'"), CSP), "pass", []),
    "a source without scheme is https on an https page": (
        (HSTS, (CSP[0], "default-src 'self' cdn.example.fr *.example.org")),
        "pass",
        [],
    ),
}


@pytest.mark.parametrize(("headers", "verdict", "found"), POLICIES.values(), ids=POLICIES.keys())
def test_policies_of_pages(headers: tuple[tuple[str, str], ...], verdict: str, found: list[str]) -> None:
    assert stated(one_page(*headers)) == (verdict, found)


def test_a_policy_in_meta_stands_in_too() -> None:
    html = "<meta http-equiv='Content-Security-Policy' content='upgrade-insecure-requests'><h1>Accueil</h1>"
    assert stated(one_page(HSTS, html=html)) == ("pass", [])


def test_an_error_page_counts_and_a_redirect_or_a_third_party_does_not() -> None:
    sound = page("/", "<h1>Accueil</h1>", headers=SOUND)
    assert stated(evidence(pages=(sound, page("/rien", "<h1>404</h1>", status=404, headers=(CSP,))))) == (
        "fail",
        ["no_hsts"],
    )
    away = page("/vers", "<a href=/>ici</a>", status=302, headers=(("location", "/"),))
    foreign = page("https://cdn.example.com/", "<h1>CDN</h1>")
    download = page("/export", "<h1>Export</h1>", headers=(("content-disposition", "attachment; filename=a.html"),))
    data = exchange("https://app.example.fr/api", "{}", content_type="application/json", purpose="crawl")
    assert stated(evidence(pages=(sound, away, foreign, download, data))) == ("pass", [])


def test_many_pages_with_one_fault_are_one_statement() -> None:
    pages = tuple(page(f"/page/{rank}", "<p>Page</p>", headers=(CSP,)) for rank in range(5))
    judged = judge_one("SEC-03", evidence(pages=pages))
    assert clauses(judged) == ["no_hsts"]
    assert judged.finding.statements[0].seen.en.startswith("HTML responses without Strict-Transport-Security: 5")
    assert len(judged.finding.rests_on) == 1


def test_a_web_face_without_a_page_proves_nothing() -> None:
    assert stated(evidence(pages=())) == ("inconclusive", ["no_page"])
    mobile = msgspec.structs.replace(CANDIDATE, faces=("mobile",))
    assert stated(evidence(pages=(), candidate=mobile)) == ("pass", [])


def test_a_bounded_crawl_is_told() -> None:
    pages = (page("/", "<h1>Accueil</h1>", headers=SOUND),)
    seen = bundle_of(
        looked("http.cleartext", REDIRECT),
        looked("http.crawl", *pages, crawl_summary(truncated=True, why="pages")),
        *CONTROL,
    )
    assert stated(seen) == ("pass", ["crawl_bounded"])


def test_missing_looks_are_told_and_a_fail_stands_beside_them() -> None:
    crawl = looked("http.crawl", page("/", "<h1>Accueil</h1>", headers=SOUND), crawl_summary())
    assert stated(bundle_of(crawl, *CONTROL))[0] == "inconclusive"
    gone = failed("http.crawl", "gap.unreachable", host="app.example.fr", detail="refused")
    assert stated(bundle_of(looked("http.cleartext", REDIRECT), gone, *CONTROL))[0] == "inconclusive"
    served = looked("http.cleartext", clear("<h1>Accueil</h1>", status=200))
    assert stated(bundle_of(served, gone, *CONTROL))[0] == "fail"


def test_without_its_control_the_instrument_proves_nothing() -> None:
    seen = bundle_of(looked("http.cleartext", REDIRECT), looked("http.crawl", page("/", "x", headers=SOUND)))
    assert stated(seen) == ("inconclusive", ["gap.control"])


def test_a_deleted_observation_never_makes_a_pass() -> None:
    bad = page("/b", "<p>b</p>", headers=(CSP,))
    silent = clear(error="timeout")
    for seen in (
        evidence(),
        evidence(REDIRECT, silent),
        evidence(REDIRECT, clear("x", status=200)),
        evidence(pages=(page("/", "x", headers=SOUND), bad)),
    ):
        assert_deletion_never_passes("SEC-03", seen)


def test_no_host_is_not_applicable() -> None:
    nobody = Candidate(name="?", faces=("web",))
    looks = looked("http.cleartext", crawl_summary(pages=0)), looked("http.crawl", crawl_summary(pages=0))
    assert stated(bundle_of(*looks, *CONTROL, candidate=nobody)) == ("not_applicable", ["no_host"])


WHOLE = evidence(
    REDIRECT, clear("x", status=200), pages=(page("/", "x", headers=SOUND), page("/b", "b", headers=(CSP,)))
)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from([seen.id for seen in WHOLE.observations])))
def test_no_subset_of_a_failing_bundle_passes(names: set[str]) -> None:
    assert judge_one("SEC-03", without(WHOLE, *names)).verdict != "pass"
