"""Wrong spaces: what is found, page by page, and of whom."""

from __future__ import annotations

from typing import Any

import msgspec

from conformance.space import (
    search_query,
    searching,
)
from conformance.space.bmi import BMI
from conformance.space.finding import Page
from conformance.space.search_query import Query
from tests.conformance.suite.altering import Passing, found, words
from tests.conformance.suite.wrong_space import Patch, Wrong, around


def _one_more(bundle: Any, passing: Passing) -> None:
    if "_offset" in passing.query:
        bundle["total"] += 1


def _next_lost(bundle: Any, passing: Passing) -> None:
    """One page too few: the link to the last one is missing."""
    if passing.query.get("_offset") == "1":
        bundle["link"] = [one for one in bundle["link"] if one["relation"] != "next"]


def _off_by_one(find: Any) -> Any:
    def shifted(connection: Any, login: str, idpe: str, query: Any, space_oid: str) -> Any:
        page = find(connection, login, idpe, query, space_oid)
        if not query.offset or query.last:
            return page
        before = find(connection, login, idpe, msgspec.structs.replace(query, offset=query.offset - 1), space_oid)
        return Page(page.total, [*before.found[-1:], *page.found][: query.count], page.until)

    return shifted


def _compared(comparator: str, other: str) -> Patch:
    """Take one comparator for another."""

    def made(own: Any) -> Any:
        def bounds(given: dict[str, list[str]]) -> Any:
            dates = [one.replace(comparator, other, 1) for one in given.get("date", [])]
            return own(given | ({"date": dates} if dates else {}))

        return bounds

    return around(search_query, "bounds_of", made)


def _any_code(find: Any) -> Any:
    """Weights are found as heart rates, and heart rates as weights."""
    others = {"29463-7": "8867-4", "8867-4": "29463-7"}

    def of_any_code(connection: Any, login: str, idpe: str, query: Query, oid: str) -> Page:
        found: Page = find(connection, login, idpe, query, oid)
        if query.last or query.code not in others:
            return found
        other = msgspec.structs.replace(query, code=others[query.code])
        return joined([found, find(connection, login, idpe, other, oid)])

    return of_any_code


def joined(pages: list[Page]) -> Page:
    """Several pages as one."""
    found = [one for page in pages for one in page.found]
    return Page(sum(page.total for page in pages), found, max(page.until for page in pages))


def _oldest(find: Any) -> Any:
    """The mode *last* gives the first measure."""

    def oldest(connection: Any, login: str, idpe: str, query: Query, oid: str) -> Page:
        if not query.last:
            return find(connection, login, idpe, query, oid)  # type: ignore[no-any-return]
        ever = (("ge", "0001-01-01"), ("le", "9999-12-31"))
        every = find(connection, login, idpe, msgspec.structs.replace(query, last=False, bounds=ever, count=5000), oid)
        return Page(1, every.found[-1:], 0)

    return oldest


def _no_index(find: Any) -> Any:
    def without_index(connection: Any, login: str, idpe: str, query: Query, oid: str) -> Any:
        return Page(0, [], 0) if query.code == BMI else find(connection, login, idpe, query, oid)

    return without_index


WRONG_SEARCHES = (
    Wrong(
        name="device-uninvited",
        breaks="device.only-when-asked",
        patch=around(search_query, "_include", lambda own: lambda given: own(given) or True),
    ),
    Wrong(
        name="device-repeated",
        breaks="device.included-once",
        patch=around(searching, "devices", lambda own: lambda *told: own(*told) * 2),
    ),
    Wrong(name="total-wrong", breaks="page.total", change=found(_one_more)),
    Wrong(name="last-page-lost", breaks="page.links-lead-through", change=found(_next_lost)),
    Wrong(
        name="page-off-by-one",
        breaks="page.offset-counts-pages",
        patch=around(searching, "find", _off_by_one),
        too=("page.links-lead-through", "page.size", "page.steady-while-written"),
        why="every way of turning pages meets a measure twice",
    ),
    Wrong(name="page-unbounded", breaks="page.count-too-large", settings={"max_page_size": 5000}),
    Wrong(
        name="other-words",
        breaks="page.count-too-large",
        change=words("Maximum page size allowed is", "Too many, limit"),
    ),
    Wrong(
        name="bound-excluded",
        breaks="search.bounds-inclusive",
        patch=_compared("le", "lt"),
        too=("search.day-as-bound",),
        why="a day as the upper bound then leaves the day out",
    ),
    Wrong(name="bound-included", breaks="search.bounds-exclusive", patch=_compared("gt", "ge")),
    Wrong(name="code-ignored", breaks="search.code-alone", patch=around(searching, "find", _any_code)),
    Wrong(name="oldest-as-last", breaks="search.last", patch=around(searching, "find", _oldest)),
    Wrong(name="no-index", breaks="search.bmi-computed", patch=around(searching, "find", _no_index)),
    Wrong(
        name="unknown-ignored",
        breaks="search.parameter-unknown",
        patch=around(
            search_query, "collect", lambda own: lambda fields, known: own([f for f in fields if f[0] in known], known)
        ),
    ),
)
