"""The dossiers of both samples: held to the schema, and in agreement with themselves."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from criteria.facts.dossier import Declaration
from sample_apps.sommeil.dossier import make_documents as sommeil
from tests.harness.probes.test_dossier import looked
from tests.support.evidence import CANDIDATE, Sight, bundle_of, clauses, judge_one
from tests.support.evidence import looked as recorded

SAMPLES = Path(__file__).parents[2] / "sample_apps"
ABOUT = {"tensio": ("Tensio", "1.4.0"), "sommeil": ("Sommeil", "1.0.0")}


@pytest.mark.parametrize("sample", sorted(ABOUT))
def test_what_the_dossier_alone_shows_is_sound(sample: str) -> None:
    seen = looked(SAMPLES / sample).seen
    assert [kind for kind, _, _ in seen if kind == "dossier.refused"] == []
    sights = [Sight(kind=kind, data=data, blobs=blobs) for kind, data, blobs in seen]
    name, version = ABOUT[sample]
    candidate = msgspec.structs.replace(CANDIDATE, name=name, version=version)
    found = bundle_of(recorded("dossier.read", *sights), candidate=candidate, at="2026-11-24T12:00:00.000Z")
    assert [clauses(judge_one(one, found))[0] for one in ("GDP-18", "GDP-19", "GDP-20")] == [
        "sound",
        "awaits_decisions",
        "awaits_decision",
    ]


@pytest.mark.parametrize("sample", sorted(ABOUT))
def test_every_field_has_a_category_with_a_period(sample: str) -> None:
    declared = msgspec.convert(looked(SAMPLES / sample).seen[0][1], Declaration)
    rows = {row.category for row in declared.retention or ()}
    assert {item.row for item in declared.inventory or ()} <= rows
    assert all(item.purpose and item.basis and item.mandatory is not None for item in declared.inventory or ())


def test_the_documents_of_sommeil_are_those_that_the_generator_makes() -> None:
    for place, raw in sommeil.documents().items():
        assert (SAMPLES / "sommeil" / "dossier" / place).read_bytes() == raw, place
