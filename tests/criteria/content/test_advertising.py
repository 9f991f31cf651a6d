"""CON-04: advertising on health content and on personal pages."""

from __future__ import annotations

import pytest

from criteria.facts.content_sample import ContentSample
from tests.support.browsing import JOURNAL, SIGNED_IN, browsed, journey, rendered, request
from tests.support.evidence import (
    BASE,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    clauses,
    failed,
    judge_one,
    looked,
    sight,
)

AD = "https://securepubads.doubleclick.net/gampad"
ARTICLE = f"{BASE}/articles/hypertension"
PERSONAL = rendered(JOURNAL, **{**SIGNED_IN, "page": JOURNAL})
SLOT = '<p>Texte</p><img src="/div-gpt-ad-1.png">'
NO_CONTENT = sight("content.sample_summary", ContentSample(seed="0"))
ELSEWHERE = f"{BASE}/vivre-avec/tension"
DRAWN = sight("content.sample_summary", ContentSample(seed="0", population=1, drawn=(ELSEWHERE,)))


def audit(*sights: Sight, sample: Sight = NO_CONTENT) -> MemoryEvidence:
    """A signed-in walk, with this sample of health content."""
    return browsed(*sights, also=(looked("browser.journeys", journey("sign_in")), looked("content.sample", sample)))


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
    found = judge_one("CON-04", audit(*sights))
    assert (found.verdict, clause in clauses(found)) == (verdict, True), clauses(found)


def test_content_that_no_browser_showed_is_not_free_of_advertising() -> None:
    found = judge_one("CON-04", audit(PERSONAL, sample=DRAWN))
    assert (found.verdict, "content_unrendered" in clauses(found)) == ("inconclusive", True)


@pytest.mark.parametrize(("sent", "verdict"), [((), "pass"), ((request(AD, page=ELSEWHERE),), "fail")])
def test_content_is_where_the_sample_was_drawn(sent: tuple[Sight, ...], verdict: str) -> None:
    assert judge_one("CON-04", audit(PERSONAL, rendered(ELSEWHERE), *sent, sample=DRAWN)).verdict == verdict


def test_without_journeys_there_is_no_verdict() -> None:
    missing = failed("browser.journeys", "gap.missing_input", input="recordings")
    also = (missing, looked("content.sample", NO_CONTENT))
    assert judge_one("CON-04", browsed(rendered(ARTICLE), also=also)).verdict == "inconclusive"


def test_taking_evidence_away_never_passes() -> None:
    walked = looked("browser.journeys", PERSONAL, request(AD, **SIGNED_IN))
    assert_deletion_never_passes("CON-04", browsed(rendered(ARTICLE), also=(walked, looked("content.sample", DRAWN))))
