"""GDP-21: a security contact, a procedure for breaches, and the exercise drawn for this very audit."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.catalogue import catalogue
from criteria.facts.dossier_inventory import InventoryItem
from criteria.facts.exercise import ANSWER, SCENARIO, Scenario, scenario
from criteria.verdict import WEAK_STANDINGS
from tests.support.dossiers import ABSENT
from tests.support.evidence import (
    BASE,
    Looked,
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    exchange,
    failed,
    judge_one,
    looked,
    sight,
)
from tests.support.full_dossiers import FULL, FULL_NOTICE, altered, handed_in, shown
from tests.support.sites import bare_control

RFC = "review" if catalogue()["GDP-21"].standing_of("RFC 9116 §2.5") in WEAK_STANDINGS else "fail"
INVENTORY = msgspec.convert(FULL["inventory"], list[InventoryItem])
SOUND_TXT = "Contact: mailto:securite@exemple.example\nExpires: 2026-12-31T00:00:00Z\n"
CONTACT_PAGE = "<p>Sécurité : signalez une vulnérabilité à securite@exemple.example.</p>"


def drawn(exercise: str = "EX-1") -> Scenario:
    found = scenario(exercise, INVENTORY)
    assert found is not None
    return found


def answer(**changed: Any) -> dict[str, Any]:
    task = drawn()
    whole: dict[str, Any] = {
        "nature": "Perte de confidentialité",
        "categories": list(task.categories),
        "persons": task.persons,
        "records": task.records,
        "contact": "dpo@exemple.example",
        "consequences": "Usurpation",
        "measures": "Comptes fermés",
        "aware": "2026-07-01T09:00:00+02:00",
        "notified": "2026-07-03T18:00:00+02:00",
    }
    return {name: value for name, value in {**whole, **changed}.items() if value is not ABSENT}


def exercise(answered: dict[str, Any] | None) -> Looked:
    task = sight(SCENARIO, drawn())
    if answered is None:
        return failed("dossier.exercise", "dossier.exercise_due", task, exercise="EX-1", name="exercise/EX-1.yaml")
    return looked("dossier.exercise", task, sight(ANSWER, answered))


def security_txt(text: str = SOUND_TXT, base: str = BASE, subject: Any = "candidate", **more: Any) -> Looked:
    about = {"content_type": "text/plain", "purpose": "security_txt", **more}
    return looked("http.security_txt", exchange(f"{base}/.well-known/security.txt", text, **about), subject=subject)


def evidence(
    declared: dict[str, Any] | None = None,
    task: Looked | None = None,
    file: Looked | None = None,
    crawl: Looked | None = None,
    control: str = "Contact: https://control.test\nExpires: 2020-01-01T00:00:00Z",
) -> MemoryEvidence:
    witness = security_txt(control, "https://control.test", "control")
    looks = (handed_in(declared), crawl or shown(), file or security_txt(), task or exercise(answer()))
    return bundle_of(*looks, bare_control(), witness)


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("GDP-21", found)
    assert_deletion_never_passes("GDP-21", found)
    return judged.verdict.value, clauses(judged)[0]


def test_a_contact_a_procedure_and_an_answered_exercise_pass() -> None:
    assert stated(evidence()) == ("pass", "sound")


@pytest.mark.parametrize(
    ("changed", "clause"),
    [({name: ABSENT}, "answer_field") for name in answer()]
    + [
        ({"categories": ["Adresses"]}, "answer_differs"),
        ({"persons": drawn().persons * 2}, "answer_differs"),
        ({"records": 0}, "answer_differs"),
        ({"notified": "2026-07-04T09:00:01+02:00"}, "too_late"),
    ],
)
def test_an_answer_that_lacks_or_mistakes_something_fails(changed: dict[str, Any], clause: str) -> None:
    assert stated(evidence(task=exercise(answer(**changed)))) == ("fail", clause)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"persons": round(drawn().persons * 1.05)}, "pass"),
        ({"notified": "2026-07-04T09:00:00+02:00"}, "pass"),
        ({"notified": "2026-07-04T07:00:00Z"}, "pass"),
        ({"notified": "2026-07-01T08:59:00+02:00"}, "inconclusive"),
        ({"aware": "hier"}, "inconclusive"),
        ({"aware": "2026-07-01T09:00:00"}, "inconclusive"),
    ],
)
def test_numbers_are_approximate_and_times_have_zones(changed: dict[str, Any], expected: str) -> None:
    assert stated(evidence(task=exercise(answer(**changed))))[0] == expected


def test_an_exercise_without_answer_is_due() -> None:
    found = evidence(task=exercise(None))
    assert stated(found) == ("inconclusive", "exercise_due")
    told = judge_one("GDP-21", found).finding.statements[0].seen
    assert drawn().event.fr in told.fr and drawn().categories[0] in told.en


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ({f"incidents__procedure__{name}": ABSENT}, ("fail", "procedure_field"))
        for name in ("decides", "register", "notification", "persons")
    ]
    + [
        ({"incidents__authorities": []}, ("fail", "procedure_field")),
        ({"incidents__register_template": ABSENT}, ("fail", "procedure_field")),
        ({"incidents__procedure": ABSENT}, ("fail", "procedure_field")),
        ({"incidents": ABSENT}, ("inconclusive", "no_incidents")),
        ({"incidents__contact": ABSENT}, ("pass", "sound")),
    ],
)
def test_the_procedure(paths: dict[str, Any], expected: tuple[str, str]) -> None:
    assert stated(evidence(altered(**paths))) == expected


@pytest.mark.parametrize(
    ("file", "crawl", "expected"),
    [
        (security_txt("", status=404), None, (RFC, "no_contact")),
        (security_txt("<p>Contact: mailto:x@y</p>", content_type="text/html"), None, (RFC, "no_contact")),
        (security_txt("Contact: someone\nExpires: 2027-01-01T00:00:00Z"), None, (RFC, "no_contact")),
        (security_txt(SOUND_TXT.replace("12-31", "06-30")), None, (RFC, "security_txt_expired")),
        (security_txt("Contact: mailto:x@y.example"), None, ("pass", "sound")),
        (security_txt(SOUND_TXT.replace("2026-12-31T00:00:00Z", "bientôt")), None, ("pass", "sound")),
        (security_txt("", status=404), shown(FULL_NOTICE + CONTACT_PAGE), ("pass", "sound")),
        (security_txt("", status=404), shown(truncated=True), ("inconclusive", "contact_unclear")),
        (security_txt("\x00Contact:" * 9000), None, (RFC, "no_contact")),
    ],
)
def test_the_security_contact(file: Looked, crawl: Looked | None, expected: tuple[str, str]) -> None:
    assert stated(evidence(file=file, crawl=crawl)) == expected


def test_a_page_may_be_the_contact() -> None:
    linked = shown(FULL_NOTICE + '<p>Sécurité : <a href="/contact">nous écrire</a></p>')
    found = evidence(altered(incidents__contact="/contact"), file=security_txt("", status=404), crawl=linked)
    assert stated(found) == ("pass", "sound")


def test_without_its_control_nothing_is_concluded() -> None:
    assert stated(evidence(control="Contact: https://control.test"))[0] == "inconclusive"


def test_a_scenario_follows_from_its_number_alone() -> None:
    assert drawn("EX-7") == drawn("EX-7")
    numbers = [drawn(f"EX-{number}") for number in range(40)]
    assert len({one.categories for one in numbers}) > 3 and len({one.persons for one in numbers}) > 30
    assert scenario("EX-7", []) is None


def test_without_an_inventory_no_exercise_is_drawn() -> None:
    none = failed("dossier.exercise", "dossier.no_inventory")
    assert stated(evidence(altered(inventory=ABSENT), none)) == ("inconclusive", "no_exercise")
