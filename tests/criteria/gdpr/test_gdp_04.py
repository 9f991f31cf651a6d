"""GDP-04: consent to the use of health data: a control of its own, off at first, refusable and withdrawable."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.browser_record import FieldRecord, FormRecord
from tests.support.dossiers import changed, read
from tests.support.evidence import (
    BASE,
    CANDIDATE,
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    looked,
    sight,
)
from tests.support.rights import BOX, NEW, OLD, SIGN_UP_FORM, act, arrived, crawl, html, seen

SIGN_UP, CONSENT = "rights.sign_up", "rights.consent"
APP = msgspec.structs.replace(CANDIDATE, accounts=("a",), journeys=("sign_in", "sign_up", "withdraw_consent"))
SETTINGS = "<p>Votre accord</p><form method=post action=/accord><button>Retirer mon accord</button></form>"
BY_HAND = "<p>Pour retirer votre accord, écrivez-nous par courrier.</p>"


def screen(box: str = BOX.format(more=""), **more: Any) -> Looked:
    """The sign-up page as anybody sees it, and somebody who goes through it."""
    page = seen(SIGN_UP, "page", "/inscription", html(SIGN_UP_FORM.format(box=box)))
    sent = seen(
        SIGN_UP, "sign_up", "/inscription", journey="sign_up", step=2, method="POST", status=303, sent=b"sante=on"
    )
    return looked(SIGN_UP, page, sent, *arrived(SIGN_UP, "inside"))


def settings(text: str = SETTINGS, clicks: int = 0, path: str = "/compte") -> Sight:
    return seen(CONSENT, "given", path, html(text), clicks=clicks)


def withdrawal(outcome: str = "accepted", page: str = "/compte", **more: Any) -> tuple[Sight, ...]:
    return (
        seen(CONSENT, "withdrawal", page, html(SETTINGS), journey="withdraw_consent", step=1),
        act("withdraw_consent", "withdrawal", outcome, **more),
    )


AFTER = (act("enter_measure", "withdrawn", "refused", canaries=NEW, status=409),)
KEPT = (
    act("enter_measure", "withdrawn", canaries=NEW),
    seen(CONSENT, "withdrawn", "/journal", html(f"<p>{NEW['health']}</p>")),
)
REFUSED = (act("sign_up", "refused", "refused", status=422, step=1, field="sante"),)
LET_IN = (act("sign_up", "refused", field="sante"), act("enter_measure", "after_refusal", canaries=NEW))
USED = (*LET_IN, seen(CONSENT, "after_refusal", "/journal", html(f"<p>{NEW['health']}</p>")))


def consent(
    *shown: Sight,
    withdrawn: tuple[Sight, ...] = (*withdrawal(), *AFTER),
    refused: tuple[Sight, ...] = REFUSED,
) -> Looked:
    return looked(CONSENT, *arrived(CONSENT, "given"), *(shown or (settings(),)), *withdrawn, *refused)


def control() -> tuple[Looked, ...]:
    box = "<label><input name=x type=checkbox checked>J’accepte les CGU et l’usage de mes données de santé</label>"
    far = consent(settings("<p>Couleur</p>"), withdrawn=(*withdrawal(page="/retrait"), *KEPT))
    return tuple(msgspec.structs.replace(one, subject="control") for one in (screen(box), far))


def evidence(one: Looked | None = None, other: Looked | None = None, *more: Looked, **candidate: Any) -> MemoryEvidence:
    app = msgspec.structs.replace(APP, **candidate)
    return bundle_of(crawl(), one or screen(), other or consent(), *more, *control(), candidate=app)


def verdict_of(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("GDP-04", found)
    return judged.verdict.value, clauses(judged)[0]


def test_a_control_that_is_its_own_and_a_withdrawal_that_holds_pass() -> None:
    found = evidence()
    assert verdict_of(found) == ("pass", "sound")
    assert_deletion_never_passes("GDP-04", found)


@pytest.mark.parametrize(
    "other",
    [
        consent(settings("<a href='/accord'>Mon accord</a>"), withdrawn=(*withdrawal(page="/accord"), *AFTER)),
        consent(
            settings("<a href='/a'>A</a>"), settings(SETTINGS, 2, "/b"), withdrawn=(*withdrawal(page="/b"), *AFTER)
        ),
        consent(refused=LET_IN),
    ],
    ids=["one_click", "two_clicks", "let_in_without_health_data"],
)
def test_near_withdrawals_and_partial_use_pass(other: Looked) -> None:
    assert verdict_of(evidence(None, other)) == ("pass", "sound")


@pytest.mark.parametrize(
    ("box", "clause"),
    [
        (BOX.format(more=" checked"), "preset"),
        (
            '<label><input type="checkbox" name="s">J’accepte les CGU et l’usage de mes données de santé</label>',
            "shared",
        ),
        ("", "no_control"),
        ('<label><input type="checkbox" name="t" checked>J’accepte les CGU et le traitement</label>', "no_control"),
    ],
)
def test_a_screen_without_a_free_choice_fails(box: str, clause: str) -> None:
    found = evidence(screen(box))
    assert verdict_of(found) == ("fail", clause)
    assert_deletion_never_passes("GDP-04", found)


def test_a_box_may_name_the_notice() -> None:
    box = '<label><input type="checkbox" name=sante>J’accepte l’usage de mes données de santé (voir la notice)</label>'
    assert verdict_of(evidence(screen(box))) == ("pass", "sound")


def test_health_data_sent_before_the_choice_fail() -> None:
    early = seen(
        SIGN_UP, "sign_up", "/debut", journey="sign_up", step=1, method="POST", sent=f"n={OLD['health']}".encode()
    )
    sights = screen().sights
    found = evidence(looked(SIGN_UP, sights[0], early, *sights[1:]))
    assert verdict_of(found) == ("fail", "sent_before")


@pytest.mark.parametrize(
    ("other", "clause"),
    [
        (consent(refused=USED), "used_after_refusal"),
        (consent(withdrawn=(*withdrawal(), *KEPT)), "kept_after_withdrawal"),
        (consent(settings("<p>Couleur</p>"), withdrawn=(*withdrawal(page="/retrait"), *AFTER)), "withdrawal_far"),
        (consent(withdrawn=withdrawal("refused", status=500)), "withdrawal_refused"),
        (consent(settings("<p>Couleur</p>"), withdrawn=withdrawal("not_declared")[1:]), "no_withdrawal"),
        (consent(settings(BY_HAND), withdrawn=withdrawal("not_declared")[1:]), "withdrawal_by_hand"),
        (consent(settings(BY_HAND), withdrawn=withdrawal("form_missing", step=1)), "withdrawal_by_hand"),
    ],
)
def test_consent_that_cannot_be_refused_or_taken_back_fails(other: Looked, clause: str) -> None:
    found = evidence(None, other)
    assert verdict_of(found) == ("fail", clause)
    assert_deletion_never_passes("GDP-04", found)


@pytest.mark.parametrize(
    ("one", "other", "clause"),
    [
        (screen("<script src='/a.js'></script>"), None, "control_unseen"),
        (looked(SIGN_UP, act("sign_up", "sign_up", "refused")), None, "undriven"),
        (looked(SIGN_UP, act("sign_up", "sign_up"), act("enter_measure", "inside", "refused")), None, "undriven"),
        (None, consent(refused=()), "refusal_untried"),
        (None, consent(refused=(act("sign_up", "refused", "refused", status=503),)), "undriven"),
        (None, consent(withdrawn=withdrawal("not_declared")[1:]), "withdrawal_undeclared"),
        (None, consent(withdrawn=withdrawal("form_missing", step=1)), "undriven"),
        (None, consent(withdrawn=withdrawal()), "undriven"),
        (None, failed(CONSENT, "gap.unreachable", host="x", detail="y"), "gap.unreachable"),
    ],
)
def test_what_was_not_tried_to_the_end_is_inconclusive(one: Looked | None, other: Looked | None, clause: str) -> None:
    judged = judge_one("GDP-04", evidence(one, other))
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)


def test_an_entry_that_vanishes_is_for_a_person() -> None:
    other = consent(withdrawn=(*withdrawal(), KEPT[0]))
    assert verdict_of(evidence(None, other)) == ("review", "accepted_unseen")


@pytest.mark.parametrize(
    ("basis", "verdict"), [("public_task", "review"), ("contract", "fail"), ("explicit_consent", "fail")]
)
def test_another_basis_is_for_a_person(basis: str, verdict: str) -> None:
    said = read({**changed(), "inventory": [{"field": "note", "category": "Données de santé", "basis": basis}]})
    assert verdict_of(evidence(screen(BOX.format(more=" checked")), None, said))[0] == verdict


def test_without_accounts_no_health_data_are_collected() -> None:
    nobody = looked(SIGN_UP, act("sign_up", "sign_up", "not_declared"))
    nothing = looked(CONSENT, act("sign_up", "given", "not_declared"))
    assert verdict_of(evidence(nobody, nothing, accounts=(), journeys=())) == ("not_applicable", "no_account")


def test_without_its_control_nothing_is_concluded() -> None:
    assert judge_one("GDP-04", bundle_of(crawl(), screen(), consent(), candidate=APP)).verdict == "inconclusive"


SCRIPT = "<script src='/static/app.js'></script>"


def rendered(*, checked: bool) -> Looked:
    """What a browser showed of the sign-up page once its scripts had run."""
    field = FieldRecord(name="sante", type="checkbox", label="Mes données de santé sont enregistrées", checked=checked)
    form = FormRecord(page=f"{BASE}/inscription", action=f"{BASE}/inscription", method="POST", fields=(field,))
    return looked("browser.visits", sight("browser.form", form))


@pytest.mark.parametrize(
    ("more", "verdict", "clause"),
    [
        ((), "review", "preset_unseen"),
        ((rendered(checked=False),), "pass", "sound"),
        ((rendered(checked=True),), "fail", "preset"),
    ],
    ids=["no_browser", "left_alone", "set_by_a_script"],
)
def test_a_script_may_set_the_control(more: tuple[Looked, ...], verdict: str, clause: str) -> None:
    found = evidence(screen(BOX.format(more="") + SCRIPT), None, *more)
    assert verdict_of(found) == (verdict, clause)
    assert_deletion_never_passes("GDP-04", found)
