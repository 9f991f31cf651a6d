"""Readings of the same bytes: kept while small, the same for each caller, never mixed up."""

from __future__ import annotations

from criteria.facts.html import read_page
from criteria.facts.once import MOST_BYTES, once

PAGE = b"<html lang=fr><title>Carnet</title><a href=suite>Suite</a></html>"


def test_small_bodies_are_read_once_for_each_set_of_arguments_and_large_ones_each_time() -> None:
    asked: list[tuple[int, str]] = []

    @once
    def read(body: bytes, kind: str) -> int:
        asked.append((len(body), kind))
        return len(body)

    large = b"x" * (MOST_BYTES + 1)
    for body, kind in ((b"ab", "a"), (b"ab", "a"), (b"ab", "b"), (large, "a"), (large, "a")):
        assert read(body, kind) == len(body)
    assert asked == [(2, "a"), (2, "b"), (len(large), "a"), (len(large), "a")]


def test_the_same_bytes_at_another_address_and_of_another_exchange_are_another_page() -> None:
    first = read_page(PAGE, "https://un.example/a/", status=200, context="account:a")
    second = read_page(PAGE, "https://deux.example/", status=404)
    again = read_page(PAGE, "https://un.example/a/")
    assert [one.links[0].url for one in (first, second)] == ["https://un.example/a/suite", "https://deux.example/suite"]
    assert (first.status, second.status, again.status, again.context) == (200, 404, 0, "anonymous")
