"""Two validators, written apart, judge every mutation: each disagreement is in the table, with its reason."""

from __future__ import annotations

import json
from functools import cache

import pytest

from conformance.contract.profiles import profiles
from tests.conformance.contract.profiles.disagreements import REFUSED_EXAMPLES, TABLE
from tests.conformance.contract.profiles.examples import OFFICIAL, example, names, profile_of
from tests.conformance.contract.profiles.mutations_of import MUTATIONS
from tests.conformance.contract.profiles.snapshot_walker import SnapshotWalker
from tests.conformance.contract.profiles.test_profiles_mutations import BASE

MEASURES = [one for one in MUTATIONS if one != "phd_device"]
pytestmark = pytest.mark.skipif(not OFFICIAL.exists(), reason="the official StructureDefinitions are not here")


@cache
def walkers() -> dict[str, SnapshotWalker]:
    """Return the other validator for each profile, found by the address that its snapshot fixes."""
    read = [json.loads(one.read_text(encoding="utf-8")) for one in OFFICIAL.glob("nriss__StructureDefinition-*.json")]
    by_address = {_address(one): SnapshotWalker(one) for one in read}
    return {
        profile: walker
        for address, walker in by_address.items()
        for profile, known in profiles().items()
        if address in known.addresses
    }


def _address(definition: dict[str, object]) -> str:
    snapshot = definition["snapshot"]
    assert isinstance(snapshot, dict)
    fixed = (one.get("fixedCanonical") for one in snapshot["element"] if one["id"] == "Observation.meta.profile")
    return str(next(fixed))


def _explained(profile: str) -> set[str]:
    return {
        mutation
        for one in TABLE
        for mutation in one.mutations.split()
        if not one.profiles or profile in one.profiles.split()
    }


def test_each_measure_has_its_official_profile() -> None:
    assert set(walkers()) == set(MEASURES)


@pytest.mark.parametrize("profile", MEASURES)
def test_mutations_that_the_snapshot_lets_pass_are_explained(profile: str) -> None:
    passed = set()
    for mutation in MUTATIONS[profile]:
        spoiled = example(BASE[profile])
        mutation.change(spoiled)
        if not walkers()[profile].breaks(spoiled):
            passed.add(mutation.name)

    assert passed == _explained(profile) & {one.name for one in MUTATIONS[profile]}


@pytest.mark.parametrize("name", [one for one in names() if profile_of(one) in MEASURES])
def test_examples_that_the_snapshot_refuses_are_explained(name: str) -> None:
    refused = walkers()[profile_of(name)].breaks(example(name))

    assert bool(refused) == (name in REFUSED_EXAMPLES)
    assert all(one.startswith("Observation.meta.profile") for one in refused)


def test_table_explains_nothing_twice() -> None:
    for profile in MEASURES:
        applied = [
            mutation
            for one in TABLE
            for mutation in one.mutations.split()
            if not one.profiles or profile in one.profiles.split()
        ]
        assert len(applied) == len(set(applied)), profile
