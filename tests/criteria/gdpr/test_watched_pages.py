"""Where a browser watched, scripts are no longer a blind spot: GDP-01 reads what they showed, GDP-11 what they sent."""

from __future__ import annotations

import pytest

from tests.criteria.gdpr import test_gdp_01 as notice
from tests.criteria.gdpr import test_gdp_11 as space
from tests.support.browsed import ACCOUNT, journeys, opened, replayed, requested
from tests.support.evidence import (
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    judge_one,
    looked,
)
from tests.support.pairings import PAIRING_CONTROL
from tests.support.sites import html, site

LINK = '<a href="/confidentialite">Confidentialité</a>'


def scripted(*also: Looked, there: bool = True) -> MemoryEvidence:
    """A site whose home page shows its links by script alone; the notice is linked from elsewhere, or nowhere."""
    pages = {"/": ("Accueil", notice.SCRIPT), **({} if there else {"/confidentialite": None})}
    return bundle_of(site(pages, foot=notice.NO_NOTICE), notice.bare_control(), *also)


def visited(body: str, **more: object) -> Looked:
    return looked("browser.visits", opened("/", html("Accueil", body, foot=notice.NO_NOTICE), **more))


@pytest.mark.parametrize(
    ("body", "more", "clause"),
    [
        ("<p>Rien</p>", {}, "not_found"),
        ("<p>Rien</p>", {"state": "accepted"}, "not_all_seen"),
        ("<p>Rien</p>", {"cut": "size"}, "not_all_seen"),
        ("<p>Rien</p>", {"status": 500}, "not_all_seen"),
    ],
)
def test_what_a_browser_did_not_find_either(body: str, more: dict[str, object], clause: str) -> None:
    judged = judge_one("GDP-01", scripted(visited(body, **more), there=False))
    assert clause in clauses(judged)


def test_without_a_browser_a_link_of_a_script_stays_unseen() -> None:
    assert "not_all_seen" in clauses(judge_one("GDP-01", scripted(there=False)))


READ = space.read(*space.MEASURES)
SHOWN = space.shown("<script src=/app.js></script>")
PAGE = "/espace-sante/lire"
TAG = "https://tag.example/c"


def reading(*seen: Sight, read: bool = True, done: bool = True) -> MemoryEvidence:
    """A page with scripts, and a browser that had it open while measures were read."""
    journey = replayed("read_measures", outcome="done" if done else "broken")
    watched = journeys(*([READ] if read else []), journey, *seen, kind="browser.space")
    looks = [looked("exchange.reads", READ, SHOWN), watched, space.CONTROL]
    return bundle_of(*looks, candidate=space.CANDIDATE, control=PAIRING_CONTROL)


OPEN = opened(PAGE, **ACCOUNT)


@pytest.mark.parametrize(
    ("seen", "verdict", "clause"),
    [
        pytest.param([OPEN], "pass", "sound", id="nothing is sent"),
        pytest.param([OPEN, requested("/api?v=163/101", PAGE, **ACCOUNT)], "pass", "sound", id="to the app itself"),
        pytest.param([OPEN, requested(TAG, PAGE, posted="vu=1", **ACCOUNT)], "pass", "sound", id="something else"),
        pytest.param(
            [OPEN, requested(TAG, PAGE, posted='{"s":163,"d":101}', type="ping", **ACCOUNT)],
            "fail",
            "leaked_by_script",
            id="in a body",
        ),
        pytest.param(
            [OPEN, requested(f"{TAG}?n={space.CANARY}", PAGE, **ACCOUNT)], "fail", "leaked_by_script", id="an address"
        ),
        pytest.param(
            [
                OPEN,
                requested(TAG, PAGE, headers=(("Referer", f"https://app.example.fr/?v={space.CANARY}"),), **ACCOUNT),
            ],
            "fail",
            "leaked_by_script",
            id="in a referrer",
        ),
        pytest.param(
            [OPEN, requested(TAG, PAGE, posted="163,101", status=0, error="csp", **ACCOUNT)],
            "pass",
            "sound",
            id="the policy held it back",
        ),
        pytest.param([opened("/autre", **ACCOUNT)], "inconclusive", "scripts_unseen", id="another page"),
    ],
)
def test_what_scripts_send_of_the_space(seen: list[Sight], verdict: str, clause: str) -> None:
    judged = judge_one("GDP-11", reading(*seen))
    assert judged.verdict == verdict and clause in clauses(judged)
    assert_deletion_never_passes("GDP-11", reading(*seen))


@pytest.mark.parametrize("less", [{"read": False}, {"done": False}])
def test_a_watch_without_a_reading_shows_nothing(less: dict[str, bool]) -> None:
    assert judge_one("GDP-11", reading(OPEN, **less)).verdict == "inconclusive"
