"""CON-12 on values that pass the health space: kept, converted, swapped, rounded, in doubt, unknown, deletion."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from tests.criteria.content.test_calculations import SOUND, control, driven
from tests.support.evidence import (
    MemoryEvidence,
    Sight,
    bundle_of,
    clauses,
    crawl_summary,
    judge_one,
    looked,
    page,
    without,
)
from tests.support.pairings import CLIENT, PAIRING_CANDIDATE, PAIRING_CONTROL
from tests.support.readings import CODES, DOUBTFUL, OWN, Pair, pressure, reading, rows_of, sent, stepped
from tests.support.rounds import BEFORE, right_round

BOTH = msgspec.structs.replace(CLIENT, scopes=("openid", "patient/Observation.c", "patient/Observation.rs"))
ENTERED = {"systolic": "127", "diastolic": "81"}
KEPT: Pair = (127, 81)
UNREADABLE = ["Mesure illisible"]


def written(*values: Pair, entered: dict[str, str] | None = None, codes: Sequence[str] = CODES) -> list[Sight]:
    walked = [stepped(BEFORE, "enter_measure", ENTERED if entered is None else entered)]
    return [*walked, *(sent(BEFORE, one, codes=codes) for one in values)]


def audited(
    writes: Sequence[Sight] | None = None,
    own: Sequence[str] | None = None,
    doubtful: Sequence[str] | None = None,
    scopes: tuple[str, ...] = BOTH.scopes,
) -> MemoryEvidence:
    given = [pressure(one) for one in OWN]
    strange = [pressure(one, unit="[lb_av]", text="kPa") for one in DOUBTFUL]
    read = [
        *right_round(BEFORE),
        *reading("own_measures", 1, given, rows_of(OWN) if own is None else own),
        *reading("unit_unknown", 2, strange, UNREADABLE if doubtful is None else doubtful),
    ]
    space = msgspec.structs.replace(BOTH, scopes=scopes)
    return bundle_of(
        looked("content.calculations", *driven(*SOUND)),
        looked("http.crawl", page("/", "<h1>Accueil</h1>"), crawl_summary()),
        looked("exchange.writes", *(written(KEPT) if writes is None else writes)),
        looked("exchange.reads", *(read if own != [] else right_round(BEFORE))),
        *control(),
        candidate=msgspec.structs.replace(PAIRING_CANDIDATE, space=space),
        control=msgspec.structs.replace(PAIRING_CONTROL, space=BOTH),
    )


@pytest.mark.parametrize(
    "bundle",
    [
        pytest.param(audited(), id="sound"),
        pytest.param(audited(written((118, 75), KEPT)), id="an older measure first"),
        pytest.param(audited(own=rows_of(((20.1, 12.1), (21.7, 13.7), (22.7, 12.9)), "kPa")), id="said kPa"),
        pytest.param(audited(doubtful=rows_of(((20.3, 12.3), (21.9, 13.9)))), id="converted by its text"),
    ],
)
def test_con_12_lets_values_pass(bundle: MemoryEvidence) -> None:
    judged = judge_one("CON-12", bundle)
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound"])


TENTHS = [f"{high / 10:g} / {low / 10:g} mmHg" for high, low in OWN]


@pytest.mark.parametrize(
    ("verdict", "clause", "bundle"),
    [
        ("fail", "value_changed", audited(written((12.7, 8.1)))),
        ("fail", "value_changed", audited(written((12.7, 81)))),
        ("fail", "value_changed", audited(written((81, 127)))),
        ("fail", "value_changed", audited(written((127 * 0.133322, 81 * 0.133322)))),
        ("review", "value_not_recognised", audited(written((118, 75)))),
        ("inconclusive", "entered_unknown", audited(written(KEPT, entered={}))),
        ("inconclusive", "entered_unknown", audited(written(KEPT, codes=("8867-4", "1")))),
        ("inconclusive", "entered_unknown", audited([])),
        ("fail", "shown_changed", audited(own=TENTHS)),
        ("inconclusive", "own_not_shown", audited(own=["Chargement"])),
        ("fail", "wrong_unit_shown", audited(doubtful=rows_of(DOUBTFUL))),
        ("review", "doubtful_unit_marked", audited(doubtful=[f"{one} unité incertaine" for one in rows_of(DOUBTFUL)])),
        ("inconclusive", "not_played", audited(own=[])),
    ],
)
def test_con_12_says_what_became_of_values(verdict: str, clause: str, bundle: MemoryEvidence) -> None:
    judged = judge_one("CON-12", bundle)
    assert (judged.verdict, set(clauses(judged))) == (verdict, {clause})


def test_con_12_asks_a_client_for_what_its_scopes_allow() -> None:
    reader = audited([], scopes=("openid", "patient/Observation.rs"))
    assert judge_one("CON-12", reader).verdict == "pass"
    writer = audited(own=[], scopes=("openid", "patient/Observation.c"))
    assert judge_one("CON-12", writer).verdict == "pass"


def test_con_12_never_passes_when_a_call_is_taken_away() -> None:
    whole = audited()
    mine = [seen for seen in whole.observations if seen.look.startswith("candidate")]
    for seen in mine[::2]:
        assert judge_one("CON-12", without(whole, seen.id)).verdict != "pass"
