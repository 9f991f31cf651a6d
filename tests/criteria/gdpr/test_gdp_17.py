"""GDP-17: people under age at sign-up, and profiles that others act in."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.candidate import SpaceClient
from tests.support.evidence import (
    BASE,
    CANDIDATE,
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    exchange,
    failed,
    judge_one,
    looked,
    page,
)
from tests.support.rights import OLD, act, crawl, html, seen
from tests.support.rounds import BEFORE, journey, right_round, tags_of, write

LOOK = "rights.minors"
APP = msgspec.structs.replace(CANDIDATE, accounts=("a",), journeys=("sign_in", "sign_up"))
ASKED = "<form method=post><label>Date de naissance<input name=naissance type=date></label></form>"
ADULTS = "<p>Ce service est réservé aux personnes majeures.</p>"
PARENT = "<p>Un titulaire de l’autorité parentale doit confirmer.</p>"


def comes(age: int, let_in: bool, text: str = ASKED, **more: Any) -> tuple[Sight, ...]:
    """Somebody of this age signs up; whoever is let in enters a measure and sees it again."""
    stage = f"age_{age}" if age else "ageless"
    page = seen(LOOK, stage, "/inscription", html(text), journey="sign_up", step=1)
    outcome = {"outcome": "accepted"} if let_in else {"outcome": "refused", "status": 422}
    signed = act("sign_up", stage, age=age, **{**outcome, **more})
    if not let_in:
        return page, signed
    return page, signed, act("enter_measure", stage), seen(LOOK, stage, "/journal", html(f"<p>{OLD['health']}</p>"))


def minors(*sights: tuple[Sight, ...]) -> Looked:
    return looked(LOOK, *(one for group in sights for one in group))


REFUSED = minors(comes(14, False), comes(15, False), comes(18, True))
FIFTEEN = minors(comes(14, False), comes(15, True), comes(18, True))


def control() -> Looked:
    return msgspec.structs.replace(minors(comes(14, True), comes(15, True), comes(18, True)), subject="control")


def evidence(tried: Looked, *pages: Sight, **candidate: Any) -> MemoryEvidence:
    return bundle_of(crawl(*pages), tried, control(), candidate=msgspec.structs.replace(APP, **candidate))


def verdict_of(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("GDP-17", found)
    return judged.verdict.value, clauses(judged)[0]


def test_adults_only_is_not_applicable() -> None:
    found = evidence(REFUSED)
    assert verdict_of(found) == ("not_applicable", "adults_only")
    assert_deletion_never_passes("GDP-17", found)


def test_open_from_fifteen_passes() -> None:
    found = evidence(FIFTEEN)
    assert verdict_of(found) == ("pass", "sound")
    assert_deletion_never_passes("GDP-17", found)


def test_a_refusal_at_any_step_and_of_any_status_is_one() -> None:
    early = minors(comes(14, False, status=403, step=1), comes(15, False, status=400, step=1), comes(18, True))
    assert verdict_of(evidence(early)) == ("not_applicable", "adults_only")


@pytest.mark.parametrize(
    ("text", "clause"),
    [(ASKED, "young_alone"), (ASKED + ADULTS, "excluded_let_in"), (ADULTS + PARENT, "excluded_let_in")],
)
def test_somebody_of_14_who_is_let_in_alone_fails(text: str, clause: str) -> None:
    found = evidence(minors(comes(14, True, text), comes(15, True, text), comes(18, True, text)))
    assert verdict_of(found) == ("fail", clause)
    assert_deletion_never_passes("GDP-17", found)


def test_a_parental_step_is_for_a_person_to_judge() -> None:
    tried = minors(comes(14, True, ASKED + PARENT), comes(15, True), comes(18, True))
    assert verdict_of(evidence(tried)) == ("review", "parental_step")


@pytest.mark.parametrize("where", ["sign-up", "article"])
def test_a_parental_step_for_people_under_18_keeps_nobody_out(where: str) -> None:
    words = "<p>Si vous avez moins de 18 ans, un titulaire de l’autorité parentale confirme votre inscription.</p>"
    article = html("<p>Chez les personnes de 18 ans et plus, la tension normale est de 120/80.</p>")
    pages = [page("/article", article)] if where == "article" else []
    tried = minors(comes(14, True, ASKED + words), comes(15, True), comes(18, True))
    assert verdict_of(evidence(tried, *pages)) == ("review", "parental_step")


def test_an_account_without_data_is_for_a_person_to_judge() -> None:
    tried = minors(comes(14, True)[:2], comes(15, True), comes(18, True))
    assert verdict_of(evidence(tried)) == ("review", "young_without_data")


@pytest.mark.parametrize(
    ("tried", "clause"),
    [
        (minors(comes(14, False), comes(15, False), comes(18, False)), "undriven"),
        (minors(comes(14, False, status=503), comes(15, False), comes(18, True)), "undriven"),
        (minors(comes(14, False, status=500), comes(15, False), comes(18, True)), "undriven"),
        (minors(comes(15, False), comes(18, True)), "undriven"),
        (minors(comes(0, True)), "age_left_out"),
        (minors(comes(0, True, "<p>Bonjour</p>")), "age_never_asked"),
        (failed(LOOK, "gap.unreachable", host="x", detail="y"), "gap.unreachable"),
    ],
)
def test_what_was_not_tried_to_the_end_is_inconclusive(tried: Looked, clause: str) -> None:
    judged = judge_one("GDP-17", evidence(tried))
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)


def test_adults_only_in_words_alone_is_for_a_person() -> None:
    assert verdict_of(evidence(minors(comes(0, True, ADULTS)))) == ("review", "age_not_checked")


@pytest.mark.parametrize("label", ["Ajouter un proche", "Espace aidants", "Profil d’un enfant", "Share access"])
def test_a_function_for_another_person_has_to_be_driven(label: str) -> None:
    shown = seen(LOOK, "functions", "/compte", html(f"<a href='/x'>{label}</a>"))
    assert verdict_of(evidence(minors(comes(14, False), comes(15, False), comes(18, True), (shown,)))) == (
        "inconclusive",
        "delegation_undriven",
    )


@pytest.mark.parametrize("label", ["Mesurer la tension d’un proche", "Délégué à la protection des données", "Aide"])
def test_words_about_others_are_no_function(label: str) -> None:
    shown = seen(LOOK, "functions", "/compte", html(f"<a href='/x'>{label}</a>"))
    tried = minors(comes(14, False), comes(15, False), comes(18, True), (shown,))
    assert verdict_of(evidence(tried)) == ("not_applicable", "adults_only")


def carer(stage: str, text: str, status: int = 200) -> Sight:
    tags = {"stage": stage, "journey": "use_access", "step": "1"}
    return exchange(f"{BASE}/proche", html(text), purpose=LOOK, context="person:fresh9", tags=tags, status=status)


def delegated(after: str = "Rien", before: str = OLD["health"], status: int = 200, **outcomes: str) -> Looked:
    """Access given, used, taken back and tried again, each as told or accepted."""
    begun, ended = (("grant_access", "granted"), ("use_access", "granted")), (("revoke_access", "revoked"),)
    acts = (*begun, *ended, ("use_access", "revoked"))
    person = {"use_access": "person:fresh9"}
    made = [
        act(name, stage, outcomes.get(f"{name}_{stage}", "accepted"), person=person.get(name, "person:fresh8"))
        for name, stage in acts
    ]
    shown = carer("granted", before), carer("revoked", after, status)
    return minors(comes(14, False), comes(15, False), comes(18, True), (*made, *shown))


@pytest.mark.parametrize(
    ("tried", "verdict", "clause"),
    [
        (delegated(), "pass", "sound"),
        (delegated(use_access_revoked="refused"), "pass", "sound"),
        (delegated(OLD["health"]), "review", "revoked_still_reads"),
        (delegated(before="Rien"), "inconclusive", "delegation_unseen"),
        (delegated(status=503), "inconclusive", "revoked_unseen"),
        (delegated(status=403), "pass", "sound"),
        (delegated(revoke_access_revoked="refused"), "inconclusive", "undriven"),
        (REFUSED, "inconclusive", "undriven"),
    ],
)
def test_access_that_is_taken_back_ends(tried: Looked, verdict: str, clause: str) -> None:
    found = evidence(tried, journeys=(*APP.journeys, "grant_access"))
    judged = judge_one("GDP-17", found)
    assert (judged.verdict.value, clause in clauses(judged)) == (verdict, True)
    assert_deletion_never_passes("GDP-17", found)


def space(*calls: Sight) -> Looked:
    """The space asks somebody come of age to approve, between two right rounds."""
    after = tags_of("majority_reached", 1, "after")
    return looked("exchange.consent", *right_round(BEFORE), *calls, *right_round(after))


def meeting(*statuses: int) -> Looked:
    """One synchronisation after another, each answered so."""
    tags = tags_of("majority_reached", 1)
    calls = [write(tags, stored="", status=status, altered=True, trigger="sync_space") for status in statuses]
    return space(*(sight for call in calls for sight in journey(tags, "sync_space", call)))


@pytest.mark.parametrize(
    ("heard", "verdict", "clause"),
    [
        (meeting(403), "pass", "sound"),
        (meeting(403, 403, 403), "review", "after_majority"),
        (space(), "inconclusive", "majority_unplayed"),
        (failed("exchange.consent", "gap.missing_input", input="space"), "inconclusive", "majority_unplayed"),
    ],
)
def test_exchanges_end_at_majority_where_minors_are_let_in(heard: Looked, verdict: str, clause: str) -> None:
    client = msgspec.structs.replace(APP, space=SpaceClient(client_id="app"))
    found = bundle_of(crawl(), FIFTEEN, heard, control(), candidate=client)
    assert verdict_of(found) == (verdict, clause)
    assert_deletion_never_passes("GDP-17", found)


def test_without_its_control_nothing_is_concluded() -> None:
    assert judge_one("GDP-17", bundle_of(crawl(), FIFTEEN, candidate=APP)).verdict == "inconclusive"
