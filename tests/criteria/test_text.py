"""Sentences in two languages, filled with what strangers chose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.text import VALUE_LIMIT, Text, tamed

SENTENCE = Text(en="{who} sent {what}.", fr="{what} a été envoyé par {who}.")


def test_a_sentence_is_filled_in_both_languages() -> None:
    filled = SENTENCE.filled({"who": "a", "what": "b", "more": "unused"})
    assert (filled.in_("en"), filled.in_("fr")) == ("a sent b.", "b a été envoyé par a.")


def test_a_missing_value_is_a_bug() -> None:
    with pytest.raises(KeyError):
        SENTENCE.filled({"who": "a"})
    with pytest.raises(KeyError):
        Text(en="{}", fr="{0}").filled({})


def test_the_names_are_those_of_both_languages() -> None:
    assert Text(en="{a}", fr="{b} {a} {{c}}").names() == {"a", "b"}


@pytest.mark.parametrize("value", ["{who}", "{", "}}", "{0.__class__}", "%s", "${x}", "{what!r:>9999999}"])
def test_what_a_stranger_sends_is_no_template(value: str) -> None:
    assert SENTENCE.filled({"who": value, "what": "{who}"}).en == f"{value} sent {{who}}."


def test_a_template_asks_for_no_format_and_no_attribute() -> None:
    """Our own templates with a format or an attribute ask for a value of that very name, which nobody gives."""
    assert Text(en="{a:>99999999999}", fr="").filled({"a": "x"}).en == "x"
    with pytest.raises(KeyError):
        Text(en="{a.__class__}", fr="").filled({"a": "x"})


@given(st.text(max_size=2000))
def test_a_value_becomes_one_printable_line_of_bounded_length(value: str) -> None:
    line = tamed(value)
    assert len(line) <= VALUE_LIMIT
    assert line.isprintable()
    if value.isprintable() and len(value) <= VALUE_LIMIT:
        assert line == value


@pytest.mark.parametrize(
    "sign", ["\n", "\r", "\t", "\x1b", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\ud800", "\x00"]
)
def test_signs_that_move_or_hide_text_are_replaced(sign: str) -> None:
    assert tamed(f"a{sign}b") == "a\ufffdb"


def test_other_values_than_texts_are_written_out() -> None:
    assert (tamed(3), tamed(None), tamed("é")) == ("3", "None", "é")
