"""Tokens: in linear time, whatever the markup."""

from __future__ import annotations

import pytest

from criteria.facts.html.tokens import MAX_ATTRIBUTES, End, Start, Text, tokens


def test_tags_texts_and_references() -> None:
    assert list(tokens("<p CLASS='a&amp;b' hidden>T&eacute;xt</p >")) == [
        Start("p", {"class": "a&b", "hidden": ""}),
        Text("Téxt"),
        End("p"),
    ]


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("<a href=/x>", {"href": "/x"}),
        ("<a href=/x/>", {"href": "/x/"}),
        ("<a/href='/x'/>", {"href": "/x"}),
        ('<a href = "/x>y" >', {"href": "/x>y"}),
        ("<a href=1 HREF=2>", {"href": "1"}),
        ("<a =x>", {"=x": ""}),
        ("<a href>", {"href": ""}),
    ],
)
def test_attributes(markup: str, read: dict[str, str]) -> None:
    assert next(iter(tokens(markup))) == Start("a", read)


def test_raw_text_ends_at_its_own_tag_only() -> None:
    found = list(tokens("<script>if (a<b) '</p>'</SCRIPT ><title>a<b>&lt;</title>"))
    assert found[1] == Text("if (a<b) '</p>'", "script")
    assert found[4] == Text("a<b><", "title")


@pytest.mark.parametrize(
    "comment", ["<!-- <a> -->", "<!-->", "<!--->", "<!-- a --!>", "<!doctype html>", "<?x?>", "</ >"]
)
def test_comments_are_passed_over(comment: str) -> None:
    assert list(tokens(f"{comment}x")) == [Text("x")]


@pytest.mark.parametrize("ending", ["<a href='x", "<a href", "<!-- x", "<script>x<a>", "<", "</a", "<a b=\"x'>"])
def test_unfinished_markup_ends_the_page(ending: str) -> None:
    assert Start("b", {}) not in list(tokens(ending))
    assert next(iter(tokens("ok" + ending))) == Text("ok")


def test_attributes_are_bounded() -> None:
    (start,) = tokens("<a " + " ".join(f"x{number}" for number in range(100_000)) + ">")
    assert isinstance(start, Start)
    assert len(start.attributes) == MAX_ATTRIBUTES


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 400_000,
        "<p>" + "".join(f"<b {number}>" for number in range(100_000)) + "</p>" + "<p>x</p>" * 100_000,
        "<!--->" * 300_000,
        "<!-- --!>" * 200_000,
        "<a b='\"" * 280_000,
        "<script>" * 250_000,
        "&#" + "9" * 2_000_000,
        "<a" + "=" * 2_000_000,
        "<" * 1_000_000,
        "</a " * 500_000,
    ],
    ids=range(10),
)
def test_two_megabytes_of_anything_are_read_to_the_end(markup: str) -> None:
    assert sum(1 for _ in tokens(markup)) <= len(markup)
