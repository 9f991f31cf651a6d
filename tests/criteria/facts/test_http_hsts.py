"""``Strict-Transport-Security`` as RFC 6797 reads it."""

from __future__ import annotations

import pytest

from criteria.facts.http import YEAR, Hsts, parse_hsts


@pytest.mark.parametrize(
    ("value", "policy"),
    [
        ("max-age=31536000", Hsts(max_age=YEAR, valid=True)),
        ('MAX-AGE="31536000" ; includeSubDomains;', Hsts(max_age=YEAR, include_subdomains=True, valid=True)),
        (
            "max-age=63072000; includeSubDomains; preload",
            Hsts(max_age=2 * YEAR, include_subdomains=True, preload=True, valid=True),
        ),
        ("max-age=0", Hsts(max_age=0, valid=True)),
        ("includeSubDomains", Hsts(why="max-age")),
        ("max-age=", Hsts(why="max-age")),
        ("max-age=-1", Hsts(why="max-age")),
        ("max-age=1; max-age=2", Hsts(why="repeated")),
        ("max-age=1; =2", Hsts(why="syntax")),
        (f"max-age={'9' * 5000}", Hsts(max_age=10**12, valid=True)),
    ],
)
def test_one_field(value: str, policy: Hsts) -> None:
    assert parse_hsts((value,)) == policy


def test_the_first_of_several_fields_counts() -> None:
    assert parse_hsts(("max-age=5", "max-age=31536000")) == Hsts(max_age=5, valid=True)
    assert parse_hsts(()) is None
