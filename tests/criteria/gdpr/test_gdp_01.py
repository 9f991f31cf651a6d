"""GDP-01: a privacy notice in French that is easy to find."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.support.evidence import (
    BASE,
    CANDIDATE,
    Looked,
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    exchange,
    failed,
    judge_one,
    page,
)
from tests.support.sites import ENGLISH, FOOT, NOTICE, SIGN_UP, Pages, bare_control, html, site

NO_NOTICE = FOOT.replace('<a href="/confidentialite">Confidentialité</a>', "")
SCRIPT = "<script src='/a.js'></script>"


def evidence(crawl: Looked, **candidate: Any) -> MemoryEvidence:
    return bundle_of(crawl, bare_control(), candidate=msgspec.structs.replace(CANDIDATE, **candidate))


def verdict_of(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("GDP-01", found)
    return judged.verdict.value, clauses(judged)[0]


def test_a_notice_in_the_footer_passes() -> None:
    found = evidence(site())
    assert verdict_of(found) == ("pass", "sound")
    assert_deletion_never_passes("GDP-01", found)


def test_scripts_and_bounds_do_not_matter_where_the_notice_is_found() -> None:
    crawl = site({"/": ("Accueil", SCRIPT)}, truncated=True, why="pages")
    assert verdict_of(evidence(crawl)) == ("pass", "sound")


def test_a_notice_behind_a_redirect_is_found() -> None:
    foot = FOOT.replace("/confidentialite", "/legal/privacy")
    moved = exchange(f"{BASE}/legal/privacy", status=301, headers=[("location", "/confidentialite")], purpose="crawl")
    assert verdict_of(evidence(site(None, moved, foot=foot))) == ("pass", "sound")


@pytest.mark.parametrize("title", ["Protection des données", "Vos données", "Charte RGPD"])
def test_a_notice_is_known_by_what_it_says(title: str) -> None:
    foot = NO_NOTICE + '<a href="/d">Vos données</a>'
    crawl = site({"/confidentialite": None, "/d": (title, NOTICE)}, foot=foot)
    assert verdict_of(evidence(crawl)) == ("pass", "sound")


@pytest.mark.parametrize(
    ("crawl", "clause"),
    [
        (site({"/confidentialite": None}, foot=NO_NOTICE), "not_found"),
        (site({"/confidentialite": None}), "not_found"),
        (site({"/confidentialite": ("Privacy notice", ENGLISH)}), "not_french"),
        (
            site(
                {
                    "/aide": ("Aide", "<a href='/aide/2'>Suite</a>"),
                    "/aide/2": ("Suite", "<a href='/confidentialite'>Politique de confidentialité</a>"),
                    "/confidentialite": ("Politique de confidentialité", NOTICE),
                },
                foot=NO_NOTICE,
            ),
            "not_found",
        ),
    ],
)
def test_a_notice_that_is_missing_far_or_foreign_fails(crawl: Looked, clause: str) -> None:
    found = evidence(crawl)
    assert verdict_of(found) == ("fail", clause)
    assert_deletion_never_passes("GDP-01", found)


def test_a_notice_behind_login_fails() -> None:
    gate = exchange(f"{BASE}/confidentialite", status=303, headers=[("location", "/connexion")], purpose="crawl")
    crawl = site({"/connexion": ("Connexion", SIGN_UP)}, gate)
    sights = tuple(one for one in crawl.sights if one is gate or not one.target.endswith("/confidentialite"))
    found = evidence(msgspec.structs.replace(crawl, sights=sights))
    assert verdict_of(found) == ("fail", "needs_login")
    assert_deletion_never_passes("GDP-01", found)


def test_a_sign_up_page_without_the_link_fails() -> None:
    lone = page("/inscription", html("Créer un compte", SIGN_UP, foot=""))
    crawl = site()
    sights = tuple(lone if one.target.endswith("/inscription") else one for one in crawl.sights)
    assert verdict_of(evidence(msgspec.structs.replace(crawl, sights=sights))) == ("fail", "not_found")


@pytest.mark.parametrize(
    ("crawl", "clause"),
    [
        (site({"/confidentialite": None, "/": ("Accueil", SCRIPT)}, foot=NO_NOTICE), "not_all_seen"),
        (site({"/confidentialite": None}, foot=NO_NOTICE, truncated=True, why="pages"), "not_all_seen"),
        (site({"/confidentialite": ("Privacy notice", ENGLISH + SCRIPT)}), "not_all_seen"),
        (site(foot=NO_NOTICE + '<a href="https://autre.example/p">Politique de confidentialité</a>'), "notice_unread"),
        (site(foot=NO_NOTICE + '<a href="/confidentialite.pdf">Politique de confidentialité</a>'), "notice_unread"),
        (site(reached={"home": False, "sign_up": True}), "start_unreached"),
        (site(reached={"home": True, "sign_up": False}), "start_unreached"),
    ],
)
def test_what_could_not_be_seen_is_inconclusive(crawl: Looked, clause: str) -> None:
    found = evidence(crawl)
    assert verdict_of(found) == ("inconclusive", clause)
    assert_deletion_never_passes("GDP-01", found)


def test_data_blocks_are_no_scripts() -> None:
    block = "<script type='application/ld+json'>{}</script>"
    crawl = site({"/confidentialite": None, "/": ("Accueil", block)}, foot=NO_NOTICE)
    assert verdict_of(evidence(crawl)) == ("fail", "not_found")


@pytest.mark.parametrize(
    ("pages", "clause"),
    [
        ({"/confidentialite": ("Politique de confidentialité", "<p>Vos données personnelles.</p>")}, "notice_unclear"),
        ({"/confidentialite": ("Confidentialité / Privacy", NOTICE + ENGLISH)}, "language_unclear"),
    ],
)
def test_what_cannot_be_recognised_is_for_a_person(pages: Pages, clause: str) -> None:
    assert verdict_of(evidence(site(pages))) == ("review", clause)


def test_an_undeclared_sign_up_page_counts_too() -> None:
    lone = page("/inscription", html("Créer un compte", SIGN_UP, foot=""))
    crawl = site(starts={"home": f"{BASE}/"})
    sights = tuple(lone if one.target.endswith("/inscription") else one for one in crawl.sights)
    assert verdict_of(evidence(msgspec.structs.replace(crawl, sights=sights))) == ("fail", "not_found")


def test_the_settings_of_a_mobile_app_are_not_seen_yet() -> None:
    assert verdict_of(evidence(site(), faces=("web", "mobile"))) == ("inconclusive", "mobile_unseen")


def test_a_crawl_that_failed_is_inconclusive() -> None:
    assert verdict_of(evidence(failed("http.crawl", "gap.unreachable", host="x", detail="y")))[0] == "inconclusive"


def test_without_its_control_nothing_is_concluded() -> None:
    assert judge_one("GDP-01", bundle_of(site())).verdict == "inconclusive"
