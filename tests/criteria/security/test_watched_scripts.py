"""Where a browser watched, scripts are no longer a blind spot: SEC-03, SEC-04, SEC-05 and SEC-07 say what they did."""

from __future__ import annotations

import pytest

from criteria.audit import Judged
from tests.criteria.security import test_browser_cookies as cookies
from tests.criteria.security import test_browser_policies as policies
from tests.criteria.security import test_cleartext as cleartext
from tests.support import urls
from tests.support.browsed import ACCOUNT, held, journeys, opened, replayed, requested
from tests.support.evidence import (
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    clauses,
    failed,
    judge_one,
    looked,
    page,
)

SCRIPT = "<script src=/a.js></script>"
WATCHED = opened("/journal", **ACCOUNT)
TAG = "https://tag.example/t.js"


def stated(criterion: str, found: MemoryEvidence) -> tuple[str, list[str]]:
    judged: Judged = judge_one(criterion, found)
    return judged.verdict.value, [one for one in clauses(judged) if one != "sound"]


def addresses(*also: Looked) -> MemoryEvidence:
    """SEC-07's bundle of an app with a script behind its sign-in."""
    return urls.urls(urls.asked("/journal", body=SCRIPT), also=also)


UNSEEN = ("inconclusive", ["scripts_unseen"])
CANARY = f"/api/notes?q={urls.CANARY}"


@pytest.mark.parametrize(
    ("also", "verdict"),
    [
        pytest.param((), UNSEEN, id="nobody watched"),
        pytest.param((journeys(WATCHED),), ("pass", []), id="watched"),
        pytest.param((journeys(requested("/journal?x=1", main=True, **ACCOUNT)),), ("pass", []), id="on the way"),
        pytest.param((journeys(opened("/autre", **ACCOUNT)),), UNSEEN, id="another page"),
        pytest.param((journeys(opened("/journal")),), UNSEEN, id="as a visitor"),
        pytest.param((journeys(opened("/journal", status=0, **{**ACCOUNT})),), UNSEEN, id="it never loaded"),
        pytest.param((looked("browser.journeys", replayed("sign_in"), WATCHED),), UNSEEN, id="nothing was entered"),
        pytest.param(
            (looked("browser.journeys", replayed("enter_measure", "health", outcome="broken"), WATCHED),),
            UNSEEN,
            id="broken",
        ),
        pytest.param((failed("browser.journeys", "browser.not_found"),), UNSEEN, id="no browser"),
        pytest.param(
            (journeys(WATCHED, requested(CANARY, "/journal", **ACCOUNT)),), ("fail", ["canary_in_url"]), id="a canary"
        ),
        pytest.param(
            (journeys(requested(CANARY, "/journal", **ACCOUNT)),),
            ("fail", ["canary_in_url"]),
            id="a canary all the same",
        ),
        pytest.param(
            (journeys(WATCHED, requested(f"{TAG}?q={urls.CANARY}", "/journal", **ACCOUNT)),),
            ("pass", []),
            id="GDP-08 answers for other hosts",
        ),
    ],
)
def test_addresses_that_scripts_ask_for(also: tuple[Looked, ...], verdict: tuple[str, list[str]]) -> None:
    assert stated("SEC-07", addresses(*also)) == verdict


OPEN = {policies.CSP: f"script-src 'self' https://tag.example; {policies.REST}"}
PINNED = '<script src="https://tag.example/t.js" integrity="sha384-AAAA"></script>'


def scripted(*also: Looked) -> MemoryEvidence:
    """SEC-04's bundle of an app whose policy would let a third party's script in."""
    return policies.evidence(signed_in=(policies.behind(SCRIPT, headers=OPEN),), also=also)


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        pytest.param([], ("inconclusive", ["scripts_unwatched"]), id="nobody watched"),
        pytest.param([WATCHED], ("pass", []), id="nothing of others"),
        pytest.param(
            [WATCHED, requested("/b.js", "/journal", type="script", **ACCOUNT)], ("pass", []), id="own script"
        ),
        pytest.param(
            [WATCHED, requested(TAG, "/journal", type="script", **ACCOUNT)], ("fail", ["script_unpinned"]), id="a tag"
        ),
        pytest.param(
            [opened("/journal", PINNED, **ACCOUNT), requested(TAG, "/journal", type="script", **ACCOUNT)],
            ("pass", []),
            id="pinned by the script that adds it",
        ),
        pytest.param(
            [WATCHED, requested(TAG, "/journal", type="script", status=0, error="csp", **ACCOUNT)],
            ("pass", []),
            id="the policy held it back",
        ),
        pytest.param([WATCHED, requested(TAG, "/journal", type="script")], ("pass", []), id="before the sign-in"),
        pytest.param([WATCHED, requested(TAG, "/journal", type="image", **ACCOUNT)], ("pass", []), id="no script"),
    ],
)
def test_scripts_that_scripts_bring_in(seen: list[Sight], verdict: tuple[str, list[str]]) -> None:
    assert stated("SEC-04", scripted(*([journeys(*seen)] if seen else []))) == verdict


def cookies_unseen() -> tuple[str, list[str]]:
    """What SEC-05 says of a cookie that nobody was seen to set."""
    return "inconclusive", ["set_cookie_unseen"]


LOOSE = (page("/", "<h1>Accueil</h1>", headers=(cleartext.HSTS,)),)
CLEAR = "http://images.example/p.png"


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        pytest.param([], ("inconclusive", ["page_unwatched"]), id="nobody watched"),
        pytest.param([opened("/"), requested("/a.css", type="stylesheet")], ("pass", []), id="nothing in clear"),
        pytest.param([opened("/autre")], ("inconclusive", ["page_unwatched"]), id="another page"),
        pytest.param([opened("/"), requested(CLEAR, type="image")], ("fail", ["loads_in_clear"]), id="a picture"),
        pytest.param(
            [opened("/"), requested("ws://x.example/", type="websocket")], ("fail", ["loads_in_clear"]), id="ws"
        ),
        pytest.param(
            [opened("/"), requested(CLEAR, status=0, error="blocked")], ("pass", []), id="the browser refused"
        ),
        pytest.param([opened("/"), requested(CLEAR, "https://other.example/")], ("pass", []), id="of somebody else"),
    ],
)
def test_what_pages_load_in_clear(seen: list[Sight], verdict: tuple[str, list[str]]) -> None:
    also = (looked("browser.visits", *seen),) if seen else ()
    assert stated("SEC-03", cleartext.evidence(pages=LOOSE, also=also)) == verdict


@pytest.mark.parametrize(
    ("cookie", "verdict"),
    [
        pytest.param(
            held("sid", secure=True, same_site="Lax", **ACCOUNT),
            ("fail", ["not_http_only", "no_prefix"]),
            id="of a script",
        ),
        pytest.param(
            held("sid", same_site="Lax", **ACCOUNT),
            ("fail", ["not_secure", "not_http_only", "no_prefix"]),
            id="in clear",
        ),
        pytest.param(held("sid", http_only=True, **ACCOUNT), cookies_unseen(), id="no script can have set it"),
        pytest.param(held("sid", setter="https://app.example.fr/", **ACCOUNT), cookies_unseen(), id="of an answer"),
        pytest.param(held("sid"), cookies_unseen(), id="of a visitor"),
        pytest.param(held("other", **ACCOUNT), cookies_unseen(), id="of another name"),
    ],
)
def test_session_cookies_that_scripts_set(cookie: Sight, verdict: tuple[str, list[str]]) -> None:
    ablation = cookies.ablation("sid=~~x~~; theme=dark", ("sid",))
    found = cookies.evidence("other=x", trial=ablation, also=(journeys(cookie),))
    assert stated("SEC-05", found) == verdict


def test_no_deletion_makes_what_was_watched_a_pass() -> None:
    leaking = (journeys(WATCHED, requested(CANARY, "/journal", **ACCOUNT)),)
    assert_deletion_never_passes("SEC-07", addresses(*leaking))
    tagged = journeys(WATCHED, requested(TAG, "/journal", type="script", **ACCOUNT))
    assert_deletion_never_passes("SEC-04", scripted(tagged))
    clear = looked("browser.visits", opened("/"), requested(CLEAR, type="image"))
    assert_deletion_never_passes("SEC-03", cleartext.evidence(pages=LOOSE, also=(clear,)))
