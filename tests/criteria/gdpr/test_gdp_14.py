"""GDP-14: a period for every category, published, and kept by the cookies."""

from __future__ import annotations

from typing import Any

import pytest

from criteria.facts.durations import durations_in, is_vague, names_event, same_periods
from tests.support.dossiers import ABSENT
from tests.support.evidence import (
    BASE,
    Looked,
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    exchange,
    judge_one,
    looked,
)
from tests.support.full_dossiers import FULL_NOTICE, altered, handed_in, shown

PERIOD = "retention__0__period"
PUBLISHED = "retention__0__published"


def signed_in(*cookies: str) -> Looked:
    headers = [("set-cookie", cookie) for cookie in cookies]
    return looked("http.signed_in", exchange(f"{BASE}/journal", "<p>x</p>", headers=headers, purpose="signed_in"))


def evidence(said: Looked | None = None, crawl: Looked | None = None, *more: Looked) -> MemoryEvidence:
    return bundle_of(said or handed_in(), crawl or shown(), *more)


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("GDP-14", found)
    return judged.verdict.value, clauses(judged)[0]


def test_a_table_that_the_notice_publishes_passes() -> None:
    found = evidence(None, None, signed_in("session=x; Max-Age=43200; Secure"))
    assert stated(found) == ("pass", "sound")
    assert_deletion_never_passes("GDP-14", found)


@pytest.mark.parametrize(
    ("paths", "crawl", "expected"),
    [
        ({"retention__0__category": "Autre"}, None, ("fail", "no_row")),
        ({PERIOD: "Durée nécessaire"}, None, ("fail", "no_period")),
        ({PERIOD: ABSENT}, None, ("fail", "no_period")),
        ({PERIOD: "N/A"}, None, ("fail", "no_period")),
        ({PERIOD: "à définir"}, None, ("fail", "no_period")),
        ({PERIOD: "Durée nécessaire, jusqu’à leur suppression"}, None, ("fail", "no_period")),
        ({PERIOD: "Jusqu’à la fin du traitement"}, None, ("review", "period_unclear")),
        ({PERIOD: ABSENT, "retention__0__criterion": "Jusqu’à la suppression du compte"}, None, ("pass", "sound")),
        ({PERIOD: ABSENT, "retention__0__criterion": "Jusqu’à leur suppression par vous"}, None, ("pass", "sound")),
        ({PERIOD: "60 jours"}, None, ("fail", "published_differs")),
        ({PUBLISHED: "Vos mesures sont effacées au bout de trois mois"}, None, ("fail", "not_published")),
        ({PUBLISHED: ABSENT, PERIOD: "90 jours"}, None, ("fail", "not_published")),
        ({PUBLISHED: "trente jours"}, None, ("inconclusive", "no_published")),
        ({PERIOD: "Un certain temps"}, None, ("review", "period_unclear")),
        ({PERIOD: "un mois après la fermeture"}, None, ("pass", "sound")),
        ({PERIOD: ABSENT, "retention__0__criterion": "Jusqu’à la fermeture du compte"}, None, ("pass", "sound")),
        ({PUBLISHED: "Vos mesures sont gardées un mois"}, shown(truncated=True), ("review", "publication_unclear")),
        ({"inventory__0__retention": "Messages", "retention__0__category": "Autre"}, None, ("pass", "sound")),
        ({"inventory__0__category": ABSENT}, None, ("inconclusive", "no_category")),
        ({"retention": ABSENT}, None, ("inconclusive", "no_table")),
        ({"inventory": ABSENT}, None, ("inconclusive", "no_inventory")),
        ({}, shown(""), ("inconclusive", "no_notice")),
    ],
)
def test_what_the_table_says(paths: dict[str, Any], crawl: Looked | None, expected: tuple[str, str]) -> None:
    found = evidence(handed_in(altered(**paths)), crawl)
    assert stated(found) == expected
    assert_deletion_never_passes("GDP-14", found)


@pytest.mark.parametrize(
    ("cookie", "period", "expected"),
    [
        ("session=x; Max-Age=43200", "12 heures", "pass"),
        ("session=x", "12 heures", "pass"),
        ("session=x; Max-Age=0", "12 heures", "pass"),
        ("session=x; Max-Age=86400", "12 heures", "fail"),
        ("session=x; Expires=Fri, 01 Jan 2027 10:00:00 GMT", "12 heures", "fail"),
        ("session=x; Expires=Wed, 01 Jul 2026 21:00:00 GMT", "12 heures", "pass"),
        ("session=x; Expires=soon", "12 heures", "pass"),
        ("session=x; Max-Age=999999999999999999999", "12 heures", "fail"),
        ("session=x; Max-Age=60000", "fin de la session du navigateur", "fail"),
        ("session=x; Max-Age=60000", "Fermeture du compte", "review"),
        ("autre=x; Max-Age=99999999", "12 heures", "pass"),
    ],
)
def test_cookies_keep_to_their_row(cookie: str, period: str, expected: str) -> None:
    rows = {"retention__2__period": period}
    if period != "12 heures":
        rows |= {"retention__2__criterion": period, "retention__2__period": ABSENT}
    found = evidence(handed_in(altered(**rows)), None, signed_in(cookie))
    assert judge_one("GDP-14", found).verdict == expected
    assert_deletion_never_passes("GDP-14", found)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("24 mois", "deux ans", True),
        ("12 mois", "un an", True),
        ("30 jours", "un mois", True),
        ("vingt-quatre (24) mois", "2 ans", True),
        ("3 ans", "trois mois", False),
        ("12 heures", "12 mois", False),
        ("la durée nécessaire", "3 ans", False),
    ],
)
def test_periods_are_compared_whatever_their_words(one: str, other: str, same: bool) -> None:
    assert same_periods(one, other) is same


def test_words_that_are_no_period() -> None:
    assert is_vague("Durée strictement nécessaire aux finalités") and is_vague("as long as necessary")
    assert names_event("Jusqu’à la clôture du compte") and not names_event("Durée nécessaire")
    assert list(durations_in("1 " * 5000 + "unité")) == []


def test_the_notice_may_word_the_period_as_it_likes() -> None:
    text = FULL_NOTICE.replace("pendant douze mois", "pendant un an")
    quote = "Les messages que vous nous envoyez sont gardés pendant un an"
    assert stated(evidence(handed_in(altered(retention__1__published=quote)), shown(text))) == ("pass", "sound")
