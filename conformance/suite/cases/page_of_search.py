"""Paging: ``_count``, ``_offset`` (a page's number from 0), the links, the total (MES 1.5.2, section 2.3.1.1)."""

from __future__ import annotations

from conformance.suite.answer import Answer, query_of
from conformance.suite.bench import Bench, during
from conformance.suite.case import case
from conformance.suite.cases.search import fill, instants
from conformance.suite.outcome import Unseen, expect, expect_outcome, expect_same, expect_status
from conformance.suite.pair import Pair, link

_MANY = 5
_TURNS = 12


def _filled(bench: Bench) -> _Filled:
    """The measures that these cases only look at, fed once."""
    made: _Filled = bench.shared("pages", lambda: _Filled(bench))
    return made


class _Filled:
    """Five measures, to be turned over two at a time."""

    def __init__(self, bench: Bench) -> None:
        self.pair: Pair = bench.pair()
        self.when = bench.minute()
        self.told = fill(self.pair, "body_weight", self.when, _MANY)

    def page(self, number: int, count: int = 2) -> Answer:
        asked = (("_offset", str(number)), ("_count", str(count)))
        answer = self.pair.search("body_weight", *during(self.when), *asked)
        expect_status(answer, 200)
        return answer


@case("page.size")
def size(bench: Bench) -> None:
    filled = _filled(bench)
    sizes = [len(instants(filled.page(number))) for number in range(3)]
    expect_same("_count", sizes, [2, 2, 1], filled.page(0))


@case("page.total")
def total(bench: Bench) -> None:
    filled = _filled(bench)
    for number in range(3):
        answer = filled.page(number)
        expect_same("total", answer.member("total"), _MANY, answer)


@case("page.offset-counts-pages")
def offset(bench: Bench) -> None:
    filled = _filled(bench)
    newest = filled.told[::-1]
    for number in range(3):
        answer = filled.page(number)
        expect_same(f"_offset={number}", instants(answer)[:1], newest[number * 2 :][:1], answer)


@case("page.links-lead-through")
def links_lead_through(bench: Bench) -> None:
    filled = _filled(bench)
    answer, seen = filled.page(0), list[str]()
    for _ in range(_TURNS):
        seen += instants(answer)
        onward = link(answer, "next")
        if not onward:
            break
        answer = filled.pair.follow(onward)
        expect_status(answer, 200)
    expect_same("effectiveDateTime", seen, filled.told[::-1], answer)


@case("page.link-self")
def link_self(bench: Bench) -> None:
    filled = _filled(bench)
    answer = filled.page(1)
    told = link(answer, "self")
    expect(told, "absent", answer, what="link: self")
    expect_same("code", query_of(told).get("code"), "29463-7", answer)


@case("page.link-previous")
def link_previous(bench: Bench) -> None:
    filled = _filled(bench)
    answer = filled.page(1)
    back = link(answer, "previous")
    expect(back, "absent", answer, what="link: previous")
    before = filled.pair.follow(back)
    expect_status(before, 200)
    expect_same("effectiveDateTime", instants(before), instants(filled.page(0)), answer, before)
    expect(not link(filled.page(0), "previous"), "present", before, what="link: previous")


@case("page.beyond-the-end")
def beyond(bench: Bench) -> None:
    filled = _filled(bench)
    answer = filled.page(9)
    expect_same("entry", instants(answer), [], answer)
    expect(not link(answer, "next"), "present", answer, what="link: next")


@case("page.steady-while-written")
def steady(bench: Bench) -> None:
    """A newer measure comes between two pages: the links still show each of the older ones once."""
    filled = _Filled(bench)
    first = filled.page(0)
    onward = link(first, "next")
    if not onward:
        raise Unseen("no_link", first, what="next")
    if filled.pair.write("body_weight", filled.told[-1].replace(":00Z", ":30Z"), 99).status != 200:
        raise Unseen("no_write")
    second = filled.pair.follow(onward)
    expect(not set(instants(first)) & set(instants(second)), "repeated", first, second, what="effectiveDateTime")


@case("page.count-too-large")
def too_large(bench: Bench) -> None:
    most = bench.manifest.max_page_size
    answer = bench.pair().search("body_weight", *during(bench.minute()), ("_count", str(most + 1)))
    expect_outcome(answer, "page_too_large", max_page_size=str(most), request_page_size=str(most + 1))


@case("page.count-largest")
def largest(bench: Bench) -> None:
    most = str(bench.manifest.max_page_size)
    expect_status(bench.pair().search("body_weight", *during(bench.minute()), ("_count", most)), 200)
