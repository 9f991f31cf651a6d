"""The audit in a few lines."""

from __future__ import annotations

from collections import Counter

from criteria.messages import text
from criteria.verdict import Severity, Verdict
from reports.order import STATES, fails, gifts
from reports.plain import plain
from reports.table import first_to_mend, headings, summary_table
from tests.reports.samples import sample

AUDIT = sample()


def test_the_table_counts_every_criterion_once() -> None:
    *families, whole = summary_table(AUDIT, "fr")
    assert [row.label for row in families] == ["Sécurité", "Données personnelles", "Contenu"]
    assert [row.total for row in families] == [35, 21, 14]
    assert whole.total == sum(row.total for row in families) == AUDIT.counts["total"]
    assert whole.counts == {state: AUDIT.counts[state] for state in STATES}
    assert families[2].counts["error"] == 1


def test_states_have_names_in_both_languages() -> None:
    assert headings("fr") == [
        "Conforme",
        "Non conforme",
        "Non concluant",
        "Sans objet",
        "À examiner",
        "Erreur de l’outil",
    ]
    assert len(headings("en")) == len(STATES)


def test_the_gravest_and_quickest_fail_comes_first() -> None:
    ranks = [(list(Severity).index(one.severity), one.remediation.effort) for one in fails(AUDIT)]
    assert [rank for rank, _ in ranks] == sorted(rank for rank, _ in ranks)
    told = first_to_mend(AUDIT, "fr")
    assert told is not None and told.startswith("SEC-01, Versions") and told.endswith("répartiteur de charge.")


def test_without_a_fail_the_first_gift_is_told() -> None:
    rest = tuple(one for one in AUDIT.verdicts if one.verdict is not Verdict.FAIL)
    assert first_to_mend(sample(verdicts=rest), "en") == "Add accounts.a to candidate.yaml."
    passed = tuple(one for one in rest if one.verdict is Verdict.PASS)
    assert first_to_mend(sample(verdicts=passed), "en") is None


def test_a_gift_names_every_criterion_that_it_helps() -> None:
    (gift,) = gifts(AUDIT)
    assert Counter(gift.criteria) == Counter(["SEC-04", "GDP-11"])
    assert gift.todo.fr == "Ajoutez accounts.a à candidate.yaml."


def test_an_audit_of_errors_alone_still_adds_up() -> None:
    *_, whole = summary_table(sample(verdicts=()), "en")
    assert (whole.label, whole.total) == (text("report.overview_all").en, 1)


def test_invisible_characters_are_shown_and_endless_text_ends() -> None:
    assert plain("a\u202eb\x00c\nd") == "a[U+202E]b[U+0000]c d"
    assert plain("été\u00a0: œ") == "été\u00a0: œ"
    assert plain("x" * 30, 10) == "xxxxxxxxxx… (+20)"
    assert plain("e" + "\u0301" * 50) == "e" + "\u0301" * 3
