"""GDP-16: an account is deleted by its owner, after a warning, and nothing of it comes back."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.http_exchange import HttpExchange, HttpRequest, HttpResponse
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
    sight,
)
from tests.support.rights import OLD, act, arrived, crawl, html, seen

LOOK = "rights.deletion"
APP = msgspec.structs.replace(CANDIDATE, accounts=("a",), journeys=("sign_in", "sign_up", "delete_account"))
WARNED = "<h1>Supprimer mon compte</h1><p>Vos mesures seront effacées définitivement.</p>"
CARE = "<p>Ce carnet ne remplace pas un avis médical.</p>"
DATA = html(f"<p>{OLD['health']}</p>")


def before(text: str = WARNED, step: int = 1) -> Sight:
    return seen(LOOK, "delete", "/fin", html(text), journey="delete_account", step=step)


def old(body: str = "", status: int = 303) -> Sight:
    return seen(LOOK, "old_session", "/journal", body, status=status)


def login(outcome: str = "refused", **more: Any) -> Sight:
    return act("sign_in", "login", outcome, **{"status": 401, **more})


def deletion(*sights: Sight, outcome: str = "accepted", **more: Any) -> Looked:
    tried = act("delete_account", "delete", outcome, **more)
    return looked(LOOK, *arrived(LOOK, "before"), tried, *sights)


def space(operation: str, phase: str) -> Sight:
    tags = {"phase": phase, "scenario": "right", "run": "0"}
    request, response = HttpRequest(method="POST", url="https://space.test/x"), HttpResponse(status=200)
    body = b'{"access_token": "~~secret-1~~"}' if operation == "token" else b""
    call = HttpExchange(request=request, response=response, purpose=operation, tags=tags)
    return sight("space.exchange", call, {"response_body": body} if body else {})


SOUND = deletion(before(), old(), login())
PAIRED = deletion(before(), old(), login(), space("token", "before"), space("revoke", "delete"))


def control() -> Looked:
    wrong = deletion(before("<form></form>"), old(DATA, 200), seen(LOOK, "login", "/journal", DATA), login("accepted"))
    return msgspec.structs.replace(wrong, subject="control")


def evidence(tried: Looked = SOUND, **candidate: Any) -> MemoryEvidence:
    return bundle_of(crawl(), tried, control(), candidate=msgspec.structs.replace(APP, **candidate))


def verdict_of(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("GDP-16", found)
    return judged.verdict.value, clauses(judged)[0]


@pytest.mark.parametrize("tried", [SOUND, PAIRED], ids=["sound", "paired"])
def test_a_deletion_that_deletes_passes(tried: Looked) -> None:
    found = evidence(tried)
    assert verdict_of(found) == ("pass", "sound")
    assert_deletion_never_passes("GDP-16", found)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Cette action est irréversible.</p>",
        "<h1>Supprimer mon compte</h1><p>Vous ne pourrez plus retrouver vos mesures.</p>",
        "<h1>Delete my account</h1><p>This cannot be undone.</p>",
        "<h1>Clôturer mon compte</h1><p>Il sera impossible de revenir en arrière.</p>",
        "<h1>Effacer mon compte</h1><p>Vos mesures seront alors toutes supprimées, sans retour.</p>",
        "<h1>Me désinscrire</h1><p>Vous perdrez votre carnet et vos notes.</p>",
        "<h1>Close your account</h1><p>Your measures are then permanently removed.</p>",
    ],
)
def test_a_warning_in_any_words_is_one(text: str) -> None:
    assert verdict_of(evidence(deletion(before(text), old(), login())))[0] == "pass"


def test_a_sentence_that_no_list_knows_is_left_to_a_person() -> None:
    text = "<h1>Supprimer mon compte</h1><p>Réfléchissez bien, nous n’en garderons aucune trace pour vous.</p>"
    assert verdict_of(evidence(deletion(before(text), old(), login()))) == ("review", "warning_unread")


@pytest.mark.parametrize(
    "text",
    [
        "<h1>Supprimer mon compte</h1><label>Mot de passe</label><button>Continuer</button><a>Retour au compte</a>",
        f"<h1>Supprimer mon compte</h1>{CARE}",
        "<h1>Supprimer mon compte</h1><p>Attention.</p>",
        "<h1>Supprimer mon compte</h1><a>Revenir sans rien supprimer</a><a>Qui nous finance ?</a>",
    ],
    ids=["labels", "the foot of every page", "too short to warn", "a menu that asks"],
)
def test_labels_and_what_every_page_says_warn_of_nothing(text: str) -> None:
    home = crawl(page("/aide", html(CARE)))
    found = bundle_of(home, deletion(before(text), old(), login()), control(), candidate=APP)
    assert verdict_of(found) == ("fail", "no_warning")


@pytest.mark.parametrize(
    ("tried", "clause"),
    [
        (deletion(before("<h1>Supprimer mon compte</h1>"), old(), login()), "no_warning"),
        (deletion(before(), before("<button>Continuer</button>", 2), old(), login(), steps=3, step=3), "no_warning"),
        (deletion(before(), old(DATA, 200), login()), "old_session_opens"),
        (deletion(before(), old(), seen(LOOK, "login", "/journal", DATA), login("accepted")), "login_opens"),
        (deletion(before(), old(), login(), space("token", "before")), "not_revoked"),
        (deletion(before(), old(), login(), space("token", "before"), space("revoke", "before")), "not_revoked"),
        (deletion(outcome="refused", status=500), "delete_refused"),
        (deletion(outcome="not_declared"), "no_deletion"),
    ],
)
def test_a_deletion_that_is_missing_or_hollow_fails(tried: Looked, clause: str) -> None:
    found = evidence(tried)
    assert verdict_of(found) == ("fail", clause)
    assert_deletion_never_passes("GDP-16", found)


@pytest.mark.parametrize("outcome", ["not_declared", "form_missing"])
def test_a_deletion_by_letter_fails(outcome: str) -> None:
    text = f"<p>{OLD['health']}</p><p>Pour supprimer votre compte, envoyez un courrier à notre siège.</p>"
    page = seen(LOOK, "before", "/compte", html(text))
    tried = act("delete_account", "delete", outcome, step=1)
    assert verdict_of(evidence(looked(LOOK, *arrived(LOOK, "before"), page, tried))) == ("fail", "asks_by_hand")


@pytest.mark.parametrize(
    ("tried", "clause"),
    [
        (deletion(outcome="form_missing", step=1), "undriven"),
        (deletion(outcome="refused", status=503), "undriven"),
        (deletion(old(), login()), "warning_unseen"),
        (deletion(before(), login()), "untried"),
        (deletion(before(), old()), "untried"),
        (deletion(before(), old(status=503), login()), "unanswered"),
        (deletion(before(), old(status=500), login()), "unanswered"),
        (deletion(before(), old("x" * 600_000, 200), login()), "unanswered"),
        (deletion(before(), old(), login("no_answer")), "undriven"),
        (deletion(before(), old(), login(status=500)), "undriven"),
        (deletion(before(), old(), login("form_missing", step=2, status=200)), "undriven"),
        (looked(LOOK, act("sign_up", "before"), act("enter_measure", "before", "refused")), "undriven"),
        (looked(LOOK, *arrived(LOOK, "before")[:2], act("delete_account", "delete")), "not_readable_before"),
        (failed(LOOK, "gap.unreachable", host="x", detail="y"), "gap.unreachable"),
    ],
)
def test_what_was_not_tried_to_the_end_is_inconclusive(tried: Looked, clause: str) -> None:
    judged = judge_one("GDP-16", evidence(tried))
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)


def test_an_announced_grace_period_is_allowed() -> None:
    text = WARNED + "<p>Pendant 30 jours, vous pourrez annuler.</p>"
    judged = judge_one("GDP-16", evidence(deletion(before(text), old(), login("accepted"))))
    assert judged.verdict == "pass"
    assert "in_grace" in clauses(judged)


def test_an_empty_account_that_stays_is_for_a_person() -> None:
    assert verdict_of(evidence(deletion(before(), old(), login("accepted")))) == ("review", "account_remains")


def test_a_script_may_warn() -> None:
    page = before("<h1>Supprimer mon compte</h1><script src='/a.js'></script>")
    assert verdict_of(evidence(deletion(page, old(), login()))) == ("review", "warning_scripted")


def test_without_accounts_there_is_none_to_delete() -> None:
    nobody = looked(LOOK, act("sign_up", "before", "not_declared"))
    assert verdict_of(evidence(nobody, accounts=(), journeys=())) == ("not_applicable", "no_account")
    asking = exchange(f"{BASE}/connexion", html("<form><input name=p type=password></form>"), purpose="crawl")
    found = bundle_of(crawl(asking), nobody, control(), candidate=msgspec.structs.replace(CANDIDATE))
    assert verdict_of(found) == ("inconclusive", "undriven")


def test_without_its_control_nothing_is_concluded() -> None:
    assert judge_one("GDP-16", bundle_of(crawl(), SOUND, candidate=APP)).verdict == "inconclusive"
