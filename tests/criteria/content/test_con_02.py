"""CON-02: the catalogue card is true: sentences, categories of data, prices."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.support.dossiers import ABSENT, changed, read
from tests.support.evidence import (
    Looked,
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
)
from tests.support.sites import FOOT, Pages, site

QUOTES = {
    "purpose": "Exemple garde et affiche vos mesures.",
    "audience": "Pour les adultes qui mesurent leur tension.",
    "limits": "Exemple n’interprète aucun chiffre.",
    "data": "Exemple utilise vos mesures et votre adresse e-mail.",
    "price": "Exemple est gratuit.",
    "ending": "Vous pouvez fermer votre compte à tout moment.",
}
ABOUT = "".join(f"<p>{quote}</p>" for quote in QUOTES.values())
INVENTORY = [{"field": "tension", "category": "Santé"}, {"field": "email", "category": "Compte"}]
CARD: dict[str, Any] = {
    **{name: {"quote": quote, "page": "/a-propos"} for name, quote in QUOTES.items()},
    "data_categories": ["Compte", "Santé"],
    "prices": [],
}
PAID = {
    "prices": [{"label": "Abonnement", "amount": 4.99, "period": "month"}],
    "subscription_steps": 3,
    "cancellation_steps": 2,
}
CHECKOUT = "<p>Total à payer : {total}</p><form method='post'><input name='n' autocomplete='cc-number'>{more}</form>"


def dossier(inventory: Any = INVENTORY, **card: Any) -> Looked:
    found = {name: value for name, value in {**copy.deepcopy(CARD), **card}.items() if value is not ABSENT}
    return read(changed(card=found, **({"inventory": inventory} if inventory is not None else {})))


def pages(about: str | None = ABOUT, **more: str) -> Looked:
    linked = "".join(f'<a href="/{path}">{path}</a>' for path in ("a-propos", *more))
    found: Pages = {"/a-propos": ("À propos", about) if about is not None else None}
    found |= {f"/{path}": (path.capitalize(), body) for path, body in more.items()}
    return site(found, foot=FOOT + linked)


def checkout(total: str, more: str = "") -> Looked:
    return pages(commande=CHECKOUT.format(total=total, more=more))


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("CON-02", found)
    return judged.verdict.value, clauses(judged)[0]


@pytest.mark.parametrize(
    ("said", "crawl"),
    [
        (dossier(), pages()),
        (dossier(), pages(ABOUT.upper().replace("’", "'").replace(" À TOUT", "&nbsp;à\n TOUT"))),
        (dossier(), pages(ABOUT, articles="<p>Un tensiomètre coûte environ 40 €. Capital : 10 000 euros.</p>")),
        (dossier(data_categories=["sante", "COMPTE"]), pages()),
        (dossier(**PAID), checkout("4,99 € par mois")),
        (dossier(**PAID), pages(ABOUT, tarifs="<p>4,99 € par mois, TTC.</p>")),
        (dossier(**PAID), checkout("4.99 €", "<input type=checkbox name=adresse checked aria-label='Même adresse'>")),
        (dossier(), pages(ABOUT, carte="<form><input name='carte_vitale'></form>")),
    ],
)
def test_a_true_card_passes(said: Looked, crawl: Looked) -> None:
    found = bundle_of(said, crawl)
    assert stated(found) == ("pass", "sound")
    assert_deletion_never_passes("CON-02", found)


@pytest.mark.parametrize(
    ("said", "crawl", "clause"),
    [
        (dossier(), pages(ABOUT.replace("gratuit", "à 4,99 € par mois")), "quote_absent"),
        (dossier(limits={"quote": "Exemple détecte tout.", "page": "/a-propos"}), pages(), "quote_absent"),
        (dossier(data_categories=["Santé"]), pages(), "categories_differ"),
        (dossier(data_categories=["Santé", "Compte", "Position"]), pages(), "categories_differ"),
        (dossier(), checkout("4,99 €"), "total_differs"),
        (dossier(**PAID), checkout("1 049,90 €"), "total_differs"),
        (dossier(**PAID), checkout("4,99 €", "<label><input type=checkbox name=o checked>Assurance</label>"),
         "preticked"),
        (dossier(**{**PAID, "cancellation_steps": 7}), pages(), "longer_to_leave"),
    ],
)
def test_a_card_that_is_not_true_fails(said: Looked, crawl: Looked, clause: str) -> None:
    found = bundle_of(said, crawl)
    assert stated(found) == ("fail", clause)
    assert_deletion_never_passes("CON-02", found)


def test_a_price_of_whom_is_for_a_person() -> None:
    found = bundle_of(dossier(), pages(ABOUT, tarifs="<p>Formule Plus : 9,90 €/mois.</p>"))
    assert stated(found) == ("review", "price_unlisted")


@pytest.mark.parametrize(
    ("said", "crawl", "clause"),
    [
        (failed("dossier.read", "gap.missing_input", input="dossier"), pages(), "no_dossier"),
        (read(), pages(), "no_card"),
        (dossier(price=ABSENT), pages(), "item_missing"),
        (dossier(price={"quote": "Exemple est gratuit."}), pages(), "item_missing"),
        (dossier(prices=ABSENT), pages(), "item_missing"),
        (dossier(data_categories=ABSENT), pages(), "item_missing"),
        (dossier(inventory=None), pages(), "no_inventory"),
        (dossier(inventory=[], data_categories=[]), pages(), "no_inventory"),
        (dossier(), pages(None), "page_unrecorded"),
        (dossier(), pages("<script src='/a.js'></script>"), "page_unread"),
        (dossier(prices=PAID["prices"]), pages(), "steps_unknown"),
        (dossier(**PAID), checkout("à l’étape suivante"), "total_unread"),
        (dossier(), failed("http.crawl", "gap.unreachable", host="x", detail="y"), "no_crawl"),
    ],
)
def test_what_is_missing_is_inconclusive(said: Looked, crawl: Looked, clause: str) -> None:
    found = bundle_of(said, crawl)
    judged = judge_one("CON-02", found)
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)
    assert_deletion_never_passes("CON-02", found)


def test_a_long_page_of_figures_is_read_at_once() -> None:
    found = bundle_of(dossier(), pages(ABOUT + "<p>" + "1 234 " * 30_000 + "</p>"))
    assert stated(found)[0] == "pass"
