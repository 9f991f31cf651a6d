"""CON-10: what the service says that it is not, whom to call, and what a critical value is met with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import pytest

from criteria.candidate import SpaceClient
from tests.support.dossiers import ABSENT, changed, read
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
)

STATEMENT = "<p>Ce carnet ne remplace pas l’avis d’un médecin.</p>"
NUMBERS = "<p>En cas d’urgence, appelez le 15 ou le 112 (114 par SMS).</p>"
FOOT = f"<footer>{STATEMENT}{NUMBERS}</footer>"
NOTICE = "<p>Un malaise ? Appelez le 15.</p>"
FORM = f"<h1>Carnet</h1><p>Systolique</p>{NOTICE}"
SCRIPT = "<script src=/a.js></script>"


def crawl(*bodies: str, foot: str = FOOT, **summary: Any) -> Looked:
    """A home page, then these pages, with a common footer."""
    links = "".join(f'<a href="/{rank}">x</a>' for rank, _ in enumerate(bodies))
    every = [("/", f"<title>Accueil</title>{links}"), *((f"/{rank}", body) for rank, body in enumerate(bodies))]
    pages = (page(path, f"{body}{foot}") for path, body in every)
    return looked("http.crawl", *pages, crawl_summary(len(every), **summary))


def screen(html: str, stage: str, name: str = "hypertensive", kind: str = "text/html", **more: Any) -> Sight:
    """One recorded screen: ``after`` is that of the step that bears the values."""
    walked = {"bearing": "2", "step": "2" if stage == "after" else "1"}
    tags = {"stage": stage} if stage in ("first", "around") else walked
    start = "" if stage == "first" else name
    return exchange(f"{BASE}/carnet", html, purpose="critical", start=start, tags=tags, content_type=kind, **more)


def entered(after: str, *, before: str = FORM, outcome: str = "accepted", kind: str = "text/html") -> Looked:
    """One set of critical values, with its screens."""
    told = {
        "quantities": ["systolic", "diastolic"],
        "entries": [{"set": "hypertensive", "values": {"systolic": 230, "diastolic": 130}, "outcome": outcome}],
    }
    screens = [screen(before, "first"), screen(before, "before"), screen(after, "after", kind=kind)]
    return looked("content.critical", *screens, sight("content.critical_summary", told))


def control() -> list[Looked]:
    base = "https://control.test"
    bare = looked(
        "http.crawl",
        page(f"{base}/", "<title>Control</title>"),
        crawl_summary(1, starts={"home": f"{base}/"}),
        subject="control",
    )
    told = {"entries": [{"set": "hypertensive", "values": {"systolic": 230}, "outcome": "accepted"}]}
    praised = looked(
        "content.critical",
        screen("<p>Journal</p>", "first"),
        screen("<p>Bravo !</p>", "after"),
        sight("content.critical_summary", told),
        subject="control",
    )
    return [bare, praised]


def evidence(
    critical: Looked | None = None, crawled: Looked | None = None, said: Looked | None = None, **about: Any
) -> MemoryEvidence:
    candidate = msgspec.structs.replace(CANDIDATE, **about)
    looks = (crawled or crawl(), critical or entered(FORM), said or read(), *control())
    return bundle_of(*looks, candidate=candidate)


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("CON-10", found)
    return judged.verdict.value, clauses(judged)[0]


def test_a_service_beside_care_passes() -> None:
    assert stated(evidence()) == ("pass", "sound")
    assert_deletion_never_passes("CON-10", evidence())


STATEMENTS = (
    "Ce service ne se substitue en aucun cas à une consultation médicale.",
    "L’application ne saurait remplacer le diagnostic d’un professionnel de santé.",
    "Les informations ne constituent pas un substitut à l’avis d’un médecin.",
    "À utiliser en complément du suivi de votre médecin.",
    "This app does not replace your doctor.",
    "It is not a substitute for professional medical advice.",
    "The content is not intended to be a substitute for medical care.",
)


@pytest.mark.parametrize("words", STATEMENTS)
def test_the_statement_in_many_words(words: str) -> None:
    assert stated(evidence(crawled=crawl(foot=f"<p>{words}</p>{NUMBERS}"))) == ("pass", "sound")


@pytest.mark.parametrize(
    ("crawled", "expected"),
    [
        (crawl(foot=NUMBERS), ("fail", "no_statement")),
        (crawl(foot=NUMBERS + SCRIPT), ("inconclusive", "statement_not_all_seen")),
        (crawl(foot=NUMBERS, truncated=True, why="pages"), ("inconclusive", "statement_not_all_seen")),
        (crawl(foot=NUMBERS + "<p>Demandez un avis médical.</p>"), ("review", "statement_unclear")),
        (crawl("<p>Un.</p>", "<p>Deux.</p>", f"<p>Là.</p>{STATEMENT}", foot=NUMBERS), ("review", "statement_unclear")),
        (crawl(f"<p>Avertissement</p>{STATEMENT}", foot='<a href="/0">Avertissement</a>' + NUMBERS), ("pass", "sound")),
        (crawl(foot=STATEMENT), ("fail", "no_general_number")),
        (crawl(foot=STATEMENT + "<p>En cas d’urgence, appelez le 15.</p>"), ("fail", "no_deaf_number")),
        (crawl(foot=STATEMENT + "<p>Rendez-vous au 15 rue du 114e régiment.</p>"), ("fail", "no_general_number")),
        (crawl(foot=STATEMENT + "<p>112 articles, 114 recettes, 15 vidéos.</p>"), ("fail", "no_general_number")),
        (crawl(foot=STATEMENT + '<a href="tel:112">Secours</a><a href="sms:114">SMS</a>'), ("pass", "sound")),
        (crawl(foot=STATEMENT + "<p>In an emergency call 112, or text 114 if you are deaf.</p>"), ("pass", "sound")),
        (crawl(f"<p>Aide</p>{NUMBERS}", foot=STATEMENT), ("pass", "sound")),
    ],
)
def test_statement_and_numbers(crawled: Looked, expected: tuple[str, str]) -> None:
    found = evidence(crawled=crawled)
    assert stated(found) == expected
    assert_deletion_never_passes("CON-10", found)


TRIVIAL = (
    "Bravo !",
    "Félicitations, mesure enregistrée.",
    "Votre tension est normale.",
    "230/130 : valeur dans la norme",
    "Tout va bien, continuez ainsi.",
    "Rien d’inquiétant.",
    "Well done!",
    "Your blood pressure is perfectly normal.",
    "Great job, goal reached",
    "Mesure notée 🎉",
)
SERIOUS = (
    "Mesure enregistrée.",
    "Cette valeur est très élevée. Appelez le 15.",
    "Ce n’est pas une tension normale : appelez votre médecin.",
    "Votre tension est anormale. Consultez un médecin sans attendre.",
    "This is not a normal value: call your doctor.",
    "Au-dessus de la valeur normale. Contactez votre médecin.",
)


@pytest.mark.parametrize("words", TRIVIAL)
def test_good_news_after_a_critical_value_fails(words: str) -> None:
    found = evidence(entered(f"{FORM}<p>{words}</p>"))
    assert stated(found) == ("fail", "trivialised")
    assert judge_one("CON-10", found).finding.rests_on
    assert_deletion_never_passes("CON-10", found)


@pytest.mark.parametrize("words", SERIOUS)
def test_a_serious_answer_passes(words: str) -> None:
    assert stated(evidence(entered(f"{FORM}<p>{words}</p>"))) == ("pass", "sound")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (FORM, "<p>Si tout va bien, reposez-vous.</p>", ("review", "tone_unclear")),
        (f"{FORM}<p>Tension normale</p>", f"{FORM}<p>Tension normale</p>", ("review", "tone_unclear")),
        (f"{FORM}<p>120 / 80 tension normale</p>", f"{FORM}<p>120 / 80 tension normale</p>", ("pass", "sound")),
    ],
)
def test_words_that_may_mean_either_are_for_a_person(before: str, after: str, expected: tuple[str, str]) -> None:
    assert stated(evidence(entered(after, before=before))) == expected


def test_a_json_answer_is_read_as_well() -> None:
    sound = entered('{"message": "Noté."}', kind="application/json")
    crawled = crawl()
    with_script = msgspec.structs.replace(crawled, sights=(*crawled.sights, script('say("Votre mesure est notée.")')))
    judged = judge_one("CON-10", evidence(sound, with_script))
    assert judged.verdict == "pass"
    assert "drawn_by_scripts" in clauses(judged)
    praised = entered('{"message": "Bravo, tout va bien !"}', kind="application/json")
    assert stated(evidence(praised)) == ("fail", "trivialised")


def script(text: str) -> Sight:
    return exchange(f"{BASE}/a.js", text, purpose="asset", content_type="text/javascript")


@pytest.mark.parametrize(("answer", "kind"), [('{"ok": true}', "application/json"), ("", "application/json"), ("", "")])
def test_a_screen_that_nobody_saw_proves_nothing(answer: str, kind: str) -> None:
    found = evidence(entered(answer, kind=kind))
    assert stated(found) == ("inconclusive", "screen_unseen")
    crawled = crawl()
    praising = msgspec.structs.replace(crawled, sights=(*crawled.sights, script('say("Bravo, tout va bien !")')))
    assert stated(evidence(entered(answer, kind=kind), praising)) == ("review", "script_tone")


def test_texts_of_scripts_are_for_a_person() -> None:
    crawled = crawl()
    with_script = msgspec.structs.replace(crawled, sights=(*crawled.sights, script('say("Bravo, tout va bien !")')))
    found = evidence(entered('{"ok": true}', kind="application/json"), with_script)
    assert stated(found) == ("review", "script_tone")
    quiet = script("super(x); /* Bravo */ say('Mesure notée')")
    plain = msgspec.structs.replace(crawled, sights=(*crawled.sights, quiet))
    assert stated(evidence(entered('{"ok": true}', kind="application/json"), plain)) == ("pass", "sound")


BARE = "<h1>Carnet</h1>"


@pytest.mark.parametrize(
    ("status", "entry", "after", "expected"),
    [
        ("medical_device", FORM, FORM, ("fail", "no_advice")),
        ("medical_device", FORM, f"{FORM}<p>Appelez votre médecin.</p>", ("pass", "sound")),
        ("not_a_device", BARE, BARE, ("fail", "no_entry_notice")),
        ("not_a_device", BARE, f"{BARE}<p>Appelez votre médecin.</p>", ("pass", "sound")),
        ("", FORM, FORM, ("inconclusive", "status_unknown")),
        ("", BARE, BARE, ("fail", "no_entry_notice")),
    ],
)
def test_a_device_advises_and_any_other_service_shows_a_notice(
    status: str, entry: str, after: str, expected: tuple[str, str]
) -> None:
    said = read(changed(medical_device__status=status) if status else changed(medical_device=ABSENT))
    found = evidence(entered(after, before=entry), said=said)
    assert stated(found) == expected
    assert_deletion_never_passes("CON-10", found)


def none_entered(quantities: Sequence[str] = ()) -> Looked:
    return looked("content.critical", sight("content.critical_summary", {"quantities": list(quantities)}))


def client(scope: str) -> SpaceClient:
    return SpaceClient(client_id="x", scopes=(scope,))


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({}, ("pass", "sound")),
        ({"journeys": ("enter_measure",)}, ("inconclusive", "entry_undeclared")),
        ({"journeys": ("share_measure",)}, ("inconclusive", "entry_undeclared")),
        ({"space": client("patient/Observation.c")}, ("inconclusive", "entry_undeclared")),
        ({"space": client("patient/Observation.rs")}, ("pass", "sound")),
    ],
)
def test_an_entry_that_cannot_be_driven_is_no_pass_where_measures_are_taken(
    about: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert stated(evidence(none_entered(), **about)) == expected


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ((crawl(), entered(FORM, outcome="refused"), read()), ("inconclusive", "entry_failed")),
        ((crawl(), failed("content.critical", "gap.missing_input", input="a"), read()), ("inconclusive", None)),
        ((crawl(), entered(FORM)), ("inconclusive", "no_dossier")),
        ((entered(FORM), read()), ("inconclusive", "no_crawl")),
    ],
)
def test_what_is_missing_leaves_it_open(looks: Iterable[Looked], expected: tuple[str, str | None]) -> None:
    verdict, clause = stated(bundle_of(*looks, *control()))
    assert verdict == expected[0]
    assert expected[1] in (None, clause)


def test_hostile_screens_are_read_within_bounds() -> None:
    for html in ("<p>" * 50_000, "ne remplace " * 50_000, "appelez " * 50_000 + "15", "\xff" * 1000):
        judge_one("CON-10", evidence(entered(html), crawl(html)))
