"""CON-04: advertising on health content and on personal pages."""

from __future__ import annotations

import pytest

from tests.support.browsing import JOURNAL, SIGNED_IN, browsed, journey, rendered, request
from tests.support.evidence import BASE, Sight, assert_deletion_never_passes, clauses, failed, judge_one, looked

AD = "https://securepubads.doubleclick.net/gampad"
ARTICLE = f"{BASE}/articles/hypertension"
PERSONAL = rendered(JOURNAL, **{**SIGNED_IN, "page": JOURNAL})
SLOT = '<p>Texte</p><img src="/div-gpt-ad-1.png">'
CASES: dict[str, tuple[tuple[Sight, ...], str, str]] = {
    "none": ((rendered(ARTICLE), PERSONAL), "pass", "sound"),
    "on a personal page": ((PERSONAL, request(AD, **SIGNED_IN)), "fail", "advertising"),
    "on an article": ((rendered(ARTICLE), PERSONAL, request(AD, page=ARTICLE)), "fail", "advertising"),
    "on an article after acceptance": (
        (PERSONAL, request(AD, page=ARTICLE, state="accepted")), "fail", "advertising"),
    "on the home page it is for others": ((PERSONAL, request(AD, page=f"{BASE}/")), "pass", "sound"),
    "a slot on an article": ((PERSONAL, rendered(ARTICLE, html=SLOT)), "fail", "slot"),
    "an own offer": ((PERSONAL, rendered(ARTICLE, html='<img src="/offre.png">')), "pass", "sound"),
    "another third party": ((PERSONAL, request("https://cdn.example/a.png", **SIGNED_IN)), "pass", "sound"),
    "no personal page was seen": ((rendered(ARTICLE),), "inconclusive", "no_personal_page"),
    "a third party that did not load": (
        (PERSONAL, request("https://x.example/t.js", type="script", status=0, error="dns")),
        "inconclusive", "third_party_unloaded"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_advertising(name: str) -> None:
    sights, verdict, clause = CASES[name]
    found = judge_one("CON-04", browsed(*sights, also=(looked("browser.journeys", journey("sign_in")),)))
    assert (found.verdict, clause in clauses(found)) == (verdict, True), clauses(found)


def test_without_journeys_there_is_no_verdict() -> None:
    missing = failed("browser.journeys", "gap.missing_input", input="recordings")
    assert judge_one("CON-04", browsed(rendered(ARTICLE), also=(missing,))).verdict == "inconclusive"


def test_taking_evidence_away_never_passes() -> None:
    walked = looked("browser.journeys", PERSONAL, request(AD, **SIGNED_IN))
    assert_deletion_never_passes("CON-04", browsed(rendered(ARTICLE), also=(walked,)))
