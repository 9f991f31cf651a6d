"""CON-12 on recorded results and entries: sound, each clause, near misses, missing evidence, deletion, hostile."""

from __future__ import annotations

import msgspec
import pytest

from criteria.content.vectors import calculations, written
from criteria.facts.driven import CASE_KIND, SUMMARY_KIND
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
from tests.support.pairings import CLIENT, PAIRING_CONTROL
from tests.support.readings import control_reads

BOTH = msgspec.structs.replace(CLIENT, scopes=("openid", "patient/Observation.c", "patient/Observation.rs"))
CONTROL = msgspec.structs.replace(PAIRING_CONTROL, space=BOTH)
BMI = calculations().formulas["bmi"]
RIGHT = "<p>Votre IMC : {} kg/m²</p>"
ENTRY = calculations().entries["body_weight"]
FORM = "<h1>IMC</h1><p>Poids en kg, taille de 150 à 200 cm</p>"


def shown(case: str, part: str, html: str, path: str = "/imc", **more: str) -> Sight:
    return exchange(f"{BASE}{path}", html, purpose="calculation", tags={"case": case, "part": part}, **more)


def told(case: str, subject: str, kind: str, given: dict[str, float], outcome: str = "accepted") -> Sight:
    data = {"case": case, "subject": subject, "kind": kind, "outcome": outcome, "status": 200}
    return sight(CASE_KIND, {**data, "given": {name: written(value) for name, value in given.items()}})


def calculated(template: str = RIGHT, *, factor: float = 1.0, outcome: str = "accepted") -> list[Sight]:
    """Every vector of the body mass index."""
    sights = []
    for number, vector in enumerate(BMI.vectors, 1):
        case = f"bmi/vector/{number}"
        result = template.format(f"{vector.expected * factor:.1f}".replace(".", ","))
        sights += [shown(case, "entered", FORM), shown(case, "entered", FORM + result)]
        sights.append(told(case, "bmi", "vector", vector.given, outcome))
    return sights


def row(value: float, words: str = "") -> str:
    return f"<tr><td>3 mars 2026</td><td>{written(value).replace('.', ',')} kg {words}</td></tr>"


def entered(kept: tuple[float, ...] = (71.5,), outcome: str = "refused", words: str = "") -> list[Sight]:
    """Every case of a weight; the list shows those that are ``kept``."""
    rows = [row(70)]
    sights = [shown("body_weight/sound/1", "before", f"<table>{''.join(rows)}</table>", "/poids")]
    cases = [("sound", one) for one in ENTRY.sound] + [("implausible", one) for one in ENTRY.implausible]
    for number, (kind, given) in enumerate(cases, 1):
        case, value = f"body_weight/{kind}/{number}", given["weight"]
        ended = "accepted" if kind == "sound" else outcome
        sights += [shown(case, "entered", FORM), told(case, "body_weight", kind, given, ended)]
        rows += [row(abs(value), words if kind != "sound" else "")] if value in kept else []
        sights.append(shown(case, "after", f"<table>{''.join(rows)}</table>", "/poids"))
    return sights


def driven(*sights: Sight, entry: bool = True, entries: tuple[str, ...] = ("body_weight",)) -> list[Sight]:
    formulas = tuple(dict.fromkeys(one.data["subject"] for one in sights if one.data.get("kind") == "vector"))
    data = {"entry_declared": entry, "entries": entries, "formulas": formulas}
    return [*sights, sight(SUMMARY_KIND, data)]


def control() -> list[Looked]:
    flawed = driven(*calculated(factor=0.45), *entered((71.5, 71500)))
    return [looked("content.calculations", *flawed, subject="control"), control_reads()]


def audited(*sights: Sight, pages: tuple[Sight, ...] = (), crawl: bool = True) -> MemoryEvidence:
    crawled = looked("http.crawl", page("/", "<h1>Accueil</h1>"), *pages, crawl_summary(pages=1 + len(pages)))
    looks = [looked("content.calculations", *sights), *([crawled] if crawl else []), *control()]
    return bundle_of(*looks, candidate=CANDIDATE, control=CONTROL)


SOUND = [*calculated(), *entered()]


@pytest.mark.parametrize(
    "sights",
    [
        pytest.param(SOUND, id="sound"),
        pytest.param([*calculated("<p>IMC {} kg/m2</p>"), *entered()], id="unit in plain letters"),
        pytest.param([*calculated("<p>IMC (kg/m<sup>2</sup>)</p><p>{}</p>"), *entered()], id="unit in the heading"),
        pytest.param([*calculated(factor=1.01), *entered()], id="within the tolerance"),
        pytest.param([*calculated(), *entered(outcome="accepted")], id="answered with a success, and not kept"),
        pytest.param(entered(), id="no calculator"),
        pytest.param(calculated(), id="no entry"),
    ],
)
def test_con_12_passes(sights: list[Sight]) -> None:
    entries = any(one.data.get("subject") == "body_weight" for one in sights)
    held = driven(*sights, entry=entries, entries=("body_weight",) if entries else ())
    judged = judge_one("CON-12", audited(*held))
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound"])


@pytest.mark.parametrize(
    ("verdict", "clause", "sights"),
    [
        ("fail", "wrong_result", [*calculated(factor=0.45), *entered()]),
        ("fail", "no_unit", [*calculated("<p>Votre IMC : {}</p>"), *entered()]),
        ("fail", "implausible_stored", [*calculated(), *entered((71.5, 71500), "accepted")]),
        ("fail", "implausible_stored", [*calculated(), *entered((71.5, 0), "accepted")]),
        ("review", "maybe_stored", [*calculated(), *entered((71.5, 71500), "accepted", "à confirmer")]),
        ("review", "no_vector", [told("other/vector/1", "other", "vector", {}), *entered()]),
        ("inconclusive", "calculator_refused", [*calculated(outcome="refused"), *entered()]),
        ("inconclusive", "result_unclear", [*calculated("<p>Chargement</p>"), *entered()]),
        ("inconclusive", "entry_not_seen", [*calculated(), *entered((), "accepted")]),
        ("inconclusive", "entry_refused", [told("a", "body_weight", "sound", ENTRY.sound[0], "refused")]),
    ],
)
def test_con_12_says_what_is_wrong(verdict: str, clause: str, sights: list[Sight]) -> None:
    judged = judge_one("CON-12", audited(*driven(*sights)))
    assert (judged.verdict, set(clauses(judged))) == (verdict, {clause})


def test_con_12_never_takes_an_echo_of_the_inputs_for_a_result() -> None:
    judged = judge_one("CON-12", audited(*driven(*calculated("<p>Pour 81 kg et 180 cm : {} kg/m²</p>"), *entered())))
    assert judged.verdict == "pass"


CALCULATOR = "<h1>Calculateur d’IMC</h1><form><input name=poids type=number></form>"


def test_con_12_asks_for_the_calculators_that_it_finds() -> None:
    found = audited(*driven(entry=False, entries=()), pages=(page("/imc", CALCULATOR),))
    assert clauses(judge_one("CON-12", found)) == ["calculator_undriven"]
    named = audited(*driven(entries=()))
    assert clauses(judge_one("CON-12", named)) == ["entry_unnamed"]


def test_con_12_does_not_apply_where_nothing_is_calculated_or_entered() -> None:
    nothing = driven(entry=False, entries=())
    assert judge_one("CON-12", audited(*nothing)).verdict == "not_applicable"
    assert judge_one("CON-12", audited(*nothing, crawl=False)).verdict == "inconclusive"
    scripted = audited(*nothing, pages=(page("/s", "<script src=/a.js></script>"),))
    assert clauses(judge_one("CON-12", scripted)) == ["not_all_seen"]


def test_con_12_needs_its_look_and_its_control() -> None:
    broken = bundle_of(failed("content.calculations", "gap.missing_input", input="journeys.sign_in"), *control())
    assert judge_one("CON-12", broken).verdict == "inconclusive"
    alone = bundle_of(looked("content.calculations", *driven(*SOUND)))
    assert judge_one("CON-12", alone).verdict == "inconclusive"


def test_con_12_never_passes_on_a_hole() -> None:
    assert_deletion_never_passes("CON-12", audited(*driven(*SOUND)))


@pytest.mark.parametrize("body", ["9" * 10_000, "<p>" * 5_000, "\0" * 100, "1,5,5,5" * 2_000, "&#" + "9" * 5_000])
def test_con_12_survives_hostile_pages(body: str) -> None:
    sights = [shown("bmi/vector/1", "entered", body), *calculated(), *entered()]
    assert judge_one("CON-12", audited(*driven(*sights))).verdict == "pass"


def test_every_pinned_vector_lies_apart_from_what_goes_in() -> None:
    for name, formula in calculations().formulas.items():
        for vector in formula.vectors:
            near = [value for value in vector.given.values() if abs(value - vector.expected) <= formula.tolerance]
            assert not near, name
    assert all(entry.quantities <= set(calculations().quantities) for entry in calculations().entries.values())
    assert msgspec.to_builtins(calculations())["version"]
