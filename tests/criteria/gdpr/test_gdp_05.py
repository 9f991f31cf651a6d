"""GDP-05: what is read, written and contacted while nobody has consented."""

from __future__ import annotations

import msgspec
import pytest

from tests.support.browsing import (
    ACCEPT,
    APP,
    REFUSE,
    SIGNED_IN,
    banner,
    browsed,
    choice,
    cookie,
    fingerprint,
    request,
    stored,
    visits,
)
from tests.support.evidence import (
    BASE,
    Looked,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    looked,
)

GA = "https://www.google-analytics.com/g/collect"
ASKED = (banner(ACCEPT, REFUSE), choice("refuse"), choice("accept"), choice("withdraw"))
ACCEPTED = {"state": "accepted"}
AFTER = {"state": "withdrawn", "moment": "reload"}
CASES: dict[str, tuple[tuple[Sight, ...], str, str]] = {
    "nothing but the service itself": ((request(f"{BASE}/app.css"),), "pass", "sound"),
    "cookies that need no consent": ((cookie("__Host-session"), cookie("csrftoken"), cookie("lang")), "pass", "sound"),
    "a host of analytics on the first visit": ((request(GA),), "fail", "without_consent"),
    "a host below a listed one": ((request("https://eu.doubleclick.net/x"),), "fail", "without_consent"),
    "a first-party cookie of analytics": ((cookie("_ga_ABC123"),), "fail", "without_consent"),
    "a stored key of analytics": ((stored("amplitude_id"),), "fail", "without_consent"),
    "a third party's cookie": ((cookie("x1", domain=".criteo.com"),), "fail", "without_consent"),
    "after a refusal": ((*ASKED, request(GA, state="refused", moment="reload")), "fail", "without_consent"),
    "on the visit after a refusal": ((*ASKED, request(GA, state="refused_later")), "fail", "without_consent"),
    "after a withdrawal": ((*ASKED, request(GA, **AFTER)), "fail", "without_consent"),
    "on a personal page where nobody asks": ((request(GA, **SIGNED_IN),), "fail", "without_consent"),
    "on a personal page where pages ask": ((*ASKED, request(GA, **SIGNED_IN)), "pass", "sound"),
    "after acceptance only": ((*ASKED, request(GA, **ACCEPTED), cookie("_ga", **ACCEPTED)), "pass", "sound"),
    "up to the withdrawal": ((*ASKED, request(GA, state="withdrawn", moment="choice")), "pass", "sound"),
    "still stored after a withdrawal": ((*ASKED, cookie("_ga", **AFTER)), "review", "left_after_withdrawal"),
    "a cookie that no list knows": ((cookie("zq17"),), "review", "unknown_item"),
    "an identifier of the device": ((cookie("device_id"), cookie("performance_id")), "review", "unknown_item"),
    "a session of measurement": ((cookie("analytics_session"),), "review", "unknown_item"),
    "sessions by any framework": (
        tuple(map(cookie, ("_myapp_session", "ASP.NET_SessionId", "XSRF-TOKEN", "connect.sid", "csrftoken"))),
        "pass",
        "sound",
    ),
    "a session that lasts for years": ((cookie("session", lives=1e8),), "review", "unknown_item"),
    "an unnamed session of those signed in": ((cookie("zq17", http_only=True, **SIGNED_IN),), "pass", "sound"),
    "an unnamed cookie that scripts read": ((cookie("zq17", **SIGNED_IN),), "review", "unknown_item"),
    "a tag manager": ((request("https://www.googletagmanager.com/gtm.js", type="script"),), "review", "unknown_item"),
    "fonts are for another criterion": ((request("https://fonts.gstatic.com/a.woff2"),), "pass", "sound"),
    "an unknown host that keeps nothing": ((request("https://inconnu.example/a.png"),), "pass", "sound"),
    "advertising on a personal page": ((request("https://doubleclick.net/a", **SIGNED_IN),), "pass", "sound"),
    "what a policy kept in": ((request(GA, status=0, error="csp"),), "pass", "sound"),
    "a tracker reads the machine": ((fingerprint("https://static.hotjar.com/h.js"),), "fail", "fingerprinted"),
    "a stranger reads the machine": ((fingerprint("https://inconnu.example/h.js"),), "review", "maybe_fingerprinted"),
    "the service reads the machine": ((fingerprint(f"{BASE}/app.js"),), "pass", "sound"),
    "a third party that did not load": (
        (request("https://inconnu.example/t.js", type="script", status=0, error="dns"),),
        "inconclusive",
        "third_party_unloaded",
    ),
    "no way to refuse was found": ((banner(ACCEPT), choice("refuse", "no_control")), "inconclusive", "choice_untried"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_used_without_consent(name: str) -> None:
    sights, verdict, clause = CASES[name]
    found = judge_one("GDP-05", browsed(*sights))
    assert (found.verdict, clause in clauses(found)) == (verdict, True), clauses(found)


def test_a_failure_stands_where_another_third_party_did_not_load() -> None:
    lost = request("https://inconnu.example/t.js", type="script", status=0, error="dns")
    assert judge_one("GDP-05", browsed(request(GA), lost)).verdict == "fail"


def test_a_pack_says_more_than_our_own_list() -> None:
    pack = b"entries: [{domain: audience.example, entity: Audience, category: analytics}]"
    data = {"name": "trackers", "version": "2026-11-01", "source": "essai", "lab": True}
    lists: Looked = looked("reference.trackers", Sight(kind="reference.pack", data=data, blobs={"pack": pack}))
    found = judge_one("GDP-05", browsed(request("https://a.audience.example/p.gif"), also=(lists,)))
    assert found.verdict == "fail"


@pytest.mark.parametrize("bound", ["requests", "bytes", "time"])
def test_visits_that_met_a_bound_prove_nothing(bound: str) -> None:
    assert judge_one("GDP-05", browsed(ended=visits(bounds=(bound,)))).verdict == "inconclusive"


def test_a_sample_of_pages_is_no_bound() -> None:
    assert judge_one("GDP-05", browsed(ended=visits(bounds=("pages",)))).verdict == "pass"


def test_an_instrument_that_does_not_see_its_control_proves_nothing() -> None:
    seen = looked("browser.visits", visits())
    blind = looked("browser.visits", visits(), subject="control")
    assert judge_one("GDP-05", bundle_of(seen, blind, candidate=APP)).verdict == "inconclusive"


def test_without_a_browser_there_is_no_verdict() -> None:
    blind = bundle_of(failed("browser.visits", "browser.not_found", look="browser.visits"), candidate=APP)
    assert judge_one("GDP-05", blind).verdict == "inconclusive"


def test_a_mobile_app_is_not_judged_by_its_site() -> None:
    app = msgspec.structs.replace(APP, faces=("web", "mobile"))
    assert judge_one("GDP-05", browsed(candidate=app)).verdict == "inconclusive"


def test_taking_evidence_away_never_passes() -> None:
    assert_deletion_never_passes("GDP-05", browsed(cookie("lang")))
    assert_deletion_never_passes("GDP-05", browsed(*ASKED, request(GA, **AFTER)))
