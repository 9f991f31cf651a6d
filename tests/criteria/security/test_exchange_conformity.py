"""What the contract has against a recorded write, by clause; and no body raises."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.contract.editions import EditionId
from criteria.security import conformity_rules
from tests.conformance.samples import OID, bundle, observation
from tests.conformance.spoiled import SPOILED_OBSERVATIONS, Spoil


def _found(made: Any, played: EditionId = "mes-1.5.2") -> tuple[conformity_rules.Broken, ...]:
    return conformity_rules.broken(json.dumps(made).encode(), played=played, solution_oid=OID)


@pytest.mark.parametrize("with_device", (False, True))
def test_a_right_write_has_nothing_against_it(with_device: bool) -> None:
    assert _found(bundle(observation("body_weight"), with_device)) == ()


def test_an_edition_judges_by_its_own_text_alone() -> None:
    made = bundle(observation("body_weight"))
    assert _found(made) == ()
    assert [one.clause for one in _found(made, "ans-3.1.1")] == ["invalid_write"]


@pytest.mark.parametrize(("error", "indicator", "spoil"), SPOILED_OBSERVATIONS)
def test_each_broken_rule_has_its_clause(error: str, indicator: str, spoil: Spoil) -> None:
    made = observation(indicator)
    spoil(made)
    wanted = conformity_rules.CLAUSES.get(error, "invalid_write")
    found = _found(bundle(made))
    assert {one.clause for one in found} == {wanted}
    assert all(one.what and one.where for one in found)


def test_the_clauses_of_their_own_are_tried() -> None:
    assert {error for error, _indicator, _spoil in SPOILED_OBSERVATIONS} >= set(conformity_rules.CLAUSES)


def test_three_are_told() -> None:
    one = conformity_rules.Broken(clause="invalid_write", what="x", where="y")
    other = conformity_rules.Broken(clause="no_profile", what="x", where="y")
    assert conformity_rules.told((other, one, one, one, one)) == (one, one, one)


SHAPELESS = (b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"resourceType":"Bundle"}', b"1e999")


@pytest.mark.parametrize("raw", SHAPELESS)
def test_no_body_raises(raw: bytes) -> None:
    found = conformity_rules.broken(raw, played="mes-1.5.2", solution_oid=OID)
    assert {one.clause for one in found} == {"invalid_write"}
