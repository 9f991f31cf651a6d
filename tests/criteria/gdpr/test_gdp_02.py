"""GDP-02: the items of articles 13 and 14, quoted in the dossier and standing on the notice."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.candidate import SpaceClient
from tests.support.dossiers import ABSENT
from tests.support.evidence import (
    CANDIDATE,
    Looked,
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
)
from tests.support.full_dossiers import FULL_NOTICE, altered, handed_in, shown
from tests.support.sites import NOTICE

QUOTES = "notice__quotes"
DECLARED = "Ce traitement a été déclaré à la CNIL sous le numéro 1234567."


def evidence(said: Looked | None = None, crawl: Looked | None = None, **candidate: Any) -> MemoryEvidence:
    about = msgspec.structs.replace(CANDIDATE, **candidate)
    return bundle_of(said or handed_in(), crawl or shown(), candidate=about)


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("GDP-02", found)
    return judged.verdict.value, clauses(judged)[0]


def test_every_due_item_quoted_from_the_notice_passes() -> None:
    assert stated(evidence()) == ("pass", "sound")
    assert_deletion_never_passes("GDP-02", evidence())


@pytest.mark.parametrize(
    ("path", "quote"),
    [
        ("complaint", "Vous pouvez aussi  adresser une RECLAMATION a la CNIL."),
        ("withdrawal", "Vous pouvez retirer votre accord quand vous\nle souhaitez"),
        ("mandatory", "L'adresse est obligatoire"),
    ],
)
def test_a_quote_may_be_typed_otherwise(path: str, quote: str) -> None:
    assert stated(evidence(handed_in(altered(**{f"{QUOTES}__{path}": quote})))) == ("pass", "sound")


@pytest.mark.parametrize(
    ("paths", "crawl", "expected"),
    [
        ({f"{QUOTES}__complaint": "Nous répondons dans le mois."}, None, ("fail", "wrong_quote")),
        ({f"{QUOTES}__complaint": "Réclamation : écrivez à la CNIL, à Paris."}, None, ("fail", "quote_absent")),
        ({f"{QUOTES}__mandatory": ABSENT}, shown(NOTICE.replace("nécessaire à", "utile à")), ("fail", "quote_absent")),
        ({f"{QUOTES}__complaint": ABSENT}, shown(FULL_NOTICE.replace("CNIL", "direction")), ("fail", "item_missing")),
        ({f"{QUOTES}__complaint": ABSENT}, None, ("inconclusive", "no_quote")),
        ({f"{QUOTES}__complaint": "Réclamation : CNIL, Paris."}, shown(truncated=True), ("review", "quote_unclear")),
        ({f"{QUOTES}__complaint": "«»"}, None, ("inconclusive", "no_quote")),
        ({f"{QUOTES}__complaint": "N/A"}, None, ("inconclusive", "no_quote")),
        ({f"{QUOTES}__complaint": "CNIL"}, None, ("inconclusive", "quote_short")),
        ({f"{QUOTES}__complaint": DECLARED}, shown(FULL_NOTICE + f"<p>{DECLARED}</p>"), ("review", "quote_weak")),
        ({"notice": ABSENT}, None, ("inconclusive", "no_section")),
        ({"notice__automated_decisions": ABSENT}, None, ("inconclusive", "decisions_unsaid")),
        ({"notice__automated_decisions": True}, None, ("fail", "item_missing")),
        ({"inventory": ABSENT}, None, ("inconclusive", "no_inventory")),
        ({}, shown(""), ("inconclusive", "no_notice")),
    ],
)
def test_what_is_wrong_or_missing(paths: dict[str, Any], crawl: Looked | None, expected: tuple[str, str]) -> None:
    found = evidence(handed_in(altered(**paths)), crawl)
    assert stated(found) == expected
    assert_deletion_never_passes("GDP-02", found)


def test_conditional_items_follow_the_bases() -> None:
    contract = [{"field": "x", "category": "Compte", "purpose": "Compte", "basis": "contract"}]
    without = altered(inventory=contract, notice__quotes__withdrawal=ABSENT, notice__quotes__legitimate_interest=ABSENT)
    assert stated(evidence(handed_in(without)))[0] == "pass"


def test_data_read_from_the_space_make_their_source_due() -> None:
    reader = SpaceClient(client_id="x", scopes=("openid", "patient/Observation.rs"))
    assert stated(evidence(space=reader)) == ("fail", "item_missing")
    told = FULL_NOTICE + "<p>Les mesures reçues de votre espace santé vous sont montrées.</p>"
    quote = "Les mesures reçues de votre espace santé"
    said = altered(notice__quotes__space_source=quote, notice__quotes__space_categories=quote)
    assert stated(evidence(handed_in(said), shown(told), space=reader)) == ("pass", "sound")
    writer = SpaceClient(client_id="x", scopes=("openid", "patient/Observation.c"))
    assert stated(evidence(space=writer)) == ("pass", "sound")


def test_without_directives_after_death_there_is_a_remark() -> None:
    judged = judge_one("GDP-02", evidence(crawl=shown(FULL_NOTICE.replace("après votre mort", "toujours"))))
    assert (judged.verdict, "no_directives" in clauses(judged)) == ("pass", True)


def test_without_a_dossier_nothing_is_concluded() -> None:
    assert stated(evidence(failed("dossier.read", "gap.missing_input", input="dossier")))[0] == "inconclusive"


@pytest.mark.parametrize("quote", ["à la CNIL " * 200, "\u0301" * 2000, "<script>CNIL</script>", "CNIL" * 500])
def test_hostile_quotes_are_only_quotes(quote: str) -> None:
    assert stated(evidence(handed_in(altered(**{f"{QUOTES}__complaint": quote}))))[0] in ("fail", "inconclusive")
