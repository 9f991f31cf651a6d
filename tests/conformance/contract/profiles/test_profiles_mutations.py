"""Every deviation from a right resource is caught, by the rule that it breaks."""

from __future__ import annotations

import copy

import pytest

from conformance.contract.profiles import profiles, validate_resource
from conformance.contract.profiles.problem import rules
from tests.conformance.contract.profiles.examples import example
from tests.conformance.contract.profiles.mutations import Mutation
from tests.conformance.contract.profiles.mutations_of import MUTATIONS

BASE = {profile: f"{profile}-full" for profile in MUTATIONS} | {"glucose": "glucose-blood-full"}
CASES = [pytest.param(profile, one, id=f"{profile}-{one.name}") for profile, all_ in MUTATIONS.items() for one in all_]


@pytest.mark.parametrize(("profile", "mutation"), CASES)
def test_mutation_is_caught_by_its_rule(profile: str, mutation: Mutation) -> None:
    spoiled = example(BASE[profile])
    mutation.change(spoiled)
    address = min(profiles()[profile].addresses)

    broken = {one.rule for one in validate_resource(spoiled, address)}

    assert mutation.rule in broken


@pytest.mark.parametrize(("profile", "mutation"), CASES)
def test_mutation_is_caught_without_naming_the_profile(profile: str, mutation: Mutation) -> None:
    spoiled = example(BASE[profile])
    mutation.change(spoiled)
    before = copy.deepcopy(spoiled)

    assert validate_resource(spoiled)
    assert spoiled == before, "the validator changed what it judged"


def test_every_profile_has_enough_distinct_mutations() -> None:
    assert MUTATIONS.keys() == profiles().keys()
    for profile, all_ in MUTATIONS.items():
        assert len({one.name for one in all_}) == len(all_) >= 15, profile


def test_every_rule_of_the_measures_is_hit() -> None:
    hit = {one.rule for all_ in MUTATIONS.values() for one in all_}
    # Rules of primitive types and of size have tests of their own.
    elsewhere = {one for one in rules() if one.startswith(("json-", "r4-", "sqty-", "profile-", "mes-profile-unknown"))}
    assert set(rules()) - hit - elsewhere == set()
