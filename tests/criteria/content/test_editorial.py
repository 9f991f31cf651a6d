"""CON-06, CON-07 and CON-08 on whole evidence: shares, bounds, ages, links, and what is missing."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.support.dossiers import SOUND, read
from tests.support.editorial import (
    BYLINE,
    DATES,
    SOURCES,
    article,
    control,
    crawl,
    dossier,
    links,
    nothing_drawn,
    sample,
)
from tests.support.evidence import (
    CANDIDATE,
    Looked,
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    page,
)

SIX = (article(),) * 6
ALL = ("CON-06", "CON-07", "CON-08")


def evidence(
    drawn: Looked | None = None, said: Looked | None = None, outside: Looked | None = None, **crawled: Any
) -> MemoryEvidence:
    return bundle_of(
        crawled.pop("crawled", None) or crawl(**crawled),
        drawn or sample(*SIX),
        outside or links(fiche=200),
        said or dossier(),
        *control(),
    )


def stated(criterion: str, found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one(criterion, found)
    return judged.verdict.value, clauses(judged)[0]


@pytest.mark.parametrize("criterion", ALL)
def test_sound_articles_pass_and_nothing_may_be_taken_away(criterion: str) -> None:
    assert stated(criterion, evidence()) == ("pass", "sound")
    assert_deletion_never_passes(criterion, evidence())


PARTS = {"CON-06": ("byline", "unsigned"), "CON-07": ("dates", "undated"), "CON-08": ("sources", "unsourced")}


@pytest.mark.parametrize("criterion", ALL)
def test_one_page_of_six_without_is_too_many_and_one_of_thirty_is_not(criterion: str) -> None:
    part, clause = PARTS[criterion]
    lacking = article(**{part: ""})
    found = evidence(sample(lacking, *SIX))
    assert stated(criterion, found) == ("fail", clause)
    assert_deletion_never_passes(criterion, found)
    few = judge_one(criterion, evidence(sample(lacking, *SIX * 5)))
    assert few.verdict == "pass"
    assert f"some_{clause}" in clauses(few)


@pytest.mark.parametrize("criterion", ALL)
def test_a_share_is_not_concluded_from_evidence_with_a_hole(criterion: str) -> None:
    lacking = sample(article(**{PARTS[criterion][0]: ""}), *SIX)
    found = evidence(lacking, failed("dossier.read", "gap.missing_input", input="dossier"))
    assert judge_one(criterion, found).verdict == "inconclusive"


@pytest.mark.parametrize("criterion", ALL)
def test_pages_that_cannot_be_read_surely_are_for_a_person(criterion: str) -> None:
    drawn_by_script = "<html><script src=/app.js></script><div id=root></div></html>"
    found = evidence(sample(*SIX, drawn_by_script, drawn_by_script))
    assert stated(criterion, found) == ("review", "unsure")
    assert judge_one(criterion, evidence(sample(*SIX, drawn_by_script))).verdict == "pass"


@pytest.mark.parametrize("criterion", ALL)
def test_too_few_pages_of_a_larger_set_say_nothing(criterion: str) -> None:
    assert stated(criterion, evidence(sample(*SIX[:3], missing=9))) == ("inconclusive", "too_few_read")
    assert stated(criterion, evidence(sample(*SIX[:3]))) == ("pass", "sound")


@pytest.mark.parametrize("criterion", ALL)
def test_a_declared_set_of_which_nothing_is_found_says_nothing(criterion: str) -> None:
    assert stated(criterion, evidence(sample(population=0, drawn=[]))) == ("inconclusive", "declared_none_found")


HEALTH = """<p>Les symptômes de la maladie et leur traitement : votre médecin ou votre pharmacien vous
conseille. La douleur, la fièvre et l’infection se soignent ; le diabète et l’hypertension se dépistent. Chaque
patient, adulte ou enfant, suit la posologie de son médicament. La vaccination et la prévention comptent, comme
le sommeil et l’alimentation, et le cœur en profite : le risque pour la santé baisse. En cas d’effets
indésirables, consultez. Le dépistage du cancer est proposé à tous les adultes, et la grossesse se suit avec une
sage-femme qui mesure la tension et la glycémie à chaque consultation. Rien de tout cela ne remplace un avis
donné par une personne qui vous connaît et vous examine, et qui sait ce que vous prenez.</p>"""


@pytest.mark.parametrize("criterion", ALL)
@pytest.mark.parametrize(
    ("html", "more", "clause"),
    [
        ("<p>Rien ici.</p>", {}, ("not_applicable", "none_found")),
        ("<p>Rien ici.</p>", {"truncated": True, "why": "pages"}, ("inconclusive", "not_all_seen")),
        ("<div id=app></div><script src=/a.js></script>", {}, ("inconclusive", "not_all_seen")),
        (HEALTH * 3, {}, ("review", "maybe_health")),
    ],
)
def test_where_nothing_is_declared_the_pages_themselves_decide(
    criterion: str, html: str, more: dict[str, Any], clause: tuple[str, str]
) -> None:
    crawled = crawl(page("/x", f"<title>Santé</title>{html}"), **more)
    assert stated(criterion, evidence(nothing_drawn(), read(SOUND), crawled=crawled)) == clause


@pytest.mark.parametrize("criterion", ALL)
def test_health_pages_outside_the_declared_pattern_count_as_well(criterion: str) -> None:
    hidden = f'<title>Peau</title><article itemscope itemtype="https://schema.org/MedicalWebPage">{HEALTH}</article>'
    found = evidence(crawled=crawl(page("/peau", hidden)))
    assert judge_one(criterion, found).verdict == "fail"


@pytest.mark.parametrize("criterion", ALL)
def test_a_mobile_app_is_said_to_be_unseen(criterion: str) -> None:
    about = msgspec.structs.replace(CANDIDATE, faces=("web", "mobile"))
    found = bundle_of(crawl(), sample(*SIX), links(fiche=200), dossier(), *control(), candidate=about)
    assert stated(criterion, found) == ("inconclusive", "mobile_unseen")


@pytest.mark.parametrize("criterion", ALL)
def test_without_its_control_the_instrument_proves_nothing(criterion: str) -> None:
    found = bundle_of(crawl(), sample(*SIX), links(fiche=200), dossier())
    assert judge_one(criterion, found).verdict == "inconclusive"


def test_a_wrong_rpps_number_is_for_a_person() -> None:
    shown = BYLINE.replace("généraliste", "généraliste, RPPS 12345")
    assert stated("CON-06", evidence(sample(article(byline=shown), *SIX))) == ("review", "rpps_wrong")


OLD = "<p>Dernière relecture le 2 mai 2024.</p>"


@pytest.mark.parametrize(
    ("dates", "cycle", "expected"),
    [
        (OLD, 24, ("fail", "stale")),
        (OLD, 30, ("pass", "sound")),
        ("<p>Mis à jour le 1er juin 2023</p>", 60, ("fail", "stale")),
        ("<p>Publié le 2 juillet 2024</p>", 24, ("pass", "sound")),
        (OLD + '<meta property="article:modified_time" content="2026-05-02">', 24, ("review", "maybe_stale")),
        ("<p>Mis à jour le 2 mai 2031</p>", 24, ("pass", "sound")),
    ],
)
def test_the_age_of_a_page_is_held_against_its_cycle(dates: str, cycle: int, expected: tuple[str, str]) -> None:
    said = dossier(content={"pages": ["/articles/*"], "review_cycle_months": cycle})
    found = evidence(sample(article(dates=dates), *SIX), said)
    assert stated("CON-07", found) == expected
    assert_deletion_never_passes("CON-07", found)


def test_a_cycle_that_nobody_declares_is_missing() -> None:
    assert stated("CON-07", evidence(said=dossier(content={"pages": ["/articles/*"]}))) == ("inconclusive", "no_cycle")


def test_dates_that_differ_are_a_remark() -> None:
    shown = article(dates=DATES + '<meta itemprop="lastReviewed" content="2026-05-09">')
    judged = judge_one("CON-07", evidence(sample(*(shown,) * 6)))
    assert judged.verdict == "pass"
    assert "dates_differ" in clauses(judged)


def several(count: int) -> str:
    more = (f'<li><a href="https://has-sante.example/{one}">x</a></li>' for one in range(count))
    return SOURCES.replace("</ul>", "".join(more))


@pytest.mark.parametrize(
    ("statuses", "verdict", "clause"),
    [
        ({"fiche": 404}, "fail", "dead_links"),
        ({"fiche": 410}, "fail", "dead_links"),
        ({"fiche": 403}, "pass", "links_answered"),
        ({"fiche": 429}, "pass", "links_answered"),
        ({"fiche": 503}, "pass", "links_answered"),
        ({"fiche": 0}, "pass", "offline"),
        ({"autre": 404, "fiche": 200}, "pass", "links_answered"),
        ({}, "pass", "offline"),
    ],
)
def test_only_gone_is_dead(statuses: dict[str, int], verdict: str, clause: str) -> None:
    found = evidence(outside=links(**statuses))
    judged = judge_one("CON-08", found)
    assert judged.verdict == verdict
    assert clause in clauses(judged)
    assert_deletion_never_passes("CON-08", found)


def test_one_dead_link_of_thirty_is_a_remark() -> None:
    html = article(sources=several(30))
    answered = {str(one): 200 for one in range(30)} | {"fiche": 404}
    judged = judge_one("CON-08", evidence(sample(*(html,) * 6), outside=links(**answered)))
    assert judged.verdict == "pass"
    assert "some_dead" in clauses(judged)


def test_links_that_nobody_asked_leave_a_gap() -> None:
    found = evidence(outside=failed("outside.links", "gap.engine_error", error="x"))
    assert stated("CON-08", found)[0] == "inconclusive"
